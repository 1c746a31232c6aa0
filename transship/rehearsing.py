"""What `transship rehearse` asks the lab for: which stacks, with which placeholders, in a lab of its own."""

import fcntl
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from pydantic import TypeAdapter

from components import targets
from components.errors import InvalidInputError, OperationError, Problem, nearest
from lab import cluster
from lab.clouds.faults import FaultKind
from lab.clouds.rehearsal import running
from lab.clouds.rehearsal.report import Report
from lab.cluster import Lab, kubectl
from lab.cluster.progress import say, shown_on
from lab.engine import cache, obtain
from transship.plan.side_by_side import stacks_of
from transship.plan.stack import read_stack_file

_LABS = "rehearsal"
_MOST_AT_ONCE = 16
_MOST_CLUSTERS = 2
_MORE_DEFINITIONS = "envoy-gateway-crds"
_TERMINATED = 143
_PLACEHOLDER = "https://placeholder.example.com"


def ordered(stacks: Sequence[str], environment: str, faults: Sequence[str], *, keep: bool) -> list[running.Order]:
    """What to rehearse.

    Raises:
        NotFoundError: there is no such stack or environment.
        InvalidInputError: nothing was named, or a fault is not known.
    """
    names = list(dict.fromkeys([*stacks, *(stacks_of(environment) if environment else ())]))
    problems = [
        Problem("--faults", f'"{fault}" is not known', nearest(fault, list(FaultKind)))
        for fault in faults
        if fault not in list(FaultKind)
    ]
    if not names:
        problems.append(Problem("", "no stack is named", "transship rehearse aws-dev, or --environment prod"))
    if problems:
        raise InvalidInputError("rehearse", problems)
    kinds = tuple(FaultKind(fault) for fault in faults)
    return [running.Order(stack=name, secrets=_placeholders(name), faults=kinds, keep=keep) for name in names]


def rehearse(orders: Sequence[running.Order]) -> list[Report]:
    """Rehearses, in a lab that is there for as long as it takes; interrupted, it leaves nothing running."""
    keep = any(order.keep for order in orders)
    clusters = min(len(orders), _MOST_CLUSTERS)
    with _terminable(), _lab(clusters, keep=keep) as lab, _folder(keep=keep) as folder, shown_on() as progress:
        return running.rehearse(orders, lab.clusters, folder, progress)


def as_json(reports: Sequence[Report]) -> str:
    """The reports for programs."""
    return TypeAdapter(list[Report]).dump_json(list(reports), indent=2).decode()


def _placeholders(stack: str) -> dict[str, str]:
    target = targets.load(str(read_stack_file(stack)["target"]))
    return dict.fromkeys(sorted(target.secret_names), _PLACEHOLDER)


@contextmanager
def _lab(clusters: int, *, keep: bool) -> Generator[Lab]:
    """Clusters of fake nodes, with all the definitions that a stack's objects need."""
    with _own_name() as name:
        try:
            # What a killed rehearsal left under this name.
            cluster.down(name)
            lab = cluster.up(name, clusters=clusters, nodes="fake", cpu_nodes=1, gpu_nodes=0)
            for one in lab.clusters:
                kubectl.kubectl_of(one).apply_files([obtain([_MORE_DEFINITIONS])[_MORE_DEFINITIONS].path])
            yield lab
        finally:
            if keep:
                _kept(name).touch()
                say(f"the stacks stay up; transship lab down --name {name} removes their cluster")
            else:
                cluster.down(name)


@contextmanager
def _own_name() -> Generator[str]:
    """The first name of a lab that no other rehearsal has, for as long as it is ours."""
    _locks().mkdir(parents=True, exist_ok=True)
    for number in range(1, _MOST_AT_ONCE + 1):
        name = f"{_LABS}-{number}"
        with (_locks() / f"{name}.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if _kept(name).exists() and cluster.status(name).state != "absent":
                continue
            _kept(name).unlink(missing_ok=True)
            yield name
            return
    raise OperationError.because("rehearse", f"{_MOST_AT_ONCE} rehearsals are under way already")


def _locks() -> Path:
    return cache.root() / "locks"


def _kept(lab: str) -> Path:
    """There when somebody wanted to keep the lab of that name."""
    return _locks() / f"{lab}.kept"


@contextmanager
def _folder(*, keep: bool) -> Generator[Path]:
    """Where the rehearsals are; its name is told when it stays."""
    folder = Path(tempfile.mkdtemp(prefix="transship-rehearsal-"))
    try:
        yield folder
    finally:
        if keep:
            say(f"the rehearsal stays in {folder}")
        else:
            shutil.rmtree(folder)


@contextmanager
def _terminable() -> Generator[None]:
    """Lets SIGTERM end us as Ctrl-C does: with everything tidied up."""

    def leave(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(_TERMINATED)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
