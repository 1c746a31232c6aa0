"""The lab's servers: started so that they outlive the command, known for certain, ended for certain."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from components.errors import OperationError, TransshipError
from lab.cluster import commands
from lab.cluster.journal import Journal, State
from lab.cluster.site import Site
from lab.cluster.things import Process

_MARK = "TRANSSHIP_LAB"
_PROC = Path("/proc")
_ENDING_SECONDS = 15
_POLL_SECONDS = 0.05

# The shell detaches the server and says its id. The server is then nobody's child here: it cannot become a zombie of
# a long test run, and Ctrl-C does not reach it.
_DETACH = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!'


def ensure(
    journal: Journal, site: Site, name: str, argv: list[str], environment: Mapping[str, str] | None = None
) -> Process:
    """Starts a server at a site unless it runs already; written down before and after."""
    full_name = f"{site.name}/{name}"
    known = journal.process(full_name)
    if known and is_alive(known):
        return known
    journal.put(Process(name=full_name))
    log = log_of(site, name)
    log.parent.mkdir(parents=True, exist_ok=True)
    started = subprocess.run(
        ["setsid", "sh", "-c", _DETACH, "sh", str(log), *site.enter(argv)],
        env=commands.surroundings({**(environment or {}), _MARK: journal.state.token}),
        stdout=subprocess.PIPE,
        check=True,
        timeout=10,
        text=True,
    )
    pid = int(started.stdout)
    process = Process(name=full_name, pid=pid, started_ticks=_started_ticks(pid) or 0)
    journal.put(process)
    return process


def log_of(site: Site, name: str) -> Path:
    """What a server says goes here."""
    return site.folder / "logs" / f"{name}.log"


def wait_until(ready: Callable[[], bool], journal: Journal, site: Site, name: str, timeout_seconds: float) -> None:
    """Waits until a server is ready.

    Args:
        ready: asked again and again.
        journal: knows the server's process.
        site: where it runs.
        name: the server.
        timeout_seconds: when to give up.

    Raises:
        OperationError: it ended, or is not ready in time; with the last lines of its log.
    """
    deadline = time.monotonic() + timeout_seconds
    while not ready():
        process = journal.process(f"{site.name}/{name}")
        if process is None or not is_alive(process):
            raise _failed(site, name, "ended")
        if time.monotonic() > deadline:
            raise _failed(site, name, f"is not ready after {timeout_seconds:.0f} s")
        time.sleep(_POLL_SECONDS)


def is_alive(process: Process) -> bool:
    """Whether that very process still runs, and not a later one of its id."""
    return process.pid > 0 and _started_ticks(process.pid) == process.started_ticks


def resident_bytes(process: Process) -> int:
    """How much memory the process holds; 0 when it does not run."""
    try:
        pages = int((_PROC / str(process.pid) / "statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") if is_alive(process) else 0


def end_all(state: State, groups: Sequence[Path]) -> None:
    """Ends every process of a lab: those it knows, those that carry its token, the containers in its control groups.

    The token finds also what was started a moment before whoever started it was killed, and what a killed server left
    behind, such as the shims of containerd. Nothing asks nicely: all that they store is deleted next.

    Raises:
        OperationError: some belong to another user, or are still there after many attempts.
    """
    known = state.of_kind(Process)
    deadline = time.monotonic() + _ENDING_SECONDS
    while left := {*_living(known), *_carrying(state.token), *_contained(groups)}:
        if time.monotonic() > deadline:
            raise OperationError.because("ending the lab's processes", f"still running: {sorted(left)}")
        for pid in left:
            _kill(pid)
        time.sleep(_POLL_SECONDS)


def _living(known: Iterable[Process]) -> Iterator[int]:
    return (process.pid for process in known if is_alive(process))


def _carrying(token: str) -> Iterator[int]:
    mark = f"{_MARK}={token}".encode()
    for folder in _PROC.iterdir():
        if folder.name.isdecimal() and mark in _read(folder / "environ").split(b"\0"):
            yield int(folder.name)


def _contained(groups: Iterable[Path]) -> Iterator[int]:
    for group in groups:
        for members in group.rglob("cgroup.procs"):
            yield from (int(pid) for pid in _read(members).split())


def _read(path: Path) -> bytes:
    """What a file of a process says; nothing when the process has just gone, or is another user's."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    except PermissionError:
        raise OperationError.because(
            "ending the lab's processes",
            f"process {pid} belongs to another user",
            hint="take the lab down as the user who brought it up",
        ) from None


def _started_ticks(pid: int) -> int | None:
    """When a process started; None when there is none, or only its entry waits to be collected by its parent."""
    try:
        # The program's name stands in brackets before and may hold anything, brackets and spaces too.
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])


def _failed(site: Site, name: str, how: str) -> TransshipError:
    log = log_of(site, name)
    return OperationError.because(
        f"lab {site.lab}, cluster {site.name}",
        f"{name} {how}\n{commands.last(log.read_text(errors='replace') if log.exists() else '')}",
        where=str(log),
        hint=f"transship lab down --name {site.lab}, then up again",
    )
