"""Progress of a push or pull on standard error: a live bar on a terminal, plain lines in a log."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from transship.models.progress import PlainLines, Watcher, counted


class LiveBar:
    """A watcher that draws bytes, rate and the time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, action: str, files: int, size_bytes: int) -> None:
        """Replaces the bar of the phase before."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(f"{action} {counted(files)}", total=size_bytes)

    def advance(self, size_bytes: int) -> None:
        """Moves the bar."""
        if self._task is not None:
            self._progress.advance(self._task, size_bytes)

    def note(self, line: str) -> None:
        """Writes the line above the bar."""
        self._progress.console.print(line, markup=False, highlight=False)


@contextmanager
def watching() -> Generator[Watcher]:
    """The watcher that fits where standard error goes; an interrupt is answered with what to do next."""
    try:
        if sys.stderr.isatty():
            with _bar() as progress:
                yield LiveBar(progress)
        else:
            yield PlainLines(_say)
    except KeyboardInterrupt:
        _say("interrupted: run the same command again to go on")
        raise


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _say(line: str) -> None:
    typer.echo(line, err=True)
