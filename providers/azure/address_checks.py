"""Whether the network's blocks of addresses fit into each other, beside each other, and around what will live there."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from itertools import combinations

from components.errors import Problem
from components.specs import CapacityKind, Environment
from providers.azure.addresses import NetworkOptions
from providers.azure.shapes import SYSTEM_NODES

WHERE = "options.network"
RESERVED = 5
"""Addresses of a subnet that Azure keeps.

Source: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq, 2026-11-21.
"""
NODE_PREFIX = 24
"""Length of the block of pods that each node takes.

Source: https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay, 2026-11-21.
"""
API_PREFIX = 28
"""The smallest subnet of an API server.

Source: https://learn.microsoft.com/azure/aks/api-server-vnet-integration, 2026-11-21.
"""
GATEWAY_PREFIX = 28
"""The smallest subnet in which the gateway's address, its eleventh, can be had."""
SERVICES_PREFIX = 12
"""The largest block of Services. Source: https://learn.microsoft.com/azure/aks/configure-azure-cni, 2026-11-21."""


def address_problems(environment: Environment, options: NetworkOptions) -> Iterator[Problem]:
    """Every block that cannot be what the options say."""
    yield from _overlaps(options.separate)
    most = most_nodes(environment)
    if options.existing is None:
        yield from _overlaps(options.subnets)
        yield from _outside(options)
        yield from _small(options, most)
    pods = IPv4Network(options.pods_block)
    if (room := 2 ** max(0, NODE_PREFIX - pods.prefixlen)) < most or pods.prefixlen > NODE_PREFIX:
        what = f"{pods} has a /{NODE_PREFIX} for {room} nodes, and there may be {most}"
        yield Problem(f"{WHERE}.pods_block", what, "a larger block")
    if (services := IPv4Network(options.services_block)).prefixlen < SERVICES_PREFIX:
        yield Problem(f"{WHERE}.services_block", f"{services} is larger than a /{SERVICES_PREFIX}", "a smaller block")


def most_nodes(environment: Environment) -> int:
    """How many nodes there may be at once: all pools at their most, one more of each while it is upgraded, and ours."""
    groups = sum(2 if pool.capacity is CapacityKind.SPOT_WITH_FALLBACK else 1 for pool in environment.pools)
    pools = sum(
        pool.nodes.max * (2 if pool.capacity is CapacityKind.SPOT_WITH_FALLBACK else 1) for pool in environment.pools
    )
    return pools + groups + SYSTEM_NODES + 1


def _overlaps(blocks: Mapping[str, str]) -> Iterator[Problem]:
    for (one, first), (other, second) in combinations(blocks.items(), 2):
        if IPv4Network(first).overlaps(IPv4Network(second)):
            yield Problem(
                f"{WHERE}.{other}", f"{second} overlaps {one}, {first}", "blocks that have no address in common"
            )


def _outside(options: NetworkOptions) -> Iterator[Problem]:
    whole = IPv4Network(options.block)
    for name, block in options.subnets.items():
        if not IPv4Network(block).subnet_of(whole):
            yield Problem(
                f"{WHERE}.{name}", f"{block} is not part of the network, {whole}", "a block inside the network"
            )


def _small(options: NetworkOptions, most: int) -> Iterator[Problem]:
    nodes = IPv4Network(options.nodes_block)
    if (room := nodes.num_addresses - RESERVED) < most:
        what = f"{nodes} has addresses for {room} nodes, and there may be {most}"
        yield Problem(f"{WHERE}.nodes_block", what, "a larger block")
    for name, prefix in (("api_block", API_PREFIX), ("gateway_block", GATEWAY_PREFIX)):
        if (block := IPv4Network(options.subnets[name])).prefixlen > prefix:
            yield Problem(f"{WHERE}.{name}", f"{block} is too small", f"a /{prefix} or larger")
