"""Talking to a cluster through kubectl, which knows every way there is to authenticate, for users' own clusters too."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lab.cluster import commands
from lab.cluster.model import Cluster
from lab.engine import obtain

_MANAGER = "transship-lab"

Manifest = Mapping[str, object]


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
        self._apply("-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": manifests}))

    def apply_files(self, paths: Sequence[Path]) -> list[str]:
        """Applies files of YAML and returns what they hold, each as `resource/name`."""
        return self._apply(*(str(path) for path in paths))

    def create_missing(self, resource: str, manifests: Sequence[Manifest]) -> None:
        """Makes the objects that are not there, status included, which `apply` would leave out."""
        there = self.names(resource)
        missing = [manifest for manifest in manifests if _name(manifest) not in there]
        if missing:
            stdin = json.dumps({"apiVersion": "v1", "kind": "List", "items": missing})
            self.run("create", "--validate=false", "--filename=-", stdin=stdin)

    def wait(self, condition: str, *objects: str, timeout_seconds: int) -> None:
        """Waits until all objects, for example `node/cpu-0`, are in a condition, for example `condition=Ready`.

        Raises:
            OperationError: they are not in time.
        """
        limit = f"--timeout={timeout_seconds}s"
        self.run("wait", f"--for={condition}", limit, *objects, timeout_seconds=timeout_seconds + 10)

    def _apply(self, *filenames: str, stdin: str = "") -> list[str]:
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


def _name(manifest: Manifest) -> str:
    metadata = cast("Mapping[str, str]", manifest["metadata"])
    return metadata["name"]


def kubectl_of(cluster: Cluster) -> Kubectl:
    """Kubectl for a cluster of a running lab; obtained when it is not there yet."""
    program = obtain(["kubectl"])["kubectl"].path
    return Kubectl(program, cluster.kubeconfig, cluster.kubeconfig.parent / "kubectl-cache")
