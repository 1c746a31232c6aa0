"""Choosing where the clusters of a new lab stand."""

import socket
from contextlib import ExitStack

from lab.cluster import blocks, machine
from lab.cluster.addresses import Block
from lab.cluster.journal import Journal
from lab.cluster.model import NodeKind
from lab.cluster.site import Ports, Site

_NAMES = ("a", "b")
_LOOPBACK = "127.0.0.1"


def plan(journal: Journal, nodes: NodeKind) -> None:
    """Decides on a site for each cluster and writes them all down at once."""
    place = _isolated if machine.can_isolate() else _on_loopback
    names = _NAMES[: journal.state.options.clusters]
    journal.update(sites=tuple(place(journal, name, nodes) for name in names))


def _isolated(journal: Journal, name: str, nodes: NodeKind) -> Site:
    number = blocks.claim(journal)
    address = str(Block(number).cluster)
    return _site(journal, name, nodes, number=number, address=address, ports=Ports(), isolated=True)


def _on_loopback(journal: Journal, name: str, nodes: NodeKind) -> Site:
    """Nothing is routed on loopback, so it does not matter that every lab counts its blocks from 0 there."""
    number = _NAMES.index(name)
    return _site(journal, name, nodes, number=number, address=_LOOPBACK, ports=_free_ports(), isolated=False)


def _site(
    journal: Journal, name: str, nodes: NodeKind, *, number: int, address: str, ports: Ports, isolated: bool
) -> Site:
    options = journal.state.options
    return Site(
        lab=journal.state.name,
        name=name,
        folder=journal.folder / name,
        nodes=nodes,
        cpu_nodes=options.cpu_nodes,
        gpu_nodes=options.gpu_nodes,
        address=address,
        ports=ports,
        block_number=number,
        isolated=isolated,
    )


def _free_ports() -> Ports:
    """Ports that nobody listens on; all are held until all are known, so that each is another."""
    with ExitStack() as held:
        listeners = [held.enter_context(socket.create_server((_LOOPBACK, 0))) for _ in range(4)]
        etcd, etcd_peer, api_server, objects = (int(listener.getsockname()[1]) for listener in listeners)
    return Ports(etcd=etcd, etcd_peer=etcd_peer, api_server=api_server, objects=objects)
