"""Programs are run to their end, with what they need of the environment, and their failures can be read."""

import sys

import pytest

from components.errors import OperationError
from lab.cluster import commands


def test_what_a_program_prints_is_returned() -> None:
    assert commands.run(["cat"], what="reading", stdin="said") == "said"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["no-such-program"], "no-such-program is not on this machine"),
        (["sleep", "5"], "sleep did not finish within 0 s"),
        ([sys.executable, "-c", "raise SystemExit('first\\nlast')"], r"ended with 1\n +first\n +last"),
    ],
)
def test_a_failure_says_what_was_being_done_and_why_it_failed(argv: list[str], said: str) -> None:
    with pytest.raises(OperationError, match=rf"doing a thing: 1 problem\n.*{said}"):
        commands.run(argv, what="doing a thing", timeout_seconds=0.3 if argv[0] == "sleep" else 10)


def test_an_error_stays_readable() -> None:
    text = "\n".join(["early", *["x" * 10_000] * 20])
    shown = commands.last(text).splitlines()
    assert "early" not in shown
    assert max(map(len, shown)) <= 400


def test_a_lab_is_never_asked_for_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "example.com")
    environment = commands.surroundings({"MORE": "1"})
    assert environment["NO_PROXY"] == environment["no_proxy"] == "example.com,198.18.0.0/15,127.0.0.1,localhost"
    assert environment["MORE"] == "1"


def test_system_programs_are_found_where_path_leaves_them_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert commands.surroundings()["PATH"].split(":") == ["/nowhere", "/usr/local/sbin", "/usr/sbin", "/sbin"]
