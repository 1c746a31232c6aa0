"""What a lab puts on the machine, each thing written down before it is made, so that all of it can be undone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A server.

    Attributes:
        name: `<cluster>/<program>`, which also names its log.
        pid: 0 while it is about to be started.
        started_ticks: when it started, in ticks since the machine did: tells it from a later process of the same id.
    """

    kind: Literal["process"] = "process"
    name: str
    pid: int = 0
    started_ticks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBlock:
    """A block of addresses, and with it every name that carries its number."""

    kind: Literal["address-block"] = "address-block"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace:
    """A network namespace, mounted on a file. What lies inside (bridges, rules, links of pods) goes with it."""

    kind: Literal["namespace"] = "namespace"
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """This machine's end of a link into a namespace; its addresses and routes go with it."""

    kind: Literal["link"] = "link"
    interface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlGroup:
    """A control group in every hierarchy, and all that kubelet makes below it."""

    kind: Literal["control-group"] = "control-group"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder, and every mount below it."""

    kind: Literal["folder"] = "folder"
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Custom resource definitions that were not in a user's own cluster before."""

    kind: Literal["definitions"] = "definitions"
    kubeconfig: Path
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCluster:
    """A cluster that was made with kind."""

    kind: Literal["kind-cluster"] = "kind-cluster"
    name: str


Thing = Process | AddressBlock | Namespace | Link | ControlGroup | Folder | Definitions | KindCluster
