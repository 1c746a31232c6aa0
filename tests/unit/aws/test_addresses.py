"""Blocks of a VPC: apart from each other, inside it, and where they were when a zone is added."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.aws.addresses import MOST_ZONES, VPC_PREFIXES, block_problems, plan_subnets, size_problem

FEWEST_ADDRESSES_OF_A_BALANCER = 8
RESERVED_BY_AWS = 5


def _vpc(address: int, prefix: int) -> str:
    return str(IPv4Network((address, prefix), strict=False))


vpcs = st.builds(
    _vpc,
    st.integers(min_value=10 << 24, max_value=(11 << 24) - 1),
    st.sampled_from(VPC_PREFIXES),
)
zone_ids = st.integers(min_value=2, max_value=MOST_ZONES).map(lambda count: tuple(f"z-az{n}" for n in range(count)))


@given(cidr=vpcs, zones=zone_ids)
def test_blocks_lie_in_the_vpc_and_apart(cidr: str, zones: tuple[str, ...]) -> None:
    planned = plan_subnets(cidr, zones)
    blocks = [IPv4Network(block) for each in planned for block in (each.private, each.public)]
    assert [each.zone_id for each in planned] == list(zones)
    assert all(block.subnet_of(IPv4Network(cidr)) for block in blocks)
    assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))


@given(cidr=vpcs, zones=zone_ids)
def test_a_public_subnet_has_room_for_a_load_balancer(cidr: str, zones: tuple[str, ...]) -> None:
    sizes = [IPv4Network(each.public).num_addresses - RESERVED_BY_AWS for each in plan_subnets(cidr, zones)]
    assert min(sizes) >= FEWEST_ADDRESSES_OF_A_BALANCER


@given(cidr=vpcs, zones=zone_ids)
def test_a_zone_at_the_end_moves_none_of_the_others(cidr: str, zones: tuple[str, ...]) -> None:
    assert plan_subnets(cidr, zones)[:-1] == plan_subnets(cidr, zones[:-1])


@pytest.mark.parametrize(
    ("blocks", "where", "reason"),
    [
        ({"vpc": "10.0.0.0/16", "services": "10.0.128.0/20"}, "services", "one inside the other"),
        ({"vpc": "10.0.0.0/16", "services": "10.0.0.0/16"}, "services", "the same twice"),
        ({"vpc": "10.0.0.1/16"}, "vpc", "an address in place of a block"),
        ({"vpc": "10.0.0.300/16"}, "vpc", "no address at all"),
    ],
)
def test_blocks_that_cannot_be(blocks: dict[str, str], where: str, reason: str) -> None:
    (problem,) = block_problems(blocks)
    assert problem.where == where, reason
    assert problem.hint, reason


def test_blocks_apart_are_fine() -> None:
    assert list(block_problems({"vpc": "10.0.0.0/16", "services": "172.20.0.0/16"})) == []


def test_a_vpc_that_is_too_small_is_told_with_the_sizes_there_are() -> None:
    (problem,) = size_problem("vpc", "10.0.0.0/24", VPC_PREFIXES)
    assert "expected /16 to /20, found /24" in problem.what
