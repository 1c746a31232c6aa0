"""The target as a whole: what it says before anything is loaded, and that every environment of the project fits."""

from decimal import Decimal
from pathlib import Path

import pytest

from components.capabilities import Capability, Unsupported
from components.specs import AcceleratorKind, CapacityKind, Shape
from providers.aws.shapes import catalogue
from providers.aws.support import SUPPORT
from providers.aws.target import TARGET
from providers.aws.zones import ZONES
from stacks.settings import ROOT, read_environment
from tests.rigs.aws_settings import REGION, options, plan, settings
from tests.rigs.environments import L4, V5E, accelerated_pool, cpu_pool, environment

EVERY_MACHINE = "us-east-1"
ENVIRONMENTS = sorted(path.stem for path in (ROOT / "environments").glob("*.yaml"))


def test_there_are_environments() -> None:
    assert {"demo", "dev", "prod"} <= set(ENVIRONMENTS)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_environment_of_the_project_can_be_planned(name: str) -> None:
    wanted = read_environment(name)
    recording = plan(wanted, EVERY_MACHINE)
    assert [pool["name"] for pool in recording.outputs["pools"]] == [pool.name for pool in wanted.pools]


def test_a_tpu_is_stood_in_for_and_said() -> None:
    recording = plan(environment(pools=(cpu_pool(), accelerated_pool(V5E, substitutes=(L4,)))))
    (_, pool) = recording.outputs["pools"]
    assert pool["substitution"] == "aws has no tpu-v5e: 1 nvidia-l4 a node in place of 4 tpu-v5e"


def test_every_gpu_that_is_sold_is_offered_and_no_tpu() -> None:
    sold = catalogue().accelerators
    assert {kind for kind in AcceleratorKind if SUPPORT.has(kind)} >= sold
    assert not any(SUPPORT.has(kind) for kind in AcceleratorKind if kind.is_tpu)


def test_every_refusal_says_what_to_do_instead() -> None:
    refusals = [answer for answer in SUPPORT.values() if isinstance(answer, Unsupported)]
    assert refusals
    assert all(answer.reason and answer.instead for answer in refusals)
    assert isinstance(SUPPORT[Capability.TPU], Unsupported)


def test_a_region_with_prices_has_zones() -> None:
    assert catalogue().regions.keys() <= ZONES.keys()


def test_a_machine_is_chosen_with_its_price() -> None:
    choice = TARGET.choose_machine(Shape(vcpu=4, memory_gib=16), CapacityKind.ON_DEMAND, REGION, options())
    assert choice.usd_per_hour
    assert choice.usd_per_hour > Decimal(0)


def test_the_estimate_knows_nodes_and_names_what_it_does_not() -> None:
    estimate = TARGET.estimate(settings())
    assert estimate.monthly_min_usd < estimate.monthly_expected_usd < estimate.monthly_max_usd
    assert {"load balancer", "traffic"} <= {unknown.name for unknown in estimate.unknown}


def test_answering_imports_no_part_of_the_sdk() -> None:
    folder = Path(ROOT).parent / "providers" / "aws"
    pure = ("target", "support", "options", "checks", "site", "zones", "addresses", "shapes", "costs", "kubeconfig")
    loading = [name for name in pure if "pulumi_aws" in (folder / f"{name}.py").read_text(encoding="utf-8")]
    assert loading == []
