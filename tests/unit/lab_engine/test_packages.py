"""System packages: named before they are installed, never started, and left to the user without root or apt."""

import os
from pathlib import Path

import pytest

from components.errors import NotFoundError, OperationError
from lab.engine import packages
from lab.engine.packages import Package, ensure_packages

GADGET = Package("gadget-tools", "gadgets", "gadget")
HERE = Package("shell", "a shell", "/bin/sh")


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine where we are root, one package is missing, and services would be started."""
    monkeypatch.setattr(packages, "GROUPS", {"node": (GADGET, HERE)})
    monkeypatch.setattr(packages, "_POLICY", tmp_path / "policy-rc.d")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path / "policy-rc.d"


def apt(programs: Path, then: str) -> Path:
    """An `apt-get` that notes how it was called and what the policy was, then does what it is told."""
    calls = programs.parent / "apt-calls"
    script = programs / "apt-get"
    script.write_text(
        f'#!/bin/sh\necho "$*" >> {calls}\n/bin/cat {programs.parent}/policy-rc.d >> {calls}.policy\n'
        f'case "$*" in *install*) {then} ;; esac\n'
    )
    script.chmod(0o755)
    return calls


def test_what_is_missing_is_named_and_installed_and_not_started(
    programs: Path, policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = apt(programs, f"echo > {programs}/gadget; /bin/chmod +x {programs}/gadget")
    ensure_packages(["node"])
    assert calls.read_text().splitlines() == [
        "--quiet update",
        "--quiet install --yes --no-install-recommends gadget-tools",
    ]
    assert "exit 101" in Path(f"{calls}.policy").read_text()
    assert capsys.readouterr().err == "engine: installing system packages: gadget-tools\n"
    assert not policy.exists()


def test_a_machines_own_policy_stays(programs: Path, policy: Path) -> None:
    policy.write_text("theirs")
    apt(programs, f"echo > {programs}/gadget; /bin/chmod +x {programs}/gadget")
    ensure_packages(["node"])
    assert policy.read_text() == "theirs"


def test_a_policy_of_an_interrupted_run_is_cleaned_up(programs: Path, policy: Path) -> None:
    policy.write_text(packages.OUR_POLICY)
    apt(programs, f"echo > {programs}/gadget; /bin/chmod +x {programs}/gadget")
    ensure_packages(["node"])
    assert not policy.exists()


def test_nothing_is_done_when_nothing_is_missing(programs: Path, policy: Path) -> None:
    (programs / "gadget").write_text("")
    (programs / "gadget").chmod(0o755)
    calls = apt(programs, ":")
    ensure_packages(["node"])
    assert not calls.exists()


def test_a_failed_installation_says_why_and_leaves_no_policy(programs: Path, policy: Path) -> None:
    apt(programs, "echo E: Unable to locate package gadget-tools; exit 100")
    with pytest.raises(OperationError, match="E: Unable to locate package gadget-tools"):
        ensure_packages(["node"])
    assert not policy.exists()


def test_an_installation_that_brings_nothing_is_noticed(programs: Path, policy: Path) -> None:
    apt(programs, ":")
    with pytest.raises(OperationError, match="was installed, but what it should bring is not there"):
        ensure_packages(["node"])


@pytest.mark.parametrize(("user", "has_apt"), [(1000, True), (0, False)])
def test_without_root_or_apt_the_command_is_told(
    programs: Path, policy: Path, monkeypatch: pytest.MonkeyPatch, user: int, has_apt: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    calls = apt(programs, ":")
    if not has_apt:
        (programs / "apt-get").unlink()
    with pytest.raises(OperationError) as refused:
        ensure_packages(["node"])
    assert "gadget-tools (gadgets)" in str(refused.value)
    assert "hint: sudo apt-get install --no-install-recommends gadget-tools" in str(refused.value)
    assert not calls.exists()


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(NotFoundError, match="hint: node"):
        ensure_packages(["nodes"])
