"""Where fetched bytes go: into a file that appears only when it is complete and correct, or nowhere at all."""

import errno
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from obstore import Bytes

from components.errors import OperationError, TransshipError
from transship.models.source import CHUNK_BYTES

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


class Destination(Protocol):
    """Takes one file's bytes in order, from one thread at a time."""

    def resume(self, feed: Callable[[bytes], None], most_bytes: int) -> int:
        """Opens; feeds it what an interrupted fetch left, and returns how many bytes that were."""
        ...

    def append(self, part: Bytes) -> None:
        """Takes the next bytes."""
        ...

    def finish(self) -> None:
        """Every byte is there and correct: make the file appear."""
        ...

    def discard(self) -> None:
        """The bytes were wrong: forget them."""
        ...


class Nowhere:
    """For checking without keeping."""

    def resume(self, feed: Callable[[bytes], None], most_bytes: int) -> int:
        """Nothing is ever left."""
        del feed, most_bytes
        return 0

    def append(self, part: Bytes) -> None:
        """Drops the bytes."""

    def finish(self) -> None:
        """Nothing appears."""

    def discard(self) -> None:
        """Nothing was kept."""


class PartialFile:
    """A file that grows under a temporary name and is renamed when it is right.

    It is not synced to the disk: whoever pulls or verifies again hashes what is there, so a power cut costs a second
    fetch and never passes for a good file.
    """

    def __init__(self, partial: Path, final: Path) -> None:
        self._partial = partial
        self._final = final
        self._file: IO[bytes] | None = None

    def resume(self, feed: Callable[[bytes], None], most_bytes: int) -> int:
        """Keeps what is there, unless it is longer than it may be."""
        with self._writing():
            self._file = file = self._partial.open("a+b")
            if (length := file.tell()) > most_bytes:
                file.truncate(0)
                return 0
            file.seek(0)
            while chunk := file.read(CHUNK_BYTES):
                feed(chunk)
            return length

    def append(self, part: Bytes) -> None:
        """Writes the bytes at the end."""
        with self._writing():
            if self._file is None:
                self._file = self._partial.open("wb")
            self._file.write(part)

    def finish(self) -> None:
        """Renames the file into place."""
        with self._writing():
            self._close()
            self._partial.replace(self._final)

    def discard(self) -> None:
        """Deletes the file."""
        with self._writing():
            self._close()
            self._partial.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    @contextmanager
    def _writing(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise write_failed(self._final, error) from error


def write_failed(path: Path, error: OSError) -> TransshipError:
    """The error to show when a local file could not be written."""
    hint = "free some space, then run the same command again: it goes on where it stopped"
    return OperationError.because(
        str(path), f"could not be written: {error.strerror or error}", hint=hint if error.errno in _DISK_FULL else ""
    )
