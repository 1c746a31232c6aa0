"""The local files of a version: found, checked and hashed."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from components.errors import InvalidInputError, Problem
from transship.models.file_paths import RESERVED_PREFIX, path_problems

CHUNK_BYTES = 1024 * 1024
"""How much of a file is read at once."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to push: where it lies, its path within the version, and its size when it was found."""

    source: Path
    path: str
    size_bytes: int


def collect(source: Path) -> list[LocalFile]:
    """Every file of a folder, or the one file given, sorted by path.

    Links to files are followed, as download caches use them. What a pull left behind for itself is passed over.

    Raises:
        InvalidInputError: with everything that cannot be pushed.
    """
    if not source.exists():
        raise InvalidInputError.because(str(source), "there is no such file or folder")
    problems: list[Problem] = []
    if source.is_dir():
        files = sorted(_walk(source, source, problems), key=lambda file: file.path)
    else:
        files = [LocalFile(source, source.name, source.stat().st_size)]
    problems += path_problems(file.path for file in files)
    if not files and not problems:
        problems.append(Problem("", "expected at least one file, found an empty folder"))
    if problems:
        raise InvalidInputError(str(source), problems)
    return files


def _walk(root: Path, folder: Path, problems: list[Problem]) -> Iterator[LocalFile]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        problems.append(Problem(_relative(root, folder), f"cannot be read: {error.strerror}"))
        return
    for entry in entries:
        path = _relative(root, Path(entry.path))
        if path.startswith(RESERVED_PREFIX):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, Path(entry.path), problems)
        elif what := _unfit(entry):
            problems.append(Problem(path, what))
        else:
            yield LocalFile(Path(entry.path), path, entry.stat().st_size)


def _unfit(entry: "os.DirEntry[str]") -> str:
    """Why something that is no folder cannot be pushed."""
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if stat.S_ISDIR(mode):
        return "is a link to a folder: copy the folder, or push it by itself"
    if not stat.S_ISREG(mode):
        return "expected a file, found a device, pipe or socket"
    return "" if os.access(entry.path, os.R_OK) else "cannot be read: Permission denied"


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
