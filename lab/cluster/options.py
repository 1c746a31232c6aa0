"""What a lab was asked to be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from components.errors import InvalidInputError, Problem
from lab.cluster import commands
from lab.cluster.model import NodeKind

MOST_CLUSTERS = 2
MOST_FAKE_NODES = 500
_NAME = re.compile(r"[a-z]([a-z0-9-]{0,30}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for; a lab is taken down before it becomes another.

    Attributes:
        clusters: one or two.
        nodes: what nodes to have; real ones become fake where the machine cannot run them.
        cpu_nodes: fake nodes without accelerators, in each cluster.
        gpu_nodes: fake nodes with accelerators, in each cluster.
        kubeconfig: a cluster to take as it is, instead of making one.
        kind: make the cluster with kind.
        install_definitions: whether custom resource definitions may be put into the user's own cluster.
    """

    clusters: int = 1
    nodes: NodeKind = "real"
    cpu_nodes: int = 2
    gpu_nodes: int = 2
    kubeconfig: Path | None = None
    kind: bool = False
    install_definitions: bool = False

    @property
    def adopts(self) -> bool:
        """Whether the cluster is not of our own making."""
        return self.kind or self.kubeconfig is not None


def check(name: str, options: Options) -> None:
    """Refuses what cannot be.

    Raises:
        InvalidInputError: with everything that is wrong.
    """
    if problems := list(_problems(name, options)):
        raise InvalidInputError(f"lab {name}", problems)


def _problems(name: str, options: Options) -> Iterator[Problem]:
    if not _NAME.fullmatch(name):
        yield Problem("--name", f"found {name!r}, expected up to 32 of a-z, 0-9 and -, beginning with a letter")
    if not 1 <= options.clusters <= MOST_CLUSTERS:
        yield Problem("--clusters", f"found {options.clusters}, expected 1 to {MOST_CLUSTERS}")
    for option, count in (("--cpu-nodes", options.cpu_nodes), ("--gpu-nodes", options.gpu_nodes)):
        if not 0 <= count <= MOST_FAKE_NODES:
            yield Problem(option, f"found {count}, expected 0 to {MOST_FAKE_NODES}")
    if options.nodes == "fake" and not options.adopts and options.cpu_nodes + options.gpu_nodes == 0:
        yield Problem("--nodes", "a cluster of fake nodes has none", hint="--cpu-nodes 1")
    yield from _problems_of_adoption(options)


def _problems_of_adoption(options: Options) -> Iterator[Problem]:
    if options.kind and not commands.exists("kind"):
        yield Problem("--kind", "kind is not on PATH", hint="https://kind.sigs.k8s.io, or the lab's own cluster")
    if options.kind and options.kubeconfig:
        yield Problem("--kind", "cannot go with --kubeconfig", hint="choose one")
    if options.adopts and options.clusters > 1:
        yield Problem("--clusters", "a cluster that is not ours is used alone", hint="leave --clusters out")
    if options.kubeconfig and not options.kubeconfig.is_file():
        yield Problem("--kubeconfig", f"{options.kubeconfig} is not a file")
    if options.install_definitions and not options.kubeconfig:
        yield Problem("--install-definitions", "is for --kubeconfig", hint="the lab's own clusters always have them")
