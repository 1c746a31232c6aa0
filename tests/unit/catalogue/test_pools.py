"""The pools of the environments that are shipped: a machine in every region, or a refusal that helps."""

import pytest

from components.errors import UnsupportedError
from components.specs import PoolSpec
from stacks.settings import read_environment
from tests.rigs.catalogues import CLOUDS, REGIONS

POOLS = [(name, pool) for name in ("demo", "dev", "prod") for pool in read_environment(name).pools]


@pytest.mark.parametrize(("environment", "pool"), POOLS, ids=[f"{name}-{pool.name}" for name, pool in POOLS])
@pytest.mark.parametrize(("target", "region"), REGIONS)
def test_every_pool_gets_a_machine_in_every_region_or_is_refused_with_a_way_out(
    target: str, region: str, environment: str, pool: PoolSpec
) -> None:
    shapes = CLOUDS[target]
    asked = pool.requires.accelerator
    try:
        choice = shapes.choose_machine(pool.requires, pool.capacity, region)
    except UnsupportedError as error:
        refused, *near = error.problems
        assert asked is not None, f"{environment}: a CPU pool was refused"
        assert str(asked.kind) in refused.what
        assert refused.hint.startswith(("these regions have one: ", "no region has "))
        assert all(problem.what for problem in near)
    else:
        there = shapes.machine_of(choice.machine).accelerator
        assert (there and there.kind) == (asked and asked.kind)
        assert choice.passed_over


@pytest.mark.parametrize(
    ("target", "kinds", "reason"),
    [
        ("aws", {"nvidia-l4", "nvidia-h100", "nvidia-a10"}, "TPUs are Google's"),
        ("azure", {"nvidia-h100", "nvidia-a10"}, "no L4, no TPU"),
        ("gcp", {"nvidia-l4", "nvidia-h100", "tpu-v5e"}, "no A10"),
    ],
)
def test_what_a_cloud_has_of_what_the_environments_ask_for(target: str, kinds: set[str], reason: str) -> None:
    asked = {"nvidia-l4", "nvidia-h100", "nvidia-a10", "tpu-v5e"}
    assert {str(kind) for kind in CLOUDS[target].catalogue().accelerators} & asked == kinds, reason
