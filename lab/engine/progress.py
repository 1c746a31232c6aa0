"""What the user sees while parts are obtained: a live table on a terminal, plain lines anywhere else."""

import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from lab.engine.estimate import Estimate
from lab.engine.jobs import Board, Job

_DOING = {"module": "downloading module", "release": "downloading release", "build": "building"}
_DONE = {"module": "downloaded", "release": "downloaded", "build": "built"}
_REFRESHES_PER_SECOND = 4


@contextmanager
def shown_on(stream: TextIO = sys.stderr) -> Generator[Board]:
    """A board for the length of the work: live when the stream is a terminal, line by line otherwise."""
    if not stream.isatty():
        yield PlainBoard(stream)
        return
    board = LiveBoard()
    with Live(get_renderable=board.render, console=Console(file=stream), refresh_per_second=_REFRESHES_PER_SECOND):
        yield board


@dataclass(slots=True)
class PlainBoard:
    """One line when a job starts and one when it ends, for logs and pipes."""

    stream: TextIO
    estimate: Estimate = field(default_factory=Estimate)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, jobs: Sequence[Job]) -> None:
        """Notes what is to come."""
        with self._lock:
            self.estimate.plan(jobs)

    def begin(self, job: Job) -> None:
        """Says what starts, and how long all that is left may take."""
        with self._lock:
            self.estimate.begin(job)
            self._say(f"{job.title}: {_DOING[job.way]}{_left(self.estimate)}")

    def note(self, job: Job, text: str) -> None:
        """Nothing: each line of a build is in its log."""

    def end(self, job: Job, refused: str = "") -> None:
        """Says how it went."""
        with self._lock:
            took = duration(self.estimate.elapsed_seconds(job))
            self.estimate.end(job)
            self._say(f"{job.title}: {refused or f'{_DONE[job.way]} in {took}'}")

    def _say(self, line: str) -> None:
        print(f"engine: {line}", file=self.stream, flush=True)


@dataclass(slots=True)
class LiveBoard:
    """A table that is drawn anew a few times a second."""

    estimate: Estimate = field(default_factory=Estimate)
    _notes: dict[Job, str] = field(default_factory=dict[Job, str])
    _over: dict[Job, str] = field(default_factory=dict[Job, str])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, jobs: Sequence[Job]) -> None:
        """Shows what is to come."""
        with self._lock:
            self.estimate.plan(jobs)
            self._notes |= dict.fromkeys(jobs, "waiting")

    def begin(self, job: Job) -> None:
        """Shows the job as running."""
        with self._lock:
            self.estimate.begin(job)
            self._notes[job] = ""

    def note(self, job: Job, text: str) -> None:
        """Shows the last line of output."""
        with self._lock:
            self._notes[job] = text

    def end(self, job: Job, refused: str = "") -> None:
        """Shows how it went."""
        with self._lock:
            took = duration(self.estimate.elapsed_seconds(job))
            self.estimate.end(job)
            self._notes.pop(job, None)
            self._over[job] = refused.splitlines()[0] if refused else f"{_DONE[job.way]} in {took}"

    def render(self) -> RenderableType:
        """The table as it stands, and the estimate below it."""
        table = Table.grid("part", "state", "elapsed", "note", padding=(0, 2))
        with self._lock:
            for job, outcome in self._over.items():
                table.add_row(job.title, outcome, "", "")
            for job, note in self._notes.items():
                elapsed = duration(self.estimate.elapsed_seconds(job))
                state = ("", "") if note == "waiting" else (_DOING[job.way], elapsed)
                table.add_row(job.title, *state, Text(note, "dim", no_wrap=True, overflow="ellipsis"))
            left = _left(self.estimate).removeprefix(", ")
            return Group(table, Text(f"engine: {left}", "bold")) if left else table


def duration(seconds: float) -> str:
    """A length of time as people say it: `45 s`, `7 min`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 120 else f"{round(seconds / 60)} min"  # noqa: PLR2004 - two minutes


def _left(estimate: Estimate) -> str:
    seconds = estimate.remaining_seconds()
    return f", about {duration(seconds)} of building left in all" if seconds else ""
