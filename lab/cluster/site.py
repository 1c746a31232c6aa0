"""Where one cluster of a lab stands: its folders, addresses, ports and names. Plain data, kept in the lab's journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.cluster.addresses import Block
from lab.cluster.model import Cluster, NodeKind, inside

RUNTIME_ROOT = Path("/run/transship")
"""Sockets, namespaces and which block of addresses is whose; empty after a restart of the machine."""

NODE_ROOT = Path("/var/lib/transship")
"""What real nodes store. Paths are short because sockets lie below, whose paths end at 107 characters."""

REAL_NODE = "real-0"


def label(block_number: int) -> str:
    """The name that everything of a cluster carries on the machine; no other cluster has it."""
    return f"transship{block_number:02d}"


def runtime_folder(block_number: int) -> Path:
    """Where an isolated cluster keeps its sockets and mounts."""
    return RUNTIME_ROOT / label(block_number)


def node_folder(block_number: int) -> Path:
    """Where a real node keeps images, containers and volumes."""
    return NODE_ROOT / label(block_number)


def namespace_file(block_number: int) -> Path:
    """Where an isolated cluster's network namespace is mounted."""
    return runtime_folder(block_number) / "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where servers listen, on the site's address."""

    etcd: int = 2379
    etcd_peer: int = 2380
    api_server: int = 6443
    objects: int = 9000


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One cluster's place.

    Attributes:
        lab: the lab's name.
        name: `a` or `b`.
        folder: certificates, logs and data of this cluster.
        nodes: whether there is a real node.
        cpu_nodes: how many fake nodes without accelerators.
        gpu_nodes: how many fake nodes with them.
        address: where servers listen.
        ports: on which ports.
        block_number: its block of addresses.
        isolated: whether it has a network namespace of its own; else it is on loopback.
    """

    lab: str
    name: str
    folder: Path
    nodes: NodeKind
    cpu_nodes: int
    gpu_nodes: int
    address: str
    ports: Ports
    block_number: int
    isolated: bool

    @property
    def block(self) -> Block:
        """The addresses it may use."""
        return Block(self.block_number)

    @property
    def label(self) -> str:
        """What its things are called on the machine."""
        return label(self.block_number)

    @property
    def runtime(self) -> Path:
        """Sockets and mounts, gone with the next restart."""
        return runtime_folder(self.block_number)

    @property
    def node_folder(self) -> Path:
        """Images, containers and volumes of the real node."""
        return node_folder(self.block_number)

    @property
    def namespace(self) -> Path | None:
        """The network namespace, as a file; None on loopback."""
        return namespace_file(self.block_number) if self.isolated else None

    @property
    def containerd(self) -> Path:
        """The socket of the real node's containerd."""
        return self.runtime / "containerd.sock"

    @property
    def kubeconfig(self) -> Path:
        """The administrator's."""
        return self.folder / "kubeconfig"

    @property
    def api_server(self) -> str:
        """The API server's address."""
        return f"https://{self.address}:{self.ports.api_server}"

    @property
    def cpu_node_names(self) -> tuple[str, ...]:
        """Fake nodes without accelerators."""
        return tuple(f"cpu-{number}" for number in range(self.cpu_nodes))

    @property
    def gpu_node_names(self) -> tuple[str, ...]:
        """Fake nodes with accelerators."""
        return tuple(f"gpu-{number}" for number in range(self.gpu_nodes))

    @property
    def node_names(self) -> tuple[str, ...]:
        """Every node, the real one first."""
        real = (REAL_NODE,) if self.nodes == "real" else ()
        return (*real, *self.cpu_node_names, *self.gpu_node_names)

    def cluster(self) -> Cluster:
        """The cluster as users of the lab see it."""
        return Cluster(
            name=self.name,
            kubeconfig=self.kubeconfig,
            api_server=self.api_server,
            nodes=self.nodes,
            node_names=self.node_names,
            namespace=self.namespace,
            containerd=self.containerd if self.nodes == "real" else None,
        )

    def enter(self, argv: Sequence[str]) -> list[str]:
        """The command that runs a program at this site."""
        return inside(self.namespace, argv)
