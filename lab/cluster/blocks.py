"""Which block of addresses is whose: one table for the whole machine, so that labs of different users never meet."""

import fcntl
import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from ipaddress import IPv4Network
from pathlib import Path

from components.errors import OperationError
from lab.cluster import commands, control_groups, kernel, mounts, traces
from lab.cluster.addresses import BLOCK_COUNT, Block
from lab.cluster.journal import Journal, folder_of
from lab.cluster.site import RUNTIME_ROOT, label, namespace_file, node_folder, runtime_folder
from lab.cluster.things import AddressBlock, ControlGroup, Folder, Link, Namespace, Thing
from lab.engine import files

_TABLE = RUNTIME_ROOT / "blocks"


def claim(journal: Journal) -> int:
    """Takes a free block for the lab, with everything that will carry its number, and returns the number.

    Raises:
        OperationError: none is free.
    """
    with _table():
        networks = list(_routed())
        for number in range(BLOCK_COUNT):
            if _entry(number).exists() or any(Block(number).network.overlaps(network) for network in networks):
                continue
            # The table first: a block that only a journal knew could be given to another lab, and then be undone.
            owner = _Owner(lab=str(journal.folder), token=journal.state.token)
            files.write_text(_entry(number), json.dumps(asdict(owner)))
            journal.add(*_things(number))
            _clear(number)
            return number
    raise OperationError.because(
        f"lab {journal.state.name}",
        f"all {BLOCK_COUNT} blocks of addresses are in use",
        hint=f"take a lab down; {_TABLE} says whose they are",
    )


def release(number: int, token: str) -> None:
    """Gives a block back, if it is the lab's of this token; with the last one goes what labs share."""
    with _table():
        entry = _entry(number)
        if entry.exists() and _owner(entry).token == token:
            entry.unlink()
        if not any(_TABLE.glob("*.json")):
            _sweep()
            kernel.restore()
            traces.remove_empty_folders()


def things_still_owned(journal: Journal) -> tuple[Thing, ...]:
    """What the lab may still have on the machine: after a restart, its blocks can be other labs'."""
    numbers = [block.number for block in journal.state.of_kind(AddressBlock)]
    others = {thing for number in numbers if _is_anothers(number, journal) for thing in _things(number)}
    return tuple(thing for thing in journal.state.things if thing not in others)


def find_lab(name: str) -> Journal | None:
    """The lab of this name; also one whose folder was deleted while it ran, as far as it can be taken down."""
    journal = Journal.open(name)
    # Only who may write there can have taken a block.
    if journal or not os.access(_TABLE, os.W_OK):
        return journal
    with _table():
        owners = {int(entry.stem): _owner(entry) for entry in _TABLE.glob("*.json")}
    tokens = {owner.token for owner in owners.values() if owner.lab == str(folder_of(name))}
    if not tokens:
        return None
    token = min(tokens)
    numbers = [number for number, owner in owners.items() if owner.token == token]
    return Journal.recover(name, token, tuple(thing for number in numbers for thing in _things(number)))


def before_a_real_node() -> None:
    """Notes the kernel's settings, which the first kubelet changes for the whole machine."""
    with _table():
        kernel.note()


def _things(number: int) -> tuple[Thing, ...]:
    """Everything that a cluster with this block may put on the machine, besides processes."""
    return (
        AddressBlock(number=number),
        Folder(path=runtime_folder(number)),
        Folder(path=node_folder(number)),
        Namespace(path=namespace_file(number)),
        Link(interface=label(number)),
        ControlGroup(name=control_groups.group_name(number)),
    )


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose a block is: the lab's folder, and its token, should the folder be gone."""

    lab: str
    token: str


def _owner(entry: Path) -> _Owner:
    return _Owner(**json.loads(entry.read_text()))


def _is_anothers(number: int, journal: Journal) -> bool:
    entry = _entry(number)
    return entry.exists() and _owner(entry).token != journal.state.token


def _clear(number: int) -> None:
    """Removes what a lab of this block left that ended with the machine."""
    for folder in (runtime_folder(number), node_folder(number)):
        mounts.undo_below(folder)
        if folder.exists():
            shutil.rmtree(folder)


def _sweep() -> None:
    """Removes what a process that was killed had begun to write; nobody else writes while the table is held."""
    for stray in (*RUNTIME_ROOT.glob(".*"), *_TABLE.glob(".*")):
        stray.unlink()


def _entry(number: int) -> Path:
    return _TABLE / f"{number:02d}.json"


@contextmanager
def _table() -> Generator[None]:
    _TABLE.mkdir(parents=True, exist_ok=True)
    with (RUNTIME_ROOT / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _routed() -> Generator[IPv4Network]:
    """Networks that this machine has routes to already, other than by default."""
    routes = json.loads(commands.run(["ip", "-json", "-4", "route", "show", "table", "all"], what="reading routes"))
    for route in routes:
        if route["dst"] != "default":
            yield IPv4Network(route["dst"], strict=False)
