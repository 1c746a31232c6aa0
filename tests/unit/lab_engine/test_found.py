"""Programs that are already there: asked once for their version, again when they change, never waited for long."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from lab.engine import found
from lab.engine.cache import Obtained
from lab.engine.part import Probe
from tests.unit.lab_engine.rig import CRDS, install, widget


def _times_asked(program: Path) -> int:
    return len(Path(f"{program}.asked").read_text().splitlines())


def test_a_program_is_asked_for_its_version_once(programs: Path) -> None:
    path = install(programs, "widget", "1.2.0")
    first, second = found.supplied(widget()), found.supplied(widget())
    assert first == second == Obtained("widget", path, "1.2.0", "path")
    assert _times_asked(path) == 1


def test_a_program_that_was_replaced_is_asked_again(programs: Path) -> None:
    install(programs, "widget", "1.2.0")
    found.supplied(widget())
    path = install(programs, "widget", "1.10.0")
    assert found.supplied(widget()) == Obtained("widget", path, "1.10.0", "path")


def test_a_program_may_be_judged_by_its_neighbour(programs: Path) -> None:
    install(programs, "widget-helper", "0.0.0")
    install(programs, "widget", "1.4.0")
    helper = replace(widget("widget-helper"), probe=Probe(("--version",), program="widget"))
    supplied = found.supplied(helper)
    assert isinstance(supplied, Obtained)
    assert supplied.version == "1.4.0"


def test_a_program_that_hangs_is_passed_over(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "_PROBE_SECONDS", 0.2)
    program = programs / "widget"
    program.write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    program.chmod(0o755)
    begun = time.monotonic()
    assert found.supplied(widget()) == found.Rejected(f"{program} does not say its version")
    assert time.monotonic() - begun < 5


def test_a_rejected_version_is_named_with_the_range(programs: Path) -> None:
    path = install(programs, "widget", "2.0.0")
    assert found.supplied(widget()) == found.Rejected(f"{path} is 2.0.0; it would have to be >=1.2.0,<2.0.0")


def test_a_folder_of_manifests_can_be_supplied_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "widget-crds").mkdir()
    monkeypatch.setenv("TRANSSHIP_ENGINE_DIR", str(tmp_path))
    assert found.supplied(CRDS) == Obtained("widget-crds", tmp_path / "widget-crds", "as supplied", "path")


def test_a_file_that_cannot_be_run_is_not_taken_as_supplied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSSHIP_ENGINE_DIR", str(tmp_path))
    (tmp_path / "widget").write_text("no program")
    assert found.supplied(widget()) == found.Rejected("not on PATH")
