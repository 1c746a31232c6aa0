"""Brings a version into a local folder: only what is missing, every SHA-256 verified before a file appears."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from components.errors import IntegrityError, InvalidInputError, OperationError, Problem
from transship.models import layout
from transship.models.aliases import resolve
from transship.models.destination import PartialFile, write_failed
from transship.models.download import Wanted, fetch
from transship.models.file_paths import RESERVED_PREFIX
from transship.models.local_folder import differences, read_manifest, remove_files, write_manifest
from transship.models.locking import exclusive
from transship.models.manifest import Manifest, ModelFile
from transship.models.progress import Watcher, shown_bytes
from transship.models.reference import Reference
from transship.models.registry import Registry

_PARTIAL_SUFFIX = ".partial"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did: the version, how many files were fetched, and how many were right already."""

    manifest: Manifest
    fetched_files: int
    fetched_bytes: int
    present_files: int


def pull(registry: Registry, reference: Reference, folder: Path, watcher: Watcher) -> Pulled:
    """Makes a folder hold a version.

    Files that an earlier pull put there and this version does not have are deleted; files of others are left alone.
    A pull that was killed is resumed by the next one.

    Raises:
        NotFoundError: there is no such version or alias.
        IntegrityError: files in the registry are not what the manifest says; the good ones were kept.
        OperationError: the registry or the disk failed, or another pull is at work in the folder.
    """
    manifest = registry.manifest(resolve(registry, reference))
    _make(folder)
    with exclusive(folder, "another pull into this folder"):
        _refuse_ways_out(folder, manifest.files)
        _replace_version(folder, manifest)
        wrong = {problem.where for problem in differences(folder, manifest.files, watcher)}
        missing = [file for file in manifest.files if file.path in wrong]
        if missing:
            _fetch(registry, manifest, folder, missing, watcher)
        remove_files(folder, [file.name for file in folder.glob(f"{RESERVED_PREFIX}*{_PARTIAL_SUFFIX}")])
    return Pulled(manifest, len(missing), _size_bytes(missing), len(manifest.files) - len(missing))


def _replace_version(folder: Path, manifest: Manifest) -> None:
    """Records what the folder will hold, then deletes what only its version until now had."""
    before = read_manifest(folder)
    if before == manifest:
        return
    write_manifest(folder, manifest)
    if before is not None:
        kept = {file.path for file in manifest.files}
        remove_files(folder, [file.path for file in before.files if file.path not in kept])


def _fetch(registry: Registry, manifest: Manifest, folder: Path, files: list[ModelFile], watcher: Watcher) -> None:
    content = layout.content_folder(manifest.reference, manifest.content)
    partials = [folder / _partial_name(file) for file in files]
    _refuse_full_disk(folder, _size_bytes(files) - sum(file.stat().st_size for file in partials if file.exists()))
    for parent in sorted({(folder / file.path).parent for file in files}):
        _make(parent)
    watcher.begin("fetching", len(files), _size_bytes(files))
    wanted = [
        Wanted(file, f"{content}/{file.path}", PartialFile(partial, folder / file.path))
        for file, partial in zip(files, partials, strict=True)
    ]
    if problems := fetch(registry.bucket, wanted, watcher):
        raise IntegrityError(f"{manifest.reference} in {registry.label}", problems)


def _partial_name(file: ModelFile) -> str:
    """One name for one content at one path, so that a later pull finds what an earlier one left of it."""
    return f"{RESERVED_PREFIX}{sha256(f'{file.sha256} {file.path}'.encode()).hexdigest()[:24]}{_PARTIAL_SUFFIX}"


def _refuse_ways_out(folder: Path, files: Iterable[ModelFile]) -> None:
    """A link within the folder must not lead files out of it."""
    root = folder.resolve()
    parents = sorted({(folder / file.path).parent for file in files})
    problems = [
        Problem(str(parent), f"leads out of the folder, to {parent.resolve()}", hint="delete the link")
        for parent in parents
        if not parent.resolve().is_relative_to(root)
    ]
    if problems:
        raise InvalidInputError(str(folder), problems)


def _refuse_full_disk(folder: Path, needed_bytes: int) -> None:
    free_bytes = shutil.disk_usage(folder).free
    if needed_bytes > free_bytes:
        raise OperationError.because(
            str(folder), f"needs {shown_bytes(needed_bytes)} more, and the disk has {shown_bytes(free_bytes)} free"
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_failed(folder, error) from error


def _size_bytes(files: Iterable[ModelFile]) -> int:
    return sum(file.size_bytes for file in files)
