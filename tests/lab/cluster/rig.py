"""Labs for tests: one that knows its traces, and `transship lab` as a process that can be killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.cluster.journal import Journal, State, folder_of
from lab.cluster.kubectl import Manifest
from lab.cluster.site import label
from lab.cluster.things import AddressBlock
from tests.lab.cluster import traces

COMMAND = [sys.executable, "-c", "from transship.cli.main import main; main()", "lab"]
COMMAND_SECONDS = 240
PROBE = "transship.local/probe:1"
PROBE_SOURCE = Path(__file__).parent / "probe" / "main.go"

RESTRICTED = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "runAsUser": 65532,
    "seccompProfile": {"type": "RuntimeDefault"},
}
"""What Pod Security's `restricted` asks of a container, and a little more."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """By what the traces of a lab are known, taken while it is there to be asked."""

    labels: tuple[str, ...]
    token: str

    @classmethod
    def of(cls, name: str) -> "Footprint":
        """The footprint of a lab."""
        state = state_of(name)
        labels = tuple(label(block.number) for block in state.of_kind(AddressBlock))
        return cls(labels, state.token)

    def traces(self) -> list[str]:
        """What is on the machine of it; a block that another lab has taken since is that lab's."""
        owners = traces.owners()
        ours = [label for label in self.labels if owners.get(label, self.token) == self.token]
        return traces.of(ours, self.token)


def state_of(name: str) -> State:
    """What a lab's journal says."""
    journal = Journal.open(name)
    assert journal is not None
    return journal.state


def run(*arguments: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Runs `transship lab` to its end; `before` is a program that runs it with less rights."""
    argv = [*before, *COMMAND, *arguments]
    return subprocess.run(argv, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False)


def kill_when(moment: Callable[[State], bool], *arguments: str) -> None:
    """Runs `transship lab` and kills it, as hard as can be, as soon as the lab's journal is at a moment."""
    name = arguments[arguments.index("--name") + 1]
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for state in _states(name, process):
            if moment(state):
                os.kill(process.pid, signal.SIGKILL)
                return
    raise AssertionError(f"{arguments} ended before the moment came")


def _states(name: str, process: subprocess.Popen[bytes]) -> Iterator[State]:
    """The journal's states as they come, read without its lock: each is whole, because it is renamed into place."""
    file = folder_of(name) / "lab.json"
    while process.poll() is None:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            file.read_bytes()
            journal = Journal.open(name)
            if journal:
                yield journal.state
        time.sleep(0.002)


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for a condition."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def probe(name: str, namespace: str, *, replicas: int = 1) -> list[Manifest]:
    """Pods of the probe and a Service before them."""
    container = {
        "name": "probe",
        "image": PROBE,
        "imagePullPolicy": "IfNotPresent",
        "securityContext": RESTRICTED,
        "readinessProbe": {"httpGet": {"path": "/name", "port": 8080}, "periodSeconds": 1},
    }
    metadata = {"name": name, "namespace": namespace}
    labels = {"app": name}
    return [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": metadata,
            "spec": {
                "replicas": replicas,
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata,
            "spec": {"selector": labels, "ports": [{"port": 80, "targetPort": 8080}]},
        },
    ]
