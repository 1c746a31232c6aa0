"""Removing: invisible first, then gone, and never while an alias needs it."""

from pathlib import Path

import pytest

from components.errors import NotFoundError, OperationError
from tests.unit.models import rig
from transship.models import layout
from transship.models.aliases import promote, resolve
from transship.models.progress import Silent
from transship.models.reference import AliasReference
from transship.models.registry import Registry
from transship.models.remove import remove


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    made = rig.on_disk(tmp_path / "registry")
    for reference in (rig.FRAUD_7, rig.FRAUD_8):
        rig.pushed(made, rig.small_model(tmp_path / "source"), reference)
    return made


def promoted(registry: Registry) -> None:
    promote(registry, rig.FRAUD_7, "production", at="now", by="me")


def test_a_removed_version_is_gone_and_its_neighbour_is_not(registry: Registry, tmp_path: Path) -> None:
    remove(registry, rig.FRAUD_7, Silent())
    assert registry.find(rig.FRAUD_7) is None
    assert not (tmp_path / "registry" / "models" / "fraud" / "7").exists()
    rig.pulled(registry, tmp_path / "target", rig.FRAUD_8)


def test_a_version_that_an_alias_points_at_stays(registry: Registry, tmp_path: Path) -> None:
    promoted(registry)
    with pytest.raises(OperationError, match="models://fraud@production: points at it") as caught:
        remove(registry, rig.FRAUD_7, Silent())
    assert "transship models promote fraud/<version> --to production" in str(caught.value)
    rig.pulled(registry, tmp_path / "target")


def test_a_version_promoted_while_it_is_removed_comes_back(registry: Registry, tmp_path: Path) -> None:
    racing = rig.interfering(registry, "write", lambda: promoted(registry))
    with pytest.raises(OperationError, match="points at it"):
        remove(racing, rig.FRAUD_7, Silent())
    assert resolve(registry, AliasReference("fraud", "production")) == rig.FRAUD_7
    rig.pulled(registry, tmp_path / "target")


def test_a_removal_that_was_killed_leaves_nothing_visible_and_is_finished_by_the_next(registry: Registry) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        remove(rig.interfering(registry, "delete", die), rig.FRAUD_7, Silent())
    assert registry.find(rig.FRAUD_7) is None
    assert len(rig.keys(registry, "models/fraud/7")) == 4
    remove(registry, rig.FRAUD_7, Silent())
    assert rig.keys(registry, "models/fraud/7") == []


def test_what_an_interrupted_push_left_can_be_removed(registry: Registry, tmp_path: Path) -> None:
    folder = tmp_path / "registry" / "models" / "fraud" / "9" / "files-0123456789ab"
    rig.write_files(folder, {"weights": b"whole", "large.bin#1": b"half"})
    remove(registry, rig.VersionReference("fraud", "9"), Silent())
    assert list(folder.rglob("*")) == []


def test_a_push_that_ends_while_its_leftovers_are_removed_stays(registry: Registry, tmp_path: Path) -> None:
    nine = rig.VersionReference("fraud", "9")
    registry.bucket.write(f"{layout.version_folder(nine)}/files-0123456789ab/weights", b"half")
    racing = rig.interfering(registry, "create", lambda: rig.pushed(registry, tmp_path / "source", nine))
    with pytest.raises(OperationError, match="was finished just now"):
        remove(racing, nine, Silent())
    rig.pulled(registry, tmp_path / "target", nine)


def test_what_is_not_there_cannot_be_removed(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="no version 9 of fraud"):
        remove(registry, rig.VersionReference("fraud", "9"), Silent())
