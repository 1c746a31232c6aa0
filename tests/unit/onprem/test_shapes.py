"""The machine for a shape is the cheapest that satisfies it; refusals say what every machine lacks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import UnsupportedError
from components.specs import Accelerator, AcceleratorKind, Architecture, Shape
from providers.onprem.machines import Machine, PoolOptions
from providers.onprem.shapes import EXISTING, choose_machine, missing, pool_machines
from tests.rigs.environments import L4, V5E, accelerated_pool, cpu_pool, environment
from tests.rigs.onprem import HOURLY, OWNED, OWNERSHIP, options

SMALL = Machine(vcpu=8, memory_gib=32)
LARGE = Machine(vcpu=64, memory_gib=256)
WITH_L4 = Machine(
    vcpu=8, memory_gib=32, accelerator=Accelerator(kind=AcceleratorKind.NVIDIA_L4, count=2, memory_gib=24)
)
ARM = Machine(vcpu=8, memory_gib=32, architecture=Architecture.ARM64)
MACHINES = {"arm": ARM, "large": LARGE, "small": SMALL, "with-l4": WITH_L4}
SHAPE = Shape(vcpu=4, memory_gib=16)


def test_the_smallest_fits_where_no_price_is_known() -> None:
    choice = choose_machine(SHAPE, options(machines=MACHINES))
    assert choice.machine == "small"
    assert {each.machine: each.reason for each in choice.passed_over} == {
        "with-l4": "small is cheaper or smaller",
        "large": "small is cheaper or smaller",
        "arm": "has arm64 processors, amd64 wanted",
    }


def test_the_cheapest_fits_where_prices_are_known() -> None:
    cheap = replace(OWNED, purchase_usd=Decimal(100))
    machines = {"dear": replace(SMALL, ownership=OWNED), "cheap": replace(LARGE, ownership=cheap), "unpriced": SMALL}
    choice = choose_machine(SHAPE, options(machines=machines, rates=OWNERSHIP))
    assert [choice.machine, *(each.machine for each in choice.passed_over)] == ["cheap", "dear", "unpriced"]


def test_a_machine_whose_devices_have_no_price_is_not_taken_for_cheap() -> None:
    assert (
        choose_machine(SHAPE, options(machines={"with-l4": WITH_L4, "large": LARGE}, rates=HOURLY)).machine == "large"
    )


def test_an_owner_who_describes_no_machine_is_taken_at_their_word() -> None:
    assert choose_machine(SHAPE, options()).machine == EXISTING


def test_a_pool_may_name_its_machine() -> None:
    chosen = options(machines=MACHINES, pools={"cpu": PoolOptions(nodes=("a",), machine="large")})
    assert pool_machines(environment(pools=(cpu_pool(),)), chosen) == {"cpu": "large"}


def test_no_machine_is_told_with_what_each_lacks() -> None:
    wanted = Shape(vcpu=96, memory_gib=512, accelerator=replace(L4, count=4))
    with pytest.raises(UnsupportedError) as raised:
        choose_machine(wanted, options(machines={"large": LARGE, "with-l4": WITH_L4}))
    large, with_l4 = raised.value.problems
    assert str(large) == (
        "machine large: has 64 vCPU, 96 wanted and 256 GiB of memory, 512 wanted"
        " and no accelerator, 4 nvidia-l4 of 24 GiB wanted"
    )
    assert str(with_l4) == (
        "machine with-l4: has 8 vCPU, 96 wanted and 32 GiB of memory, 512 wanted"
        " and 2 nvidia-l4 of 24 GiB, 4 nvidia-l4 of 24 GiB wanted"
    )


@pytest.mark.parametrize("machines", [{}, MACHINES], ids=["no machines described", "machines described"])
def test_a_tpu_is_refused_with_something_to_do_instead(machines: dict[str, Machine]) -> None:
    with pytest.raises(UnsupportedError) as raised:
        choose_machine(accelerated_pool(V5E).requires, options(machines=machines))
    assert "onprem has no tpu-v5e: TPUs are rented on Google Cloud and not sold" in str(raised.value)
    assert "nvidia-h100" in str(raised.value)


accelerators = st.none() | st.builds(
    Accelerator,
    kind=st.sampled_from([AcceleratorKind.NVIDIA_L4, AcceleratorKind.NVIDIA_A100]),
    count=st.integers(1, 8),
    memory_gib=st.sampled_from([24, 40, 80]),
)
sizes = {
    "vcpu": st.integers(1, 128),
    "memory_gib": st.integers(1, 1024),
    "architecture": st.sampled_from(Architecture),
    "accelerator": accelerators,
}


@given(
    shape=st.builds(Shape, **sizes), machines=st.dictionaries(st.sampled_from("abcdef"), st.builds(Machine, **sizes))
)
def test_what_is_chosen_satisfies_the_shape_and_nothing_is_forgotten(
    shape: Shape, machines: dict[str, Machine]
) -> None:
    fitting = [name for name, machine in machines.items() if not missing(shape, machine)]
    if machines and not fitting:
        with pytest.raises(UnsupportedError) as raised:
            choose_machine(shape, options(machines=machines, rates=HOURLY))
        assert len(raised.value.problems) == len(machines)
        return
    choice = choose_machine(shape, options(machines=machines, rates=HOURLY))
    assert choice.machine in (fitting or [EXISTING])
    assert {choice.machine, *(each.machine for each in choice.passed_over)} == (machines.keys() or {EXISTING})


@given(shape=st.builds(Shape, **sizes), machine=st.builds(Machine, **sizes))
def test_a_machine_is_worth_a_node_exactly_when_it_lacks_nothing(shape: Shape, machine: Machine) -> None:
    assert (machine.nodes_of(shape) > 0) == (missing(shape, machine) == "")


def test_one_large_machine_is_worth_several_nodes() -> None:
    eight = Machine(vcpu=128, memory_gib=1024, accelerator=replace(L4, count=8))
    wanted = Shape(vcpu=24, memory_gib=100, accelerator=L4)
    assert eight.nodes_of(wanted) == 5
