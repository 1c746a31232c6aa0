"""A folder that holds a version: what it should contain, and whether it does."""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from components.errors import NotFoundError, Problem
from transship.models.destination import write_failed
from transship.models.download import mismatch
from transship.models.file_paths import RESERVED_PREFIX
from transship.models.manifest import Manifest, ModelFile, decode, encode
from transship.models.progress import Watcher
from transship.models.source import sha256_of

MANIFEST_NAME = f"{RESERVED_PREFIX}manifest.json"
_HASHERS = os.cpu_count() or 1


def differences(folder: Path, files: Sequence[ModelFile], watcher: Watcher) -> list[Problem]:
    """Every file that is missing or not as it should be, in the order of `files`. Reads and hashes what is there."""
    there = [file for file in files if (folder / file.path).is_file()]
    if there:
        watcher.begin("hashing", len(there), sum(file.size_bytes for file in there))

    def difference(file: ModelFile) -> Problem | None:
        path = folder / file.path
        if not path.is_file():
            return Problem(file.path, "is missing")
        found, size_bytes = sha256_of(path), path.stat().st_size
        watcher.advance(size_bytes)
        return None if found == file.sha256 else mismatch(file, found, size_bytes)

    with ThreadPoolExecutor(_HASHERS) as pool:
        return [problem for problem in pool.map(difference, files) if problem is not None]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the version that was last pulled into a folder; nothing when there was none."""
    file = folder / MANIFEST_NAME
    return decode(file.read_bytes(), str(file)) if file.exists() else None


def pulled_manifest(folder: Path) -> Manifest:
    """The manifest of the version that was last pulled into a folder, for commands that need one."""
    if found := read_manifest(folder):
        return found
    raise NotFoundError.because(
        str(folder), f"has no {MANIFEST_NAME}", hint="name the version it should hold, for example models://fraud/7"
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Records what the folder is meant to hold, before it does: whatever happens next can be checked against it."""
    final = folder / MANIFEST_NAME
    temporary = final.with_suffix(".partial")
    try:
        with temporary.open("wb") as file:
            file.write(encode(manifest))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(final)
    except OSError as error:
        raise write_failed(final, error) from error


def remove_files(folder: Path, paths: Iterable[str]) -> None:
    """Deletes files of a folder, and the folders below it that this leaves empty."""
    for path in paths:
        file = folder / path
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise write_failed(file, error) from error
        with suppress(OSError):  # a parent that is not empty stays, and so do those above it
            for parent in Path(path).parents[:-1]:
                (folder / parent).rmdir()
