"""No two clusters share an address, and no part of a cluster shares one with another."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from lab.cluster.addresses import BLOCK_COUNT, Block

NUMBERS = st.integers(0, BLOCK_COUNT - 1)


@given(NUMBERS)
def test_the_parts_of_a_block_lie_in_it_and_apart(number: int) -> None:
    block = Block(number)
    parts = [block.link, block.neighbour_link, block.fake_pods, block.services, block.pods]
    assert all(part.subnet_of(block.network) for part in parts)
    assert not any(one.overlaps(other) for one, other in combinations(parts, 2))


@given(st.lists(NUMBERS, min_size=2, max_size=2, unique=True))
def test_blocks_lie_apart(numbers: list[int]) -> None:
    one, other = (Block(number).network for number in numbers)
    assert not one.overlaps(other)


def test_the_blocks_fill_the_range_for_tests_and_nothing_else() -> None:
    assert str(Block(0).network.network_address) == "198.18.0.0"
    assert str(Block(BLOCK_COUNT - 1).network.broadcast_address) == "198.19.255.255"
