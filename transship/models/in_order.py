"""Puts parts that arrive in any order back in order, one at a time."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Part = TypeVar("Part")


class InOrder(Generic[Part]):
    """Hands parts to `consume` by index, from 0 on, never two at once.

    Whoever delivers the next part also consumes the ones that waited behind it; the others go on at once. A SHA-256
    needs its bytes in order while the network brings them as it likes: this is where the two meet.
    """

    def __init__(self, consume: Callable[[Part], None]) -> None:
        self._consume = consume
        self._waiting: dict[int, Part] = {}
        self._next = 0
        self._busy = False
        self._lock = Lock()

    def deliver(self, index: int, part: Part) -> None:
        """Takes a part; returns at once unless it, and any behind it, can be consumed now."""
        with self._lock:
            self._waiting[index] = part
            ready = None if self._busy else self._take()
        while ready is not None:
            self._consume(ready)
            with self._lock:
                ready = self._take()

    def _take(self) -> Part | None:
        """The next part if it is there; whoever gets it is the one who consumes. The lock is held."""
        part = self._waiting.pop(self._next, None)
        self._busy = part is not None
        self._next += self._busy
        return part
