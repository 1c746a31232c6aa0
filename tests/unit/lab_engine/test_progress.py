"""What is shown while parts are obtained, and how long is said to be left."""

import io

from rich.console import Console

from lab.engine.estimate import Estimate
from lab.engine.jobs import Job
from lab.engine.progress import LiveBoard, PlainBoard, duration

LONG = Job("build", ("left", "right"), 100)
SHORT = Job("build", ("widget",), 20)
DOWNLOAD = Job("release", ("widget",))


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_the_estimate_is_the_table_until_something_was_built() -> None:
    clock = Clock()
    estimate = Estimate(clock)
    estimate.plan([LONG, SHORT])
    assert estimate.remaining_seconds() == 120
    estimate.begin(LONG)
    clock.now = 30
    assert estimate.remaining_seconds() == 90


def test_the_estimate_learns_the_pace_of_the_machine() -> None:
    clock = Clock()
    estimate = Estimate(clock)
    estimate.plan([LONG, SHORT])
    estimate.begin(LONG)
    clock.now = 300
    estimate.end(LONG)
    assert estimate.remaining_seconds() == 60


def test_a_build_that_takes_longer_than_expected_is_not_counted_below_nothing() -> None:
    clock = Clock()
    estimate = Estimate(clock)
    estimate.plan([LONG, SHORT])
    estimate.begin(LONG)
    clock.now = 1000
    assert estimate.remaining_seconds() == 20


def test_lines_say_what_starts_what_failed_and_what_is_left() -> None:
    stream, clock = io.StringIO(), Clock()
    board = PlainBoard(stream, Estimate(clock))
    board.plan([DOWNLOAD])
    board.begin(DOWNLOAD)
    board.end(DOWNLOAD, "vendor.example: no route to host")
    board.plan([LONG, SHORT])
    board.begin(LONG)
    board.note(LONG, "example.com/compiled")
    clock.now = 100
    board.end(LONG)
    assert stream.getvalue().splitlines() == [
        "engine: widget: downloading release",
        "engine: widget: vendor.example: no route to host",
        "engine: left, right: building, about 2 min of building left in all",
        "engine: left, right: built in 100 s",
    ]


def test_the_table_shows_what_waits_what_runs_and_what_is_over() -> None:
    clock = Clock()
    board = LiveBoard(Estimate(clock))
    board.plan([LONG, SHORT, DOWNLOAD])
    board.begin(DOWNLOAD)
    board.end(DOWNLOAD, "vendor.example: no route to host\nmore")
    board.begin(LONG)
    board.note(LONG, "example.com/compiled")
    clock.now = 40
    with (console := Console(width=120)).capture() as shown:
        console.print(board.render())
    lines = [line.split() for line in shown.get().splitlines()]
    assert lines == [
        ["widget", "vendor.example:", "no", "route", "to", "host"],
        ["left,", "right", "building", "40", "s", "example.com/compiled"],
        ["widget", "waiting"],
        ["engine:", "about", "80", "s", "of", "building", "left", "in", "all"],
    ]


def test_durations_are_said_as_people_say_them() -> None:
    assert [duration(seconds) for seconds in (0.4, 45, 119, 120, 500)] == ["0 s", "45 s", "119 s", "2 min", "8 min"]
