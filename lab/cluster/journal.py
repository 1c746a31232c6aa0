"""What is known of a lab: one file, replaced in one step, written before each thing is made.

Whoever dies, and whenever: the file names everything that may exist, so `down` can undo it and `up` can go on.
"""

import fcntl
import os
import secrets
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from components.errors import OperationError
from lab.cluster.model import Cluster, Lab, ObjectStore
from lab.cluster.options import Options
from lab.cluster.site import Site
from lab.cluster.things import Process, Thing
from lab.engine import files

_FILE = "lab.json"

AnyThing = TypeVar("AnyThing", bound=Thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that is known of a lab.

    Attributes:
        version: of this format.
        name: the lab's.
        options: what was asked for.
        token: in the environment of every process of the lab, to know them by.
        boot: the machine's run in which the lab was made; after a restart no process of it can be left.
        phase: `up` once everything was ready.
        sites: places of our own clusters.
        adopted: clusters that are not ours.
        objects: the object store.
        things: what may exist on the machine.
    """

    version: Literal[1] = 1
    name: str
    options: Options
    token: str
    boot: str
    phase: Literal["going-up", "up", "going-down"] = "going-up"
    sites: tuple[Site, ...] = ()
    adopted: tuple[Cluster, ...] = ()
    objects: ObjectStore | None = None
    things: tuple[Annotated[Thing, Field(discriminator="kind")], ...] = ()

    @property
    def lab(self) -> Lab:
        """The lab as its users see it."""
        clusters = self.adopted or tuple(site.cluster() for site in self.sites)
        return Lab(name=self.name, clusters=clusters, objects=self.objects)

    def of_kind(self, kind: type[AnyThing]) -> list[AnyThing]:
        """The things of one kind, oldest first."""
        return [thing for thing in self.things if isinstance(thing, kind)]


_STATE: TypeAdapter[State] = TypeAdapter(State)


@dataclass(slots=True)
class Journal:
    """A lab's state on disk. Used by several threads of one process, which holds the lab's lock."""

    folder: Path
    state: State
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def create(cls, name: str, options: Options) -> "Journal":
        """A lab of which nothing exists yet."""
        return cls._begin(State(name=name, options=options, token=secrets.token_hex(16), boot=this_boot()))

    @classmethod
    def recover(cls, name: str, token: str, things: tuple[Thing, ...]) -> "Journal":
        """A lab whose folder was deleted while it ran, written down again so that it can be taken down."""
        return cls._begin(
            State(name=name, options=Options(), token=token, boot=this_boot(), phase="going-down", things=things)
        )

    @classmethod
    def _begin(cls, state: State) -> "Journal":
        journal = cls(folder_of(state.name), state)
        # Keys and data of the clusters lie below.
        journal.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        journal.update()
        return journal

    @classmethod
    def open(cls, name: str) -> "Journal | None":
        """The lab of this name; None when there is none.

        Raises:
            OperationError: its file cannot be understood.
        """
        folder = folder_of(name)
        try:
            text = (folder / _FILE).read_bytes()
        except FileNotFoundError:
            return None
        try:
            return cls(folder, _STATE.validate_json(text))
        except ValidationError as error:
            raise OperationError.because(
                f"lab {name}",
                f"{folder / _FILE} is not what this version of Transship writes: {error.errors()[0]['msg']}",
                hint="take it down with the version that made it",
            ) from None

    def update(self, **changes: object) -> None:
        """Changes fields of the state and writes it, readable by its owner only: it holds the object store's secret."""
        with self._lock:
            self._write(replace(self.state, **changes))

    def add(self, *things: Thing) -> None:
        """Writes down things that are about to be made; each once, however often it is said."""
        with self._lock:
            if new := [thing for thing in things if thing not in self.state.things]:
                self._write(replace(self.state, things=(*self.state.things, *new)))

    def put(self, process: Process) -> None:
        """Writes down a process in place of what was known under its name."""
        with self._lock:
            others = [
                thing for thing in self.state.things if not (isinstance(thing, Process) and thing.name == process.name)
            ]
            self._write(replace(self.state, things=(*others, process)))

    def process(self, name: str) -> Process | None:
        """What is known of a process."""
        return next((known for known in self.state.of_kind(Process) if known.name == name), None)

    def _write(self, state: State) -> None:
        files.write_text(self.folder / _FILE, _STATE.dump_json(state, indent=2).decode())
        self.state = state


def labs_folder() -> Path:
    """Where labs keep what they are."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "transship" / "labs"


def folder_of(name: str) -> Path:
    """Where one lab keeps what it is."""
    return labs_folder() / name


def this_boot() -> str:
    """A name for the time since the machine was started."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


@contextmanager
def alone_with(name: str) -> Generator[None]:
    """Keeps other commands off a lab; waits, and says so, while one is at work on it."""
    folder = labs_folder()
    folder.mkdir(parents=True, exist_ok=True)
    # Beside the lab's folder, not in it: `down` deletes the folder, and a lock must outlive what it guards.
    with (folder / f".{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"lab {name}: waiting for another command that is at work on it\n")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
