"""How a push or pull tells how far it is; plain lines here, a live display in the command line."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Protocol

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")
_STEP = 1024


class Watcher(Protocol):
    """Hears about a transfer; its methods are called from many threads."""

    def begin(self, action: str, files: int, size_bytes: int) -> None:
        """A phase begins: what is done, and how much of it there is. It ends the phase before."""
        ...

    def advance(self, size_bytes: int) -> None:
        """So many more bytes are done."""
        ...

    def note(self, line: str) -> None:
        """Something a person should know, in one line."""
        ...


class Silent:
    """A watcher that says nothing, for callers who only want the result."""

    def begin(self, action: str, files: int, size_bytes: int) -> None:
        """Says nothing."""

    def advance(self, size_bytes: int) -> None:
        """Says nothing."""

    def note(self, line: str) -> None:
        """Says nothing."""


class PlainLines:
    """A watcher for logs: one line when a phase begins, then one every few seconds.

    Args:
        write: takes a line without its end.
        every_seconds: how often a phase that goes on says so.
    """

    def __init__(self, write: Callable[[str], None], every_seconds: float = 5.0) -> None:
        self._write = write
        self._every_seconds = every_seconds
        self._lock = Lock()
        self._action = ""
        self._total_bytes = self._done_bytes = 0
        self._began = self._last = time.monotonic()

    def begin(self, action: str, files: int, size_bytes: int) -> None:
        """Writes what begins."""
        self._action, self._total_bytes, self._done_bytes = action, size_bytes, 0
        self._began = self._last = time.monotonic()
        self._write(f"{action}: {counted(files)}, {shown_bytes(size_bytes)}")

    def advance(self, size_bytes: int) -> None:
        """Writes a line when it is time for one."""
        with self._lock:
            self._done_bytes += size_bytes
            now = time.monotonic()
            if now - self._last < self._every_seconds:
                return
            self._last = now
            rate = self._done_bytes / (now - self._began)
            left = (self._total_bytes - self._done_bytes) / rate
            done, total = shown_bytes(self._done_bytes), shown_bytes(self._total_bytes)
            self._write(f"{self._action}: {done} of {total}, {shown_bytes(rate)}/s, about {left:.0f} s left")

    def note(self, line: str) -> None:
        """Writes the line."""
        self._write(line)


def shown_bytes(size_bytes: float) -> str:
    """A size for people: `45.2 MiB`."""
    unit = 0
    while size_bytes >= _STEP and unit < len(_UNITS) - 1:
        size_bytes /= _STEP
        unit += 1
    return f"{size_bytes:.1f} {_UNITS[unit]}" if unit else f"{size_bytes:.0f} B"


def counted(files: int) -> str:
    """`1 file`, `3 files`."""
    return f"{files} file{'' if files == 1 else 's'}"
