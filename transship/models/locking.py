"""Keeps two processes from doing the same work in the same place."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from components.errors import OperationError


@contextmanager
def exclusive(path: Path, what: str) -> Generator[None]:
    """Holds the only lock on a file or folder that exists; the system drops it when the process ends, however it ends.

    Args:
        path: what to lock.
        what: what another holder would be doing, for the message.

    Raises:
        OperationError: somebody else holds it.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OperationError.because(str(path), f"{what} is running", hint="wait until it has ended") from error
        yield
    finally:
        os.close(handle)
