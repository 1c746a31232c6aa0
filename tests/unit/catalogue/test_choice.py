"""The cheapest machine that satisfies a shape is chosen, and the others are told why they were not."""

from decimal import Decimal

import pytest

from components.contract import PassedOver
from components.errors import InvalidInputError, UnsupportedError
from components.machine_choice import choose
from components.specs import Accelerator, AcceleratorKind, Architecture, CapacityKind, Shape
from tests.rigs.catalogues import CLOUDS, catalogue, devices, machine, offer

L4, T4, H100 = AcceleratorKind.NVIDIA_L4, AcceleratorKind.NVIDIA_T4, AcceleratorKind.NVIDIA_H100
ON_DEMAND, SPOT, FALLBACK = CapacityKind.ON_DEMAND, CapacityKind.SPOT, CapacityKind.SPOT_WITH_FALLBACK

SMALL = offer(machine("small", 4, 16), "0.10", "0.05")
LARGE = offer(machine("large", 8, 32), "0.25")
ARM = offer(machine("arm", 4, 16, arm=True), "0.08", "0.06")
ONE_L4 = offer(machine("one-l4", 8, 32, devices(L4)), "0.80", "0.40")
FOUR_L4 = offer(machine("four-l4", 48, 192, devices(L4, "4")), "4.00", "1.90")
HALF_L4 = offer(machine("half-l4", 8, 32, devices(L4, "0.5")), "0.45")
ONE_T4 = offer(machine("one-t4", 8, 32, devices(T4, memory_gib=16)), "0.50", "0.45")
SPOT_H100 = offer(machine("spot-h100", 26, 234, devices(H100, memory_gib=80)), None, "6.00")
EIGHT_H100 = offer(machine("eight-h100", 208, 1872, devices(H100, "8", 80)), "88.00", "50.00")

CPUS = catalogue([SMALL, LARGE, ARM])
GPUS = catalogue([SMALL, LARGE, ONE_L4, FOUR_L4, HALF_L4, ONE_T4], [SPOT_H100, EIGHT_H100])


def wants(kind: AcceleratorKind, count: int = 1, memory_gib: int = 16, vcpu: int = 4) -> Shape:
    return Shape(vcpu=vcpu, memory_gib=16, accelerator=Accelerator(kind=kind, count=count, memory_gib=memory_gib))


def test_the_cheapest_is_taken_and_its_price_is_told() -> None:
    choice = choose(CPUS, Shape(vcpu=2, memory_gib=8), ON_DEMAND, "here")
    assert (choice.machine, choice.usd_per_hour) == ("small", Decimal("0.10"))


def test_a_machine_that_would_do_is_passed_over_for_its_price_and_a_cheaper_one_for_what_it_lacks() -> None:
    assert choose(CPUS, Shape(vcpu=2, memory_gib=8), ON_DEMAND, "here").passed_over == (
        PassedOver(machine="large", usd_per_hour=Decimal("0.25"), reason="costs 150 % more"),
        PassedOver(machine="arm", usd_per_hour=Decimal("0.08"), reason="has arm64 processors, asked for amd64"),
    )


def test_what_a_cheaper_machine_lacks_is_told_in_the_words_of_the_shape() -> None:
    (lacking,) = choose(catalogue([SMALL, LARGE]), Shape(vcpu=8, memory_gib=32), ON_DEMAND, "here").passed_over
    assert lacking.reason == "has 4 vCPU, asked for 8 and has 16 GiB, asked for 32"


def test_equals_are_taken_by_name() -> None:
    twins = catalogue([offer(machine("b", 2, 8), "0.1"), offer(machine("a", 2, 8), "0.1")])
    choice = choose(twins, Shape(vcpu=2, memory_gib=8), ON_DEMAND, "here")
    assert choice.machine == "a"
    assert [each.reason for each in choice.passed_over] == ["costs the same; later by name"]


