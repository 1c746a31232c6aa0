"""`transship doctor`: every part and package is listed, what is missing has a command, and the exit code says it."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from lab.engine import cache, checkup
from lab.engine.packages import Package
from lab.engine.part import Program
from lab.engine.parts import PARTS
from tests.unit.lab_engine.rig import RECIPES, install
from transship.cli.doctor import doctor

PLUGIN = PARTS["pulumi-resource-kubernetes"].version

app = typer.Typer()
app.command()(doctor)


@pytest.fixture
def complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that lacks nothing: every part supplied by hand, no system package needed."""
    supplied = tmp_path / "by-hand"
    supplied.mkdir()
    for name, part in PARTS.items():
        install(supplied, name, part.version) if isinstance(part, Program) else (supplied / name).mkdir()
    install(tmp_path / "bin", "git", "2.99.0")
    monkeypatch.setenv("TRANSSHIP_ENGINE_DIR", str(supplied))
    monkeypatch.setattr(cache, "RECIPES", RECIPES)
    monkeypatch.setattr(checkup, "GROUPS", {"node": (Package("shell", "a shell", "/bin/sh"),)})
    monkeypatch.setattr(
        checkup, "wheel_version", {"pulumi-kubernetes": PARTS["pulumi-resource-kubernetes"].version}.get
    )
    return supplied


def report() -> tuple[Result, dict[str, dict[str, str | bool]]]:
    result = CliRunner().invoke(app, ["--json"])
    return result, {check["name"]: check for check in json.loads(result.output)}


def test_a_complete_machine_passes_and_every_part_is_listed(complete: Path) -> None:
    result, checks = report()
    assert result.exit_code == 0
    assert checks.keys() >= {
        *PARTS,
        "pulumi-kubernetes",
        "shell",
        "python",
        "git",
        "go",
        "uv",
        "root",
        "cgroups",
        "memory",
    }
    assert checks["etcd"] == {
        "group": "engine",
        "name": "etcd",
        "state": "ok",
        "found": PARTS["etcd"].version,
        "origin": "path",
        "where": str(complete / "etcd"),
        "remedy": "",
        "required": True,
    }


def test_a_missing_part_fails_with_the_command_that_gets_it(complete: Path) -> None:
    (complete / "etcd").unlink()
    result, checks = report()
    assert result.exit_code == 1
    assert (checks["etcd"]["state"], checks["etcd"]["remedy"]) == ("missing", "python -m lab.engine etcd")


def test_a_part_that_only_the_benchmark_needs_may_be_missing(complete: Path) -> None:
    (complete / "rclone").unlink()
    result, checks = report()
    assert result.exit_code == 0
    assert (checks["rclone"]["state"], checks["rclone"]["required"]) == ("missing", False)


def test_a_missing_package_fails_with_its_command(complete: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "GROUPS", {"node": (Package("gadget-tools", "gadgets", "gadget"),)})
    result, checks = report()
    assert result.exit_code == 1
    assert checks["gadget-tools"]["remedy"] == "sudo apt-get install --no-install-recommends gadget-tools"


def test_a_python_package_of_another_version_than_its_plugin_is_pointed_out(
    complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "wheel_version", {"pulumi-kubernetes": "4.0.0"}.get)
    result, checks = report()
    assert result.exit_code == 0
    assert checks["pulumi-kubernetes"]["state"] == "mismatch"
    assert checks["pulumi-kubernetes"]["remedy"] == (
        f"the plugin is {PLUGIN}: uv pip install pulumi-kubernetes=={PLUGIN}"
    )


def test_the_table_names_what_is_missing_last(complete: Path) -> None:
    (complete / "etcd").unlink()
    result = CliRunner().invoke(app, [], env={"COLUMNS": "160"})
    assert result.exit_code == 1
    assert result.output.rstrip().endswith("Missing for `make demo`: etcd. `make engine` gets what it can.")
