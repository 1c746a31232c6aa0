"""`transship models`, as a person or a script runs it; the registry is a folder."""

import json
import os
import pty
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from components.errors import InvalidInputError, OperationError, TransshipError
from tests.unit.models import rig
from transship.cli.models import app


class Shell:
    """Runs commands against one registry."""

    def __init__(self, folder: Path) -> None:
        self._variables = {"TRANSSHIP_REGISTRY": f"file://{folder}/registry", "COLUMNS": "200"}

    def run(self, *arguments: object) -> Result:
        """Whatever comes of it."""
        return CliRunner().invoke(app, [str(argument) for argument in arguments], env=self._variables)

    def ok(self, *arguments: object) -> str:
        """What it writes, when it goes well."""
        result = self.run(*arguments)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def json(self, *arguments: object) -> Any:
        """What a program would read."""
        return json.loads(self.ok(*arguments, "--json"))

    def error(self, *arguments: object) -> TransshipError:
        """The error that `transship` prints before it exits with 1."""
        error = self.run(*arguments).exception
        assert isinstance(error, TransshipError)
        return error


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path)
    source = rig.small_model(tmp_path / "source")
    made.ok("push", source, "fraud/7", "--framework", "onnx", "--metric", "auc=0.94", "--source", "git:abc")
    made.ok("push", source, "models://fraud/10", "--parent", "7")
    return made


def test_a_model_goes_in_and_comes_out(shell: Shell, tmp_path: Path) -> None:
    assert "fetched 3 files, 68.4 KiB; 0 were right already" in shell.ok("pull", "fraud/7", "--to", tmp_path / "to")
    assert "fetched 0 files, 0 B; 3 were right already" in shell.ok("pull", "fraud/7", "--to", tmp_path / "to")
    assert rig.files_below(tmp_path / "to") == rig.files_below(tmp_path / "source")


def test_pushing_twice_says_that_nothing_changed(shell: Shell, tmp_path: Path) -> None:
    assert "(unchanged)" in shell.ok("push", tmp_path / "source", "fraud/10", "--parent", "7")


def test_the_list_is_in_order_of_version_and_names_aliases(shell: Shell) -> None:
    shell.ok("promote", "fraud/10", "--to", "production")
    rows = [line.split()[:3] for line in shell.ok("list").splitlines()]
    assert rows == [["model", "version", "aliases"], ["fraud", "7", "onnx"], ["fraud", "10", "production"]]
    listed = shell.json("list", "fraud")
    assert [(entry["version"], entry["aliases"]) for entry in listed] == [("7", []), ("10", ["production"])]


