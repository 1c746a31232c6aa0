"""A process is known by its id and its start, and ended with all that came from it; nobody else's ever is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from components.errors import OperationError
from lab.cluster import processes
from lab.cluster.journal import Journal
from lab.cluster.options import Options
from lab.cluster.site import Site

SLEEP = ["sleep", "300"]


@pytest.fixture
def here(site: Site) -> Site:
    """A site without a namespace, so that no rights are needed."""
    return replace(site, nodes="fake", isolated=False)


@pytest.fixture
def journal() -> Iterator[Journal]:
    journal = Journal.create("lab", Options())
    yield journal
    processes.end_all(journal.state, [])


def test_a_running_server_is_not_started_twice(journal: Journal, here: Site) -> None:
    first = processes.ensure(journal, here, "sleeper", SLEEP)
    assert processes.is_alive(first)
    assert processes.ensure(journal, here, "sleeper", SLEEP) == first
    assert journal.process("a/sleeper") == first


def test_a_dead_server_is_started_again(journal: Journal, here: Site) -> None:
    first = processes.ensure(journal, here, "sleeper", SLEEP)
    os.kill(first.pid, signal.SIGKILL)
    processes.end_all(journal.state, [])
    assert not processes.is_alive(first)
    assert processes.is_alive(processes.ensure(journal, here, "sleeper", SLEEP))


def test_a_later_process_with_the_same_id_is_another(journal: Journal, here: Site) -> None:
    process = processes.ensure(journal, here, "sleeper", SLEEP)
    assert not processes.is_alive(replace(process, started_ticks=process.started_ticks - 1))


def test_a_server_is_nobodys_child(journal: Journal, here: Site) -> None:
    process = processes.ensure(journal, here, "sleeper", SLEEP)
    with pytest.raises(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)
    assert os.getsid(process.pid) != os.getsid(0)


def test_children_of_a_killed_server_are_ended_too(journal: Journal, here: Site, tmp_path: Path) -> None:
    # As a shim of containerd: in a session of its own, its parent gone, unknown to the journal.
    child = tmp_path / "child"
    script = f"setsid sleep 300 & echo $! > {child}; sleep 300"
    parent = processes.ensure(journal, here, "parent", ["sh", "-c", script])
    _until(lambda: child.exists() and bool(child.read_text().strip()))
    os.kill(parent.pid, signal.SIGKILL)
    orphan = int(child.read_text())
    processes.end_all(journal.state, [])
    assert not _runs(orphan)


def test_processes_of_others_are_left_alone(journal: Journal, here: Site) -> None:
    other = Journal.create("other", Options())
    processes.ensure(journal, here, "sleeper", SLEEP)
    with subprocess.Popen(SLEEP) as mine:
        theirs = processes.ensure(other, here, "sleeper", SLEEP)
        processes.end_all(journal.state, [])
        assert mine.poll() is None
        assert processes.is_alive(theirs)
        mine.kill()
    processes.end_all(other.state, [])


def test_a_server_that_ends_is_an_error_with_the_end_of_its_log(journal: Journal, here: Site) -> None:
    complain = [sys.executable, "-c", "raise SystemExit('the port is taken')"]
    processes.ensure(journal, here, "server", complain)
    with pytest.raises(OperationError, match=r"server ended\n +the port is taken\n +hint: transship lab down"):
        processes.wait_until(lambda: False, journal, here, "server", timeout_seconds=10)


def test_a_server_that_never_gets_ready_is_an_error(journal: Journal, here: Site) -> None:
    processes.ensure(journal, here, "server", SLEEP)
    with pytest.raises(OperationError, match="server is not ready after 0 s"):
        processes.wait_until(lambda: False, journal, here, "server", timeout_seconds=0)


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").exists() and " Z " not in Path(f"/proc/{pid}/stat").read_text()
