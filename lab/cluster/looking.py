"""How a lab is."""

from dataclasses import dataclass
from typing import Literal

from lab.cluster import health, processes
from lab.cluster.journal import Journal, folder_of
from lab.cluster.model import Lab
from lab.cluster.things import Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One of the lab's processes.

    Attributes:
        name: `<cluster>/<program>`.
        pid: its id; 0 when it was about to be started.
        running: whether it still does.
        resident_mib: how much memory it holds.
    """

    name: str
    pid: int
    running: bool
    resident_mib: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A lab at this moment.

    Attributes:
        name: the lab's.
        state: `absent`, `up`, or `ailing` when something keeps it from being used.
        ails: what does, in words.
        lab: where everything is; None when absent.
        servers: every process.
        folder: where the lab keeps its logs and data.
    """

    name: str
    state: Literal["absent", "up", "ailing"]
    ails: tuple[str, ...] = ()
    lab: Lab | None = None
    servers: tuple[Server, ...] = ()
    folder: str


def status(name: str = "lab") -> Status:
    """Looks at a lab without changing or waiting for anything."""
    folder = str(folder_of(name))
    journal = Journal.open(name)
    if journal is None:
        return Status(name=name, state="absent", folder=folder)
    ails = tuple(health.ails(journal.state))
    return Status(
        name=name,
        state="ailing" if ails else "up",
        ails=ails,
        lab=journal.state.lab,
        servers=tuple(_server(process) for process in journal.state.of_kind(Process)),
        folder=folder,
    )


def _server(process: Process) -> Server:
    return Server(
        name=process.name,
        pid=process.pid,
        running=processes.is_alive(process),
        resident_mib=processes.resident_bytes(process) >> 20,
    )
