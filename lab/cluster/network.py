"""Network namespaces and the links between them. Nothing is bound on the machine, and none of its rules change.

    this machine ── transship00 ═ eth0 ── cluster a ── to-b ═ to-a ── cluster b
                 └─ transship01 ═ eth0 ──────────────────────────────────┘

There is no way from a cluster to anywhere else: images and models are brought to it.
"""

from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from lab.cluster import commands, mounts
from lab.cluster.addresses import Block
from lab.cluster.model import inside
from lab.cluster.site import Site

_OUTWARDS = "eth0"

# Without the second, an answer from a pod to another on the same bridge would go past the rules of services.
_SETTINGS = ("net/ipv4/ip_forward", "net/bridge/bridge-nf-call-iptables")


def ensure(site: Site) -> None:
    """Gives a site its namespace and its link to this machine."""
    if site.namespace is None:
        return
    _ensure_namespace(site.namespace)
    block = site.block
    if not _has(None, site.label):
        _ip(None, "link", "add", site.label, "type", "veth", "peer", "name", _OUTWARDS, "netns", str(site.namespace))
    _address(None, site.label, block.host, block.link)
    _address(site.namespace, _OUTWARDS, block.cluster, block.link)
    _ip(None, "route", "replace", str(block.network), "via", str(block.cluster), "dev", site.label)
    # A program on the node that calls a service needs some route before the rules can send it elsewhere.
    _ip(site.namespace, "route", "replace", str(block.services), "dev", _OUTWARDS, "src", str(block.cluster))


def connect(one: Site, other: Site) -> None:
    """Links two sites so that nodes and pods of each reach nodes, pods and services of the other."""
    if one.namespace is None or other.namespace is None:
        return
    to_other, to_one = f"to-{other.name}", f"to-{one.name}"
    network = one.block.neighbour_link
    if not _has(one.namespace, to_other):
        peer = ("peer", "name", to_one, "netns", str(other.namespace))
        _ip(one.namespace, "link", "add", to_other, "type", "veth", *peer)
    _address(one.namespace, to_other, network[1], network)
    _address(other.namespace, to_one, network[2], network)
    _route(one.namespace, other.block, network[2], to_other)
    _route(other.namespace, one.block, network[1], to_one)


def _ensure_namespace(path: Path) -> None:
    if not mounts.is_mounted(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        commands.run(["unshare", f"--net={path}", "true"], what="making a network namespace")
    _ip(path, "link", "set", "lo", "up")
    script = " && ".join(f"echo 1 > /proc/sys/{name}" for name in _SETTINGS)
    commands.run(inside(path, ["sh", "-c", script]), what="letting the namespace forward")


def _has(namespace: Path | None, interface: str) -> bool:
    listed = commands.run(inside(namespace, ["ip", "-brief", "link", "show"]), what="reading links")
    return any(line.split()[0].partition("@")[0] == interface for line in listed.splitlines())


def _address(namespace: Path | None, interface: str, address: IPv4Address, network: IPv4Network) -> None:
    _ip(namespace, "address", "replace", f"{address}/{network.prefixlen}", "dev", interface)
    _ip(namespace, "link", "set", interface, "up")


def _route(namespace: Path, block: Block, via: IPv4Address, interface: str) -> None:
    _ip(namespace, "route", "replace", str(block.network), "via", str(via), "dev", interface)


def _ip(namespace: Path | None, *arguments: str) -> None:
    commands.run(inside(namespace, ["ip", *arguments]), what="setting up the lab's network")