def test_a_pool_without_accelerators_never_gets_one_nor_hears_of_one() -> None:
    choice = choose(GPUS, Shape(vcpu=8, memory_gib=32), SPOT, "here")
    assert choice.machine == "large"
    assert {each.machine for each in choice.passed_over} == {"small"}


def test_a_share_of_an_accelerator_is_not_a_whole_one() -> None:
    choice = choose(GPUS, wants(L4), ON_DEMAND, "here")
    assert choice.machine == "one-l4"
    assert PassedOver(machine="half-l4", usd_per_hour=Decimal("0.45"), reason="has 0.5 of nvidia-l4, asked for 1") in (
        choice.passed_over
    )


def test_an_unknown_spot_price_counts_as_the_one_on_demand_and_stays_unknown() -> None:
    choice = choose(CPUS, Shape(vcpu=8, memory_gib=8), SPOT, "here")
    assert (choice.machine, choice.usd_per_hour) == ("large", None)
    dearer = catalogue([SMALL, LARGE])
    assert choose(dearer, Shape(vcpu=4, memory_gib=16), SPOT, "here").passed_over == (
        PassedOver(machine="large", reason="spot price not known; on demand it costs 400 % more"),
    )


@pytest.mark.parametrize(
    ("capacity", "expected", "reason"),
    [
        (SPOT, "spot-h100", "sold as spot"),
        (FALLBACK, "eight-h100", "there is nothing on demand to fall back to"),
        (ON_DEMAND, "eight-h100", "not sold on demand"),
    ],
)
def test_a_machine_that_is_sold_as_spot_only_is_taken_for_spot_only(
    capacity: CapacityKind, expected: str, reason: str
) -> None:
    choice = choose(GPUS, wants(H100, memory_gib=80), capacity, "elsewhere")
    assert choice.machine == expected, reason
    said = {each.machine: each.reason for each in choice.passed_over}
    if capacity is not SPOT:
        assert said["spot-h100"] == f"is sold as spot only, asked for {capacity}"


def test_no_more_than_five_are_told() -> None:
    many = catalogue(offer(machine(f"m{size}", size, 4 * size), f"0.{size:02}") for size in range(1, 40))
    choice = choose(many, Shape(vcpu=20, memory_gib=80), ON_DEMAND, "here")
    assert [each.machine for each in choice.passed_over] == ["m21", "m22", "m23", "m19", "m18"]


def test_an_unknown_region_is_refused_with_the_regions_that_are_known() -> None:
    with pytest.raises(InvalidInputError) as caught:
        choose(CPUS, Shape(vcpu=1, memory_gib=1), ON_DEMAND, "hear")
    (problem,) = caught.value.problems
    assert problem.where == "region"
    assert problem.what == 'expected a region of the price tables, found "hear"'
    assert problem.hint == "here; known: elsewhere, here"


def test_a_machine_not_offered_there_is_refused_with_the_regions_that_offer_it_and_what_is_nearest_here() -> None:
    with pytest.raises(UnsupportedError) as caught:
        choose(GPUS, wants(H100, memory_gib=80), SPOT, "here")
    refused, *near = caught.value.problems
    assert refused.what == "no machine offers 4 vCPU, 16 GiB, amd64, 1 nvidia-h100 of 80 GiB, spot"
    assert refused.hint == "these regions have one: elsewhere"
    assert str(near[0]) == "nearest: one-l4: has 1 nvidia-l4 of 24 GiB, asked for nvidia-h100"


