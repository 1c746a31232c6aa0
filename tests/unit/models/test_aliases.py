"""Aliases move from version to version, one mover at a time, and remember where they were."""

import json
from pathlib import Path

import pytest

from components.errors import NotFoundError, OperationError, UnsupportedError
from tests.unit.models import rig
from transship.models import layout
from transship.models.aliases import aliases_of, history, promote, resolve, retire
from transship.models.progress import Silent
from transship.models.reference import AliasReference, VersionReference
from transship.models.registry import Registry
from transship.models.remove import remove

PRODUCTION = AliasReference("fraud", "production")


@pytest.fixture(params=["memory", "disk"])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Registry:
    """Both have versions 7 and 8; a folder has no compare-and-swap, and needs none."""
    made = rig.in_memory() if request.param == "memory" else rig.on_disk(tmp_path / "registry")
    source = rig.small_model(tmp_path / "source")
    for reference in (rig.FRAUD_7, rig.FRAUD_8):
        rig.pushed(made, source, reference)
    return made


def promoted(registry: Registry, reference: VersionReference, alias: str = "production") -> str:
    return promote(registry, reference, alias, at="2026-11-21T10:00:00+00:00", by="ci@runner-12")


def test_an_alias_stands_for_the_version_promoted_last(registry: Registry) -> None:
    assert promoted(registry, rig.FRAUD_7) == ""
    assert promoted(registry, rig.FRAUD_8) == "7"
    promoted(registry, rig.FRAUD_7, "staging")
    assert resolve(registry, PRODUCTION) == rig.FRAUD_8
    assert aliases_of(registry, "fraud") == {"production": "8", "staging": "7"}


def test_a_version_stands_for_itself(registry: Registry) -> None:
    assert resolve(registry, rig.FRAUD_7) == rig.FRAUD_7


def test_its_history_is_kept_newest_first(registry: Registry) -> None:
    for reference in (rig.FRAUD_7, rig.FRAUD_8, rig.FRAUD_7):
        promoted(registry, reference)
    retire(registry, PRODUCTION, at="later", by="me")
    assert [one.version for one in history(registry, PRODUCTION)] == ["", "7", "8", "7"]
    assert [one.number for one in history(registry, PRODUCTION, most=2)] == [4, 3]


def test_promoting_again_what_is_there_writes_no_history(registry: Registry) -> None:
    promoted(registry, rig.FRAUD_7)
    assert promoted(registry, rig.FRAUD_7) == "7"
    assert len(history(registry, PRODUCTION)) == 1


def test_a_retired_alias_stands_for_nothing(registry: Registry) -> None:
    promoted(registry, rig.FRAUD_7)
    promoted(registry, rig.FRAUD_8, "staging")
    assert retire(registry, PRODUCTION, at="later", by="me") == "7"
    assert aliases_of(registry, "fraud") == {"staging": "8"}
    with pytest.raises(NotFoundError, match="points at no version") as caught:
        resolve(registry, PRODUCTION)
    assert "hint: staging" in str(caught.value)


def test_an_alias_that_never_was_says_how_to_make_it(registry: Registry) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(registry, PRODUCTION)
    assert "transship models promote fraud/<version> --to production" in str(caught.value)


def test_a_version_that_is_not_there_cannot_be_promoted(registry: Registry) -> None:
    with pytest.raises(NotFoundError, match="no version 9 of fraud"):
        promoted(registry, VersionReference("fraud", "9"))


def test_of_two_who_move_an_alias_at_once_one_is_told(registry: Registry) -> None:
    racing = rig.interfering(registry, "create", lambda: promoted(registry, rig.FRAUD_8))
    with pytest.raises(OperationError, match="somebody else moved this alias") as caught:
        promoted(racing, rig.FRAUD_7)
    assert "transship models show models://fraud@production" in str(caught.value)
    assert resolve(registry, PRODUCTION) == rig.FRAUD_8


def test_a_version_removed_while_it_is_promoted_leaves_the_alias_where_it_was(registry: Registry) -> None:
    promoted(registry, rig.FRAUD_7)
    racing = rig.interfering(registry, "create", lambda: remove(registry, rig.FRAUD_8, Silent()))
    with pytest.raises(OperationError, match="was removed meanwhile: the alias was put back"):
        promoted(racing, rig.FRAUD_8)
    assert resolve(registry, PRODUCTION) == rig.FRAUD_7


def test_a_promotion_of_a_newer_client_is_refused(registry: Registry) -> None:
    newer = json.dumps({"schema_version": 2, "weights": {"7": 90, "8": 10}}).encode()
    registry.bucket.write(layout.promotion_key("fraud", "production", 1), newer)
    with pytest.raises(UnsupportedError, match="a newer client wrote it"):
        resolve(registry, PRODUCTION)
