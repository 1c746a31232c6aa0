"""One piece of work that gets parts, as those who do it and those who show it see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Way = Literal["module", "release", "build"]

Watcher = Callable[[str], None]
"""Told, line by line, what a job is doing."""


class RefusedError(Exception):
    """One way does not give a part; the message says why. Others may."""


@dataclass(frozen=True, slots=True)
class Job:
    """Parts that one download or one build gives together.

    Attributes:
        way: how they are obtained.
        names: the parts.
        expected_seconds: the table's figure for a cold build; 0 for a download.
    """

    way: Way
    names: tuple[str, ...]
    expected_seconds: int = 0

    @property
    def title(self) -> str:
        """The parts, for a line of text."""
        return ", ".join(self.names)


class Board(Protocol):
    """Where the work is shown. Called from several threads."""

    def plan(self, jobs: Sequence[Job]) -> None:
        """These jobs are going to be begun, in this order."""
        ...

    def begin(self, job: Job) -> None:
        """A job starts."""
        ...

    def note(self, job: Job, text: str) -> None:
        """What a running job is doing just now."""
        ...

    def end(self, job: Job, refused: str = "") -> None:
        """A job is over: its parts are there, or this is why not."""
        ...
