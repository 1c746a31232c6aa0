"""The Kubernetes nodes of pools: fake ones in the lab's cluster, there for as long as their pool is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from lab.clouds.account import Account
from lab.clouds.vendor import Node, Standing
from lab.cluster.kubectl import Kubectl, Manifest

KUBECONFIG = "kubeconfig"
"""The account's setting: a file that leads to the lab's cluster; without it no nodes appear."""

KUBECTL = "kubectl"
"""The account's setting: the program."""

POOL = "transship.dev/stand-in-pool"
"""The label by which a pool's nodes are found again."""

_DIGITS = 8


class Nodes(Protocol):
    """Where nodes appear and go."""

    def follow(self, standing: Standing, nodes: Sequence[Node]) -> None:
        """Makes the nodes of one resource exactly these."""
        ...


class NoNodes:
    """No cluster: nodes are nowhere."""

    def follow(self, standing: Standing, nodes: Sequence[Node]) -> None:
        """Does nothing."""


@dataclass(frozen=True, slots=True)
class LabNodes:
    """Fake nodes in a lab's cluster; kwok keeps them alive."""

    kubectl: Kubectl

    def follow(self, standing: Standing, nodes: Sequence[Node]) -> None:
        """Adds those that are missing and removes those that are too many, with the pods on them."""
        pool = _digest(standing.token, standing.id)
        wanted = {_name(pool, node): node for node in nodes}
        there = self._there(pool)
        self.kubectl.create_missing("nodes", [node_manifest(name, pool, node) for name, node in wanted.items()])
        self._remove(there - set(wanted))

    def _there(self, pool: str) -> set[str]:
        said = self.kubectl.run("get", "nodes", f"--selector={POOL}={pool}", "--output=json")
        return {item["metadata"]["name"] for item in json.loads(said)["items"]}

    def _remove(self, names: set[str]) -> None:
        """Deletes nodes, and the pods on them at once: without a node nobody would."""
        if not names:
            return
        self.kubectl.run("delete", "nodes", *sorted(names), "--ignore-not-found")
        said = self.kubectl.run("get", "pods", "--all-namespaces", "--output=json")
        for pod in json.loads(said)["items"]:
            if pod["spec"].get("nodeName") in names:
                place = f"--namespace={pod['metadata']['namespace']}"
                at_once = ("--ignore-not-found", "--force", "--grace-period=0")
                self.kubectl.run("delete", "pod", pod["metadata"]["name"], place, *at_once)


def nodes_of(account: Account) -> Nodes:
    """Where the account's pools put their nodes."""
    kubectl = lab_kubectl(account)
    return LabNodes(kubectl) if kubectl else NoNodes()


def lab_kubectl(account: Account) -> Kubectl | None:
    """Kubectl for the cluster that stands in for the account's own; None when there is none."""
    kubeconfig, program = account.setting(KUBECONFIG), account.setting(KUBECTL)
    if not kubeconfig or not program:
        return None
    return Kubectl(Path(program), Path(kubeconfig), account.path.parent / "kubectl-cache")


def node_manifest(name: str, pool: str, node: Node) -> Manifest:
    """A fake node as kwok takes it over.

    Args:
        name: of the node.
        pool: what is noted on it, to find it again.
        node: what it is like.
    """
    labels = {
        **node.labels,
        POOL: pool,
        "type": "kwok",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": node.labels.get("kubernetes.io/arch", "amd64"),
    }
    capacity = {"pods": "110", "ephemeral-storage": "500Gi", **node.capacity}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels},
        "spec": {"taints": list(node.taints)},
        "status": {"capacity": capacity, "allocatable": capacity},
    }


def _name(pool: str, node: Node) -> str:
    """Another name for a node with other labels, taints or capacity: nodes are replaced, not changed."""
    return f"{node.name}-{_digest(pool, json.dumps(asdict(node), sort_keys=True))}"


def _digest(*words: str) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:_DIGITS]
