"""Checks every SHA-256 of a version: in the registry, or in a folder that holds it."""

from pathlib import Path

from components.errors import Problem
from transship.models import layout
from transship.models.destination import Nowhere
from transship.models.download import Wanted, fetch
from transship.models.local_folder import differences
from transship.models.manifest import Manifest
from transship.models.progress import Watcher
from transship.models.registry import Registry


def verify_stored(registry: Registry, manifest: Manifest, watcher: Watcher) -> list[Problem]:
    """What is wrong with a version in the registry; reads every byte of it and keeps none."""
    content = layout.content_folder(manifest.reference, manifest.content)
    watcher.begin("verifying", len(manifest.files), manifest.size_bytes)
    wanted = [Wanted(file, f"{content}/{file.path}", Nowhere()) for file in manifest.files]
    return fetch(registry.bucket, wanted, watcher)


def verify_folder(folder: Path, manifest: Manifest, watcher: Watcher) -> list[Problem]:
    """What is wrong with a folder that should hold a version."""
    return differences(folder, manifest.files, watcher)