def test_an_empty_registry_lists_nothing(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    assert Shell(tmp_path).json("list") == []
    assert Shell(tmp_path).ok("list") == f"no versions in file://{tmp_path}/registry\n"


def test_show_tells_what_a_version_is_and_where_its_files_lie(shell: Shell, tmp_path: Path) -> None:
    shown = shell.json("show", "fraud/7")
    assert (shown["framework"], shown["metrics"], shown["source"]) == ("onnx", {"auc": 0.94}, "git:abc")
    assert shown["tool"].startswith("transship ")
    folder = Path(shown["location"].removeprefix("file://"))
    assert rig.files_below(folder) == rig.files_below(tmp_path / "source")
    assert [file["path"] for file in shown["files"]] == ["config.json", "weights/a.bin", "weights/empty"]
    text = shell.ok("show", "fraud/7")
    assert "auc=0.94" in text
    assert all(file["sha256"] in text for file in shown["files"])


def test_show_of_an_alias_tells_its_history(shell: Shell) -> None:
    assert "(before: nothing)" in shell.ok("promote", "fraud/7", "--to", "production")
    assert "(before: 7)" in shell.ok("promote", "fraud/10", "--to", "production")
    shown = shell.json("show", "fraud@production")
    assert shown["version"] == "10"
    assert [entry["version"] for entry in shown["history"]] == ["10", "7"]
    assert all("@" in entry["by"] for entry in shown["history"])
    assert shell.ok("show", "fraud@production").rstrip().splitlines()[-1].split()[1] == "7"


def test_verify_exits_with_1_and_names_what_is_wrong(shell: Shell, tmp_path: Path) -> None:
    assert "every SHA-256 is right" in shell.ok("verify", "fraud/7")
    location = Path(shell.json("show", "fraud/7")["location"].removeprefix("file://"))
    (location / "config.json").write_bytes(b"[]")
    result = shell.run("verify", "fraud/7")
    assert result.exit_code == 1
    assert f"config.json: expected sha256 {sha256(b'{}').hexdigest()}" in result.stderr
    told = json.loads(shell.run("verify", "fraud/7", "--json").stdout)
    assert (told["intact"], [problem["file"] for problem in told["problems"]]) == (False, ["config.json"])


def test_verify_checks_a_folder_against_itself_or_against_the_registry(shell: Shell, tmp_path: Path) -> None:
    shell.ok("pull", "fraud/7", "--to", tmp_path / "to")
    shell.ok("verify", "--folder", tmp_path / "to")
    shell.ok("verify", "fraud/10", "--folder", tmp_path / "source")
    (tmp_path / "to" / "weights" / "empty").write_bytes(b"x")
    assert shell.run("verify", "--folder", tmp_path / "to").exit_code == 1
    assert shell.run("verify", "fraud/7", "--folder", tmp_path / "to").exit_code == 1


def test_remove_takes_a_version_or_an_alias(shell: Shell) -> None:
    shell.ok("promote", "fraud/7", "--to", "production")
    assert isinstance(shell.error("remove", "fraud/7"), OperationError)
    assert "points at nothing now (before: 7)" in shell.ok("remove", "fraud@production")
    assert "models://fraud/7 is gone" in shell.ok("remove", "fraud/7")
    assert [entry["version"] for entry in shell.json("list")] == ["10"]


def test_every_metric_that_is_none_is_named(shell: Shell, tmp_path: Path) -> None:
    metrics = ("--metric", "auc", "--metric", "f1=high", "--metric", "a=1", "--metric", "a=2", "--metric", "=1")
    error = shell.error("push", tmp_path / "source", "fraud/8", *metrics)
    assert [problem.what.split(", ")[-1] for problem in error.problems] == [
        'found "auc"',
        'found "f1=high"',
        "a is given twice",
        'found "=1"',
    ]


def test_an_alias_with_an_illegal_name_is_refused(shell: Shell) -> None:
    error = shell.error("promote", "fraud/7", "--to", "Prod!")
    assert isinstance(error, InvalidInputError)
    assert error.problems[0].hint == "prod"


@pytest.mark.parametrize(
    "arguments",
    [("verify",), ("pull", "fraud/7"), ("push",), ("unknown",)],
)
def test_wrong_usage_exits_with_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    assert shell.run(*arguments).exit_code == 2


def test_a_version_to_verify_needs_a_registry() -> None:
    result = CliRunner().invoke(app, ["verify", "fraud/7"], env={"TRANSSHIP_REGISTRY": ""})
    assert result.exit_code == 2
    assert "TRANSSHIP_REGISTRY" in result.stderr


def test_the_commands_load_nothing_heavy_before_they_run() -> None:
    code = (
        "import sys, transship.cli.models; print([n for n in ('rich.table', 'obstore', 'pulumi') if n in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_interrupt_is_answered_with_what_to_do_next(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("transship.models.pull.fetch", interrupt)
    result = shell.run("pull", "fraud/7", "--to", tmp_path / "to")
    assert result.exit_code != 0
    assert "interrupted: run the same command again to go on" in result.stderr


def test_on_a_terminal_there_is_a_bar(tmp_path: Path, shell: Shell) -> None:
    """A pseudo-terminal takes the place of standard error."""
    del shell
    command = "from transship.cli.models import app; app()"
    arguments = ["pull", "fraud/7", "--registry", f"file://{tmp_path}/registry", "--to", str(tmp_path / "to")]
    ours, theirs = pty.openpty()
    run = subprocess.run(
        [sys.executable, "-c", command, *arguments], stderr=theirs, stdout=subprocess.PIPE, check=True, timeout=60
    )
    os.close(theirs)
    drawn = os.read(ours, 100_000).decode()
    os.close(ours)
    assert b"fetched 3 files" in run.stdout
    assert "fetching 3 files" in drawn
    assert "━" in drawn
