"""A push, pull or removal that kills its own process at a chosen moment: `python -m tests.unit.models.crashing`.

A moment is the time just before or after a request to the store, or between two chunks of a file.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

from obstore import Bytes

from tests.unit.models import rig
from transship.models.bucket import Bucket
from transship.models.manifest import Details
from transship.models.progress import Silent
from transship.models.pull import pull
from transship.models.push import push
from transship.models.registry import Registry
from transship.models.remove import remove


class Countdown:
    """Kills the process, as the system or a person would, when it is ticked for the n-th time."""

    def __init__(self, moments: int) -> None:
        self._left = moments
        self._lock = Lock()

    def tick(self) -> None:
        """One of the moments has come."""
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class _CrashingWatcher(Silent):
    def __init__(self, countdown: Countdown) -> None:
        self._countdown = countdown

    def advance(self, size_bytes: int) -> None:
        self._countdown.tick()


class _CrashingBucket(Bucket):
    def __init__(self, inner: Bucket, countdown: Countdown) -> None:
        super().__init__(inner.store, inner.label)
        self._countdown = countdown

    def create(self, key: str, data: bytes) -> bool:
        self._countdown.tick()
        created = super().create(key, data)
        self._countdown.tick()
        return created

    def write(self, key: str, data: bytes) -> str:
        self._countdown.tick()
        tag = super().write(key, data)
        self._countdown.tick()
        return tag

    def write_parts(self, key: str, chunks: Iterator[bytes], part_bytes: int, parallel: int) -> str:
        tag = super().write_parts(key, chunks, part_bytes, parallel)
        self._countdown.tick()
        return tag

    def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._countdown.tick()
            super().delete([key])
        self._countdown.tick()

    def read_range(self, key: str, start: int, end: int) -> Bytes:
        part = super().read_range(key, start, end)
        self._countdown.tick()
        return part


def main(action: str, registry_folder: str, local_folder: str, moments: str) -> None:
    countdown = Countdown(int(moments))
    registry = Registry(_CrashingBucket(rig.on_disk(Path(registry_folder)).bucket, countdown))
    watcher = _CrashingWatcher(countdown)
    if action == "push":
        push(registry, Path(local_folder), rig.FRAUD_7, Details(), rig.ORIGIN, watcher)
    elif action == "pull":
        pull(registry, rig.FRAUD_7, Path(local_folder), watcher)
    else:
        remove(registry, rig.FRAUD_7, watcher)


if __name__ == "__main__":
    main(*sys.argv[1:])
