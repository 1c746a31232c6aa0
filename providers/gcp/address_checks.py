"""Whether the environment's blocks of addresses lie apart, and hold as many nodes as its pools may grow to. Pure."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import combinations

from components.errors import Problem
from components.specs import CapacityKind, Environment
from providers.gcp.options import NetworkOptions
from providers.gcp.shapes import SYSTEM_NODES

NODE_PREFIX = 24
"""Each node takes a /24 of the pods' addresses, for up to 110 pods.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr, 2026-11-21.
"""

RESERVED = 4
"""Addresses of a subnetwork that Google Cloud keeps. Source: https://cloud.google.com/vpc/docs/subnets, 2026-11-21."""

BALANCERS = 8
"""Addresses that are left for internal load balancers."""


def address_problems(environment: Environment, options: NetworkOptions) -> Iterator[Problem]:
    """What is wrong with the blocks; nothing is known of those of a network that is there already."""
    if options.existing is not None:
        return
    blocks = {
        "nodes_cidr": options.nodes_cidr,
        "pods_cidr": options.pods_cidr,
        "services_cidr": options.services_cidr,
    }
    for (one, first), (other, second) in combinations(blocks.items(), 2):
        if first.overlaps(second):
            what = f"{second} overlaps {one}, {first}"
            yield Problem(f"options.network.{other}", what, "blocks that have no address in common")
    most = most_nodes(environment)
    if (room := _pod_blocks(options.pods_cidr)) < most:
        what = f"{options.pods_cidr} holds the pods of {room} nodes, and there may be {most}"
        yield Problem("options.network.pods_cidr", what, "a larger block: each node takes a /24")
    if (room := options.nodes_cidr.num_addresses - RESERVED - BALANCERS) < most:
        what = f"{options.nodes_cidr} has room for {max(room, 0)} nodes, and there may be {most}"
        yield Problem("options.network.nodes_cidr", what, "a larger block")


def most_nodes(environment: Environment) -> int:
    """Nodes there may be at once: all pools at their most, one more of each while it is upgraded, and our own."""
    counts = [2 if pool.capacity is CapacityKind.SPOT_WITH_FALLBACK else 1 for pool in environment.pools]
    pools = sum(count * (pool.nodes.max + 1) for count, pool in zip(counts, environment.pools, strict=True))
    return pools + SYSTEM_NODES + 1


def _pod_blocks(block: IPv4Network) -> int:
    return 2 ** (NODE_PREFIX - block.prefixlen) if block.prefixlen <= NODE_PREFIX else 0
