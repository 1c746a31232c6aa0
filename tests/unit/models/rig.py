"""Registries in memory and on disk, models to push, and stores that misbehave at a chosen moment."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import obstore
from obstore.store import LocalStore, MemoryStore

from transship.models import layout
from transship.models.bucket import Bucket
from transship.models.manifest import Details, Manifest
from transship.models.progress import Silent
from transship.models.pull import Pulled, pull
from transship.models.push import Origin, Pushed, push
from transship.models.reference import Reference, VersionReference
from transship.models.registry import Registry
from transship.models.transfer import UPLOAD_PART_BYTES

FRAUD_7 = VersionReference("fraud", "7")
FRAUD_8 = VersionReference("fraud", "8")
ORIGIN = Origin("2026-11-21T10:00:00+00:00", "transship 0.1.0")
LARGE_BYTES = 2 * UPLOAD_PART_BYTES + 12_345
"""Three parts on the way up, five on the way down, the last one short."""


def in_memory() -> Registry:
    return Registry(Bucket(MemoryStore(), "memory://"))


def on_disk(folder: Path) -> Registry:
    return Registry(Bucket(LocalStore(folder, mkdir=True, automatic_cleanup=True), f"file://{folder}"))


def noise(size_bytes: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size_bytes)  # noqa: S311 - the same noise every time


def write_files(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def small_model(folder: Path) -> Path:
    return write_files(folder, {"config.json": b"{}", "weights/a.bin": noise(70_000), "weights/empty": b""})


def large_model(folder: Path) -> Path:
    return write_files(small_model(folder), {"large.bin": noise(LARGE_BYTES)})


def pushed(
    registry: Registry, source: Path, reference: VersionReference = FRAUD_7, details: Details | None = None
) -> Pushed:
    return push(registry, source, reference, details or Details(), ORIGIN, Silent())


def pulled(registry: Registry, folder: Path, reference: Reference = FRAUD_7) -> Pulled:
    return pull(registry, reference, folder, Silent())


def files_below(folder: Path) -> dict[str, bytes]:
    """What a folder holds, without what the client keeps there for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".transship-")
    }


def keys(registry: Registry, folder: str = "") -> list[str]:
    return sorted(one.key for one in registry.bucket.objects(folder))


def key_of(manifest: Manifest, path: str) -> str:
    return f"{layout.content_folder(manifest.reference, manifest.content)}/{path}"


def overwrite(registry: Registry, manifest: Manifest, path: str, data: bytes) -> None:
    """Does to a stored file what no client of ours would."""
    obstore.put(registry.bucket.store, key_of(manifest, path), data)


class _Interfering(Bucket):
    """A bucket where something else happens just before the n-th call of one method."""

    def __init__(self, inner: Bucket, method: str, act: Callable[[], object], call: int = 1) -> None:
        super().__init__(inner.store, inner.label)
        self._method = method
        self._act = act
        self._calls_left = call

    def create(self, key: str, data: bytes) -> bool:
        self._maybe("create")
        return super().create(key, data)

    def write(self, key: str, data: bytes) -> str:
        self._maybe("write")
        return super().write(key, data)

    def delete(self, keys: Sequence[str]) -> None:
        self._maybe("delete")
        super().delete(keys)

    def _maybe(self, method: str) -> None:
        if method == self._method:
            self._calls_left -= 1
            if self._calls_left == 0:
                self._act()


def interfering(registry: Registry, method: str, act: Callable[[], object], call: int = 1) -> Registry:
    return Registry(_Interfering(registry.bucket, method, act, call))


def renamed(manifest: Manifest, paths: dict[str, str]) -> Manifest:
    """A manifest whose files claim other paths, as only a forger would write it."""
    return replace(
        manifest, files=tuple(replace(file, path=paths.get(file.path, file.path)) for file in manifest.files)
    )
