"""Talking to a cluster through kubectl, which knows every way there is to authenticate, for users' own clusters too."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from components.errors import OperationError
from lab.cluster import commands
from lab.cluster.model import Cluster
from lab.engine import obtain

_MANAGER = "transship-lab"

_POLL_SECONDS = 0.3

# kubectl sends ten requests at once, and then five a second; so it is not given more than ten.
_BATCH_SIZE = 10
_BATCHES_AT_ONCE = 3

_IN_CONDITION = (
    "{{range .items}}{{$name := .metadata.name}}{{range .status.conditions}}"
    '{{if and (eq .type "%s") (eq .status "True")}}{{$name}} {{end}}'
    "{{end}}{{end}}"
)

Manifest = Mapping[str, object]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Kubectl:
    """kubectl for one cluster.

    Attributes:
        program: kubectl itself.
        kubeconfig: which cluster, and as whom.
        cache: where it may keep what it learns of the API, so that nothing of a lab ends up in the home directory.
    """

    program: Path
    kubeconfig: Path
    cache: Path

    def run(self, *arguments: str, stdin: str = "", timeout_seconds: float = 60) -> str:
        """Runs kubectl and returns what it printed.

        Raises:
            OperationError: it failed; with its last lines.
        """
        argv = [str(self.program), f"--kubeconfig={self.kubeconfig}", f"--cache-dir={self.cache}", *arguments]
        what = f"kubectl {' '.join(arguments[:2])}"
        return commands.run(argv, what=what, stdin=stdin, timeout_seconds=timeout_seconds)

    def names(self, resource: str) -> set[str]:
        """The names of all objects of a resource."""
        return set(self.run("get", resource, "--output=jsonpath={.items[*].metadata.name}").split())

    def apply(self, manifests: Sequence[Manifest]) -> None:
        """Makes objects, or makes them what they should be."""
        self._apply(["-"], _list_of(manifests))

    def apply_files(self, paths: Sequence[Path]) -> list[str]:
        """Applies files of YAML and returns what they hold, each as `resource/name`."""
        with ThreadPoolExecutor(_BATCHES_AT_ONCE) as pool:
            batches = pool.map(self._apply, _batches(paths))
            return [name for names in batches for name in names]

    def create_missing(self, resource: str, manifests: Sequence[Manifest]) -> None:
        """Makes the objects that are not there, status included, which `apply` would leave out."""
        there = self.names(resource)
        missing = [manifest for manifest in manifests if _name(manifest) not in there]
        with ThreadPoolExecutor(_BATCHES_AT_ONCE) as pool:
            list(pool.map(self._create, _batches(missing)))

    def wait_for_all(self, resource: str, names: Iterable[str], condition: str, *, timeout_seconds: int) -> None:
        """Waits until objects exist and are in a condition.

        One question for all of them: `kubectl wait` asks for each in turn, and fails on one too new to have conditions.

        Args:
            resource: for example `nodes`.
            names: of objects without a namespace.
            condition: for example `Ready`.
            timeout_seconds: when to give up.

        Raises:
            OperationError: some are not; says which.
        """
        wanted, output = set(names), f"--output=go-template={_IN_CONDITION % condition}"
        deadline = time.monotonic() + timeout_seconds
        while lacking := wanted - set(self.run("get", resource, output).split()):
            if time.monotonic() > deadline:
                what = f"not {condition} after {timeout_seconds} s: {', '.join(sorted(lacking))}"
                raise OperationError.because(f"waiting for {resource}", what)
            time.sleep(_POLL_SECONDS)

    def wait(self, condition: str, *objects: str, timeout_seconds: int) -> None:
        """Waits until all objects, for example `node/cpu-0`, are in a condition, for example `condition=Ready`.

        Raises:
            OperationError: they are not in time.
        """
        limit = f"--timeout={timeout_seconds}s"
        self.run("wait", f"--for={condition}", limit, *objects, timeout_seconds=timeout_seconds + 10)

    def _create(self, manifests: Sequence[Manifest]) -> None:
        self.run("create", "--validate=false", "--filename=-", stdin=_list_of(manifests))

    def _apply(self, filenames: Sequence[Path | str], stdin: str = "") -> list[str]:
        # Definitions are too long for the annotation that an apply by the client leaves behind.
        applied = self.run(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--validate=false",
            f"--field-manager={_MANAGER}",
            "--output=name",
            *(f"--filename={filename}" for filename in filenames),
            stdin=stdin,
            timeout_seconds=120,
        )
        return applied.split()


def _list_of(manifests: Sequence[Manifest]) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": manifests})


def _batches(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[first : first + _BATCH_SIZE] for first in range(0, len(items), _BATCH_SIZE)]


def _name(manifest: Manifest) -> str:
    metadata = cast("Mapping[str, str]", manifest["metadata"])
    return metadata["name"]


def kubectl_of(cluster: Cluster) -> Kubectl:
    """Kubectl for a cluster of a running lab; obtained when it is not there yet."""
    program = obtain(["kubectl"])["kubectl"].path
    return Kubectl(program, cluster.kubeconfig, cluster.kubeconfig.parent / "kubectl-cache")
