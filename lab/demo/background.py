"""Obtains the engine in the background while the tour is on the screen."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from components.errors import OperationError

TITLE = "engine"


@contextmanager
def obtaining(log: Path) -> Generator[subprocess.Popen[bytes]]:
    """Starts `python -m lab.engine --packages`, its progress to the log; ends it when we end early."""
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "lab.engine", "--packages"]
    with log.open("wb") as words:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=words)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


def finish(process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits for it, showing its words as they come.

    Raises:
        OperationError: something could not be obtained.
    """
    with log.open(encoding="utf-8", errors="replace") as words:
        while True:
            sys.stderr.write(words.read())
            sys.stderr.flush()
            try:
                process.wait(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                continue
        sys.stderr.write(words.read())
    if process.returncode:
        raise OperationError.because(TITLE, "could not be obtained; see above", hint="transship doctor")
