"""A program that is newer than a stack's state: what exists stays where it is."""

from pathlib import Path

import pytest

from lab.cluster import Lab
from tests.rigs.states import STATES, resume, scene_of

pytestmark = pytest.mark.engine

RECORDED = sorted(STATES.glob("*.json"))
MOVING = {"replace", "delete", "create-replacement", "delete-replaced"}


def test_there_is_a_state_of_every_cloud() -> None:
    assert {path.name.partition("-")[0] for path in RECORDED} >= {"aws", "azure", "gcp"}


@pytest.mark.parametrize("state", RECORDED, ids=lambda path: path.stem)
def test_a_newer_program_moves_nothing_that_an_older_one_made(state: Path, lab: Lab, tmp_path: Path) -> None:
    stack = state.stem.rpartition("-")[0]
    scene = scene_of(stack, tmp_path, lab.clusters[0])
    resume(state, stack, scene)
    counts = scene.project.preview(stack).counts
    assert counts.get("same", 0) + counts.get("update", 0) > 0
    assert not MOVING & counts.keys(), counts
