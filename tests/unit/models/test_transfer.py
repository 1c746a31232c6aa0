"""A transfer runs tasks at once, holds no more bytes than it may, and stops at the first failure."""

import time
from threading import Event, Lock

import pytest

from transship.models.transfer import Transfer


def test_no_more_bytes_are_held_than_allowed() -> None:
    lock, held, most = Lock(), 0, 0

    def task() -> None:
        nonlocal held, most
        with lock:
            held += 30
            most = max(most, held)
        time.sleep(0.002)
        with lock:
            held -= 30
        transfer.release(30)

    with Transfer(100, parallel=8) as transfer:
        for _ in range(40):
            transfer.start(30, task)
    assert held == 0
    assert 30 < most <= 90


def test_something_larger_than_the_limit_goes_alone() -> None:
    done = Event()
    with Transfer(10, parallel=2) as transfer:
        transfer.start(1_000, lambda: (done.set(), transfer.release(1_000))[0])
        transfer.start(10, lambda: transfer.release(10))
    assert done.is_set()


def test_the_first_failure_is_raised_and_the_rest_is_not_begun() -> None:
    begun: list[int] = []

    def task(number: int) -> None:
        begun.append(number)
        raise ValueError(f"task {number}")

    def run() -> None:
        with Transfer(10, parallel=1) as transfer:
            for number in range(1_000):
                # Nothing is released: without its failure this would wait for ever.
                transfer.start(10, lambda number=number: task(number))

    with pytest.raises(ValueError, match="task 0"):
        run()
    assert begun == [0]


def test_an_interrupt_tells_long_tasks_to_end() -> None:
    began, stopped = Event(), Event()

    def run() -> None:
        with Transfer(10, parallel=1) as transfer:

            def wait_until_stopped() -> None:
                began.set()
                while not transfer.stopped:
                    time.sleep(0.001)
                stopped.set()

            transfer.start(0, wait_until_stopped)
            began.wait()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert stopped.is_set()
