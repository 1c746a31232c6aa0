"""A lab as its users see it: plain values that say where everything is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

NodeKind = Literal["real", "fake"]
"""`real`: pods run. `fake`: nodes and pods are objects only, which kwok keeps moving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStore:
    """An S3 server over a folder, at the same address from this machine and from pods.

    Attributes:
        endpoint: its HTTP address.
        bucket: a bucket that exists.
        region: what requests are signed for.
        access_key_id: made for this lab.
        secret_access_key: made for this lab.
    """

    endpoint: str
    bucket: str
    region: str
    access_key_id: str
    secret_access_key: str

    @property
    def url(self) -> str:
        """The bucket, as an S3 address."""
        return f"s3://{self.bucket}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One cluster of a lab.

    Attributes:
        name: `a` or `b`.
        kubeconfig: an administrator's, readable by its owner only.
        api_server: the API server's HTTPS address, good from this machine and from pods.
        nodes: whether pods really run; see `NodeKind`.
        node_names: every node, the real one first.
        namespace: the network namespace it lies in, as a file; None where it is on loopback or not ours.
        containerd: the socket of the real node's containerd; None where there is none of ours.
        kind: the name by which kind knows the cluster; empty when it is not kind's.
    """

    name: str
    kubeconfig: Path
    api_server: str
    nodes: NodeKind
    node_names: tuple[str, ...]
    namespace: Path | None = None
    containerd: Path | None = None
    kind: str = ""

    def enter(self, argv: Sequence[str]) -> list[str]:
        """The command that runs a program where the cluster's nodes are, to reach what pods reach."""
        return inside(self.namespace, argv)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """Clusters and an object store that know each other.

    Attributes:
        name: what `transship lab` calls it.
        clusters: one or two; pods of one reach pods, services and API server of the other.
        objects: the object store; None beside a cluster that is not ours, which may be
            anywhere: no address would be good for both sides.
    """

    name: str
    clusters: tuple[Cluster, ...]
    objects: ObjectStore | None


def inside(namespace: Path | None, argv: Sequence[str]) -> list[str]:
    """The command that runs a program in a network namespace.

    Not `ip netns exec`: that mounts /sys anew, where kubelet then finds no control groups.
    """
    return [*(("nsenter", f"--net={namespace}", "--") if namespace else ()), *argv]