@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        (wants(AcceleratorKind.TPU_V5E), "no region has tpu-v5e; cloud has nvidia-h100, nvidia-l4, nvidia-t4"),
        (wants(L4, count=5), "no region has one of that size; cloud does have nvidia-l4"),
        (Shape(vcpu=500, memory_gib=1), "no region has one: ask for less of it, or for more and smaller nodes"),
    ],
    ids=["a kind that nobody there sells", "more than any machine has", "no accelerator"],
)
def test_what_no_region_has_is_refused_with_what_there_is(shape: Shape, hint: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        choose(GPUS, shape, ON_DEMAND, "here")
    assert caught.value.problems[0].hint == hint


A10, V5E = AcceleratorKind.NVIDIA_A10, AcceleratorKind.TPU_V5E
KNOWN = [
    ("aws", "us-east-1", wants(L4, memory_gib=24), "g6.xlarge", "an L4 is sold as 24 GB, whatever its driver shows"),
    ("aws", "us-east-1", wants(T4), "g4dn.xlarge", "the T4 machines"),
    ("aws", "us-east-1", wants(A10, memory_gib=24), "g5.xlarge", "an A10G is an A10"),
    ("aws", "us-east-1", wants(H100, memory_gib=80, vcpu=16), "p5.4xlarge", "one H100 of 80 GB"),
    ("aws", "us-east-1", wants(H100, memory_gib=80, vcpu=17), "p5.48xlarge", "the next size has eight"),
    ("azure", "eastus", wants(T4), "Standard_NC4as_T4_v3", "the T4 machines"),
    ("azure", "eastus", wants(A10, memory_gib=24), "Standard_NV36ads_A10_v5", "smaller ones have a share of an A10"),
    ("azure", "eastus", wants(H100, memory_gib=80), "Standard_NC40ads_H100_v5", "94 GB satisfy 80"),
    ("gcp", "us-central1", wants(L4, memory_gib=24), "g2-standard-4", "the L4 machines"),
    ("gcp", "us-central1", wants(H100, memory_gib=80), "a3-highgpu-8g", "fewer H100s are sold as spot only"),
    ("gcp", "us-central1", wants(V5E, count=4), "ct5lp-hightpu-4t", "four chips of one host"),
    ("gcp", "us-central1", wants(V5E), "ct5lp-hightpu-1t", "one chip"),
]


@pytest.mark.parametrize(("target", "region", "shape", "expected", "reason"), KNOWN)
def test_known_accelerators_are_found(target: str, region: str, shape: Shape, expected: str, reason: str) -> None:
    assert CLOUDS[target].choose_machine(shape, ON_DEMAND, region).machine == expected, reason


def test_one_h100_is_had_as_spot_on_google_cloud() -> None:
    choice = CLOUDS["gcp"].choose_machine(wants(H100, memory_gib=80), SPOT, "us-central1")
    assert choice.machine == "a3-highgpu-1g"


@pytest.mark.parametrize(("target", "region"), [("aws", "us-east-1"), ("azure", "eastus"), ("gcp", "us-central1")])
def test_arm_processors_are_taken_where_they_are_asked_for(target: str, region: str) -> None:
    shapes = CLOUDS[target]
    shape = Shape(vcpu=4, memory_gib=16, architecture=Architecture.ARM64)
    chosen = shapes.machine_of(shapes.choose_machine(shape, ON_DEMAND, region).machine)
    assert (chosen.architecture, chosen.vcpu, chosen.memory_gib) == (Architecture.ARM64, 4, 16)


@pytest.mark.parametrize("target", ["aws", "azure"])
def test_tpus_are_google_clouds_alone(target: str) -> None:
    with pytest.raises(UnsupportedError, match="no region has tpu-v5e"):
        CLOUDS[target].choose_machine(wants(V5E), ON_DEMAND, sorted(CLOUDS[target].catalogue().regions)[0])


def test_a_machine_that_the_tables_do_not_know_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InvalidInputError, match=r"hint: .*m7i\.xlarge"):
        CLOUDS["aws"].machine_of("m7i.xlarg")


@pytest.mark.parametrize(
    ("name", "disk"),
    [
        ("n2-standard-8", "pd-balanced"),
        ("c4a-standard-8", "hyperdisk-balanced"),
        ("ct6e-standard-4t", "hyperdisk-balanced"),
    ],
)
def test_a_machine_boots_from_a_disk_that_its_series_takes(name: str, disk: str) -> None:
    assert CLOUDS["gcp"].boot_disk_type(name) == disk
