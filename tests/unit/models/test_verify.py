"""Verifying: every byte of a version, in the registry or in a folder, against its manifest."""

from pathlib import Path

import pytest

from components.errors import NotFoundError
from tests.unit.models import rig
from transship.models.local_folder import pulled_manifest
from transship.models.progress import Silent
from transship.models.verify import verify_folder, verify_stored


def test_a_version_as_it_was_pushed_is_right(tmp_path: Path) -> None:
    registry = rig.in_memory()
    manifest = rig.pushed(registry, rig.large_model(tmp_path / "source")).manifest
    assert verify_stored(registry, manifest, Silent()) == []
    assert verify_folder(tmp_path / "source", manifest, Silent()) == []


def test_every_wrong_file_of_the_registry_is_named(tmp_path: Path) -> None:
    registry = rig.in_memory()
    manifest = rig.pushed(registry, rig.large_model(tmp_path / "source")).manifest
    rig.overwrite(registry, manifest, "large.bin", rig.noise(rig.LARGE_BYTES, seed=2))
    rig.overwrite(registry, manifest, "weights/empty", b"x")
    registry.bucket.delete([rig.key_of(manifest, "config.json")])
    found = verify_stored(registry, manifest, Silent())
    assert [problem.where for problem in found] == ["config.json", "large.bin", "weights/empty"]


def test_every_wrong_file_of_a_folder_is_named(tmp_path: Path) -> None:
    registry = rig.in_memory()
    rig.pushed(registry, rig.large_model(tmp_path / "source"))
    rig.pulled(registry, tmp_path / "target")
    (tmp_path / "target" / "config.json").unlink()
    with (tmp_path / "target" / "large.bin").open("r+b") as file:
        file.seek(9_000_000)
        file.write(b"\0\0")
    found = verify_folder(tmp_path / "target", pulled_manifest(tmp_path / "target"), Silent())
    assert [problem.where for problem in found] == ["config.json", "large.bin"]


def test_a_folder_that_was_never_pulled_into_needs_a_version(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"has no \.transship-manifest\.json"):
        pulled_manifest(tmp_path)
