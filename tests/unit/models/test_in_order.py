"""Parts come back in order, one at a time, whoever brings them and whenever."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from hypothesis import given
from hypothesis import strategies as st

from transship.models.in_order import InOrder


@given(st.integers(0, 30).flatmap(lambda count: st.permutations(range(count))))
def test_any_order_of_arrival_is_put_right(arrival: list[int]) -> None:
    consumed: list[int] = []
    parts = InOrder[int](consumed.append)
    for index in arrival:
        parts.deliver(index, index)
    assert consumed == sorted(arrival)


def test_a_part_waits_for_the_one_before_it() -> None:
    consumed: list[str] = []
    parts = InOrder[str](consumed.append)
    parts.deliver(1, "second")
    assert consumed == []
    parts.deliver(0, "first")
    assert consumed == ["first", "second"]


def test_many_threads_never_consume_at_once() -> None:
    inside, consumed = Lock(), list[int]()

    def consume(part: int) -> None:
        assert inside.acquire(blocking=False)
        time.sleep(0.0005)  # long enough for the others to bring the parts behind this one
        consumed.append(part)
        inside.release()

    parts = InOrder[int](consume)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(parts.deliver, range(300), range(300)))
    assert consumed == list(range(300))
