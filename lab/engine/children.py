"""The programs we have started and that still run, so that none outlives us when we are told to stop."""

import signal
import subprocess
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_GRACE_SECONDS = 5


class Children:
    """Starts programs whose output is read line by line, and can end them all from another thread."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()

    @contextmanager
    def started(
        self, command: Sequence[str], folder: Path, environment: dict[str, str]
    ) -> Generator[subprocess.Popen[str]]:
        """A program that has ended, one way or another, when the block is left."""
        with subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            with self._lock:
                self._running.add(process)
            try:
                yield process
            except BaseException:
                _end(process)
                raise
            finally:
                with self._lock:
                    self._running.discard(process)

    def end_all(self) -> None:
        """Ends every program; those who wait for them see them fail."""
        with self._lock:
            running = list(self._running)
        for process in running:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Asks as Ctrl-C does, which lets Go remove its temporary files, and insists after a while."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_SECONDS)
    process.kill()
