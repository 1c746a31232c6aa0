"""What the user sees while a lab goes up: every step that is being waited for, and how long it has taken so far."""

import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

_REFRESHES_PER_SECOND = 8


class Progress(Protocol):
    """Told of steps. Called from several threads."""

    def begin(self, step: str) -> None:
        """A step is being waited for."""
        ...

    def end(self, step: str, seconds: float) -> None:
        """The step is over."""
        ...


def say(line: str) -> None:
    """Tells the user something before or after the work that is shown."""
    sys.stderr.write(f"lab: {line}\n")


@contextmanager
def step(progress: Progress, name: str) -> Generator[None]:
    """Shows a step for as long as it takes; one that fails is told by its error."""
    began = time.monotonic()
    progress.begin(name)
    yield
    progress.end(name, time.monotonic() - began)


@contextmanager
def shown_on(stream: TextIO = sys.stderr) -> Generator[Progress]:
    """Progress for the length of the work: live when the stream is a terminal, line by line otherwise."""
    if not stream.isatty():
        yield Lines(stream)
        return
    console = Console(file=stream)
    board = _Board(console)
    with Live(get_renderable=board.render, console=console, refresh_per_second=_REFRESHES_PER_SECOND, transient=True):
        yield board


@dataclass(slots=True)
class Lines:
    """One line for each step that is over, for logs and pipes."""

    stream: TextIO
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, step: str) -> None:
        """Nothing: a line for what is over is enough in a log."""

    def end(self, step: str, seconds: float) -> None:
        """Writes what is over, and how long it took."""
        with self._lock:
            self.stream.write(f"lab: {step}: {seconds:.1f} s\n")
            self.stream.flush()


@dataclass(slots=True)
class _Board:
    """Steps that are over scroll by; those that are not are drawn below, with the time they have taken."""

    console: Console
    _begun: dict[str, float] = field(default_factory=dict[str, float])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, step: str) -> None:
        with self._lock:
            self._begun[step] = time.monotonic()

    def end(self, step: str, seconds: float) -> None:
        with self._lock:
            self._begun.pop(step, None)
        self.console.print(Text.assemble(("✓ ", "green"), step, (f"  {seconds:.1f} s", "dim")))

    def render(self) -> Table:
        table = Table.grid(padding=(0, 1))
        now = time.monotonic()
        with self._lock:
            for name, began in self._begun.items():
                table.add_row("…", Text(name), Text(f"{now - began:.0f} s", "dim"))
        return table
