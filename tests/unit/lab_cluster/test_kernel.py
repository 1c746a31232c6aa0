"""What kubelet changes for the whole machine is put back as the first lab found it."""

from pathlib import Path

import pytest

from lab.cluster import kernel

FOUND = "0"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The settings of a pretended kernel."""
    changed: tuple[str, ...] = kernel.CHANGED_BY_KUBELET
    paths = [tmp_path / "sys" / name for name in changed]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{FOUND}\n")
    monkeypatch.setattr(kernel, "SETTINGS", tmp_path / "sys")
    monkeypatch.setattr(kernel, "NOTES", tmp_path / "kernel.json")
    return paths


def test_settings_are_put_back(settings: list[Path]) -> None:
    kernel.note()
    for path in settings:
        path.write_text("10\n")
    kernel.restore()
    assert {path.read_text().strip() for path in settings} == {FOUND}


def test_a_second_lab_does_not_take_the_first_ones_settings_for_the_machines(settings: list[Path]) -> None:
    kernel.note()
    settings[0].write_text("10\n")
    kernel.note()
    kernel.restore()
    assert settings[0].read_text().strip() == FOUND


def test_what_was_never_noted_is_left_alone(settings: list[Path]) -> None:
    settings[0].write_text("10\n")
    kernel.restore()
    assert settings[0].read_text() == "10\n"
