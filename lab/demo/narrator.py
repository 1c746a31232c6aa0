"""Tells what the demonstration does: numbered steps with their time, and the commands a person would type."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape


class Narrator:
    """Speaks on standard output; every step says what it is for before it starts and how long it took."""

    def __init__(self) -> None:
        self.console = Console(highlight=False)
        self._steps = 0

    @contextmanager
    def step(self, title: str) -> Generator[None]:
        """One numbered step."""
        self._steps += 1
        self.console.print(f"\n[bold]{self._steps}. {escape(title)}[/bold]")
        start = time.monotonic()
        yield
        self.console.print(f"   [dim]{time.monotonic() - start:.1f} s[/dim]")

    def say(self, text: str) -> None:
        """A sentence inside a step."""
        self.console.print(f"   {escape(text)}")

    def command(self, line: str) -> None:
        """A command as a person would type it."""
        self.console.print(f"   [cyan]$ {escape(line)}[/cyan]")
