"""Which addresses go where in a VPC, and which blocks get into each other's way. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import combinations, islice

from components.errors import Problem

_PARTS = 8
"""A VPC is cut into eighths: one for each zone's nodes and pods, the last one for the public subnets of all."""
_PUBLIC_PREFIX_BITS = 8
MOST_ZONES = _PARTS - 1
VPC_PREFIXES = range(16, 21)
"""AWS takes VPCs from /16 to /28; below /20 a zone has no room for nodes whose pods have addresses of the VPC.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, 2026-11-21.
"""
SERVICES_PREFIXES = range(12, 25)
"""Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html, 2026-11-21."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subnets:
    """The blocks of one zone."""

    zone_id: str
    private: str
    public: str


def plan_subnets(cidr: str, zone_ids: tuple[str, ...]) -> tuple[Subnets, ...]:
    """Blocks for each zone, in order; adding a zone at the end moves none of the others."""
    parts = list(IPv4Network(cidr).subnets(prefixlen_diff=_PARTS.bit_length() - 1))
    public = islice(parts[-1].subnets(new_prefix=IPv4Network(cidr).prefixlen + _PUBLIC_PREFIX_BITS), len(zone_ids))
    return tuple(
        Subnets(zone_id=zone, private=str(private), public=str(outside))
        for zone, private, outside in zip(zone_ids, parts, public, strict=False)
    )


def block_problems(blocks: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with blocks, by the path at which each stands: not one, or over another."""
    networks: dict[str, IPv4Network] = {}
    for where, cidr in blocks.items():
        try:
            networks[where] = IPv4Network(cidr)
        except ValueError as error:
            yield Problem(where, f'expected a block of addresses, found "{cidr}": {error}', "for example 10.64.0.0/16")
    for (first, one), (second, other) in combinations(networks.items(), 2):
        if one.overlaps(other):
            hint = "for example 10.64.0.0/16 for the VPC and 172.20.0.0/16 for services"
            yield Problem(second, f"{other} overlaps {one} of {first}", hint)


def size_problem(where: str, cidr: str, prefixes: range) -> Iterator[Problem]:
    """What is wrong with the size of a block; nothing to say of what is not one."""
    try:
        prefix = IPv4Network(cidr).prefixlen
    except ValueError:
        return
    if prefix not in prefixes:
        what = f"expected /{prefixes[0]} to /{prefixes[-1]}, found /{prefix}"
        yield Problem(where, what, f"{cidr.partition('/')[0]}/{prefixes[-1]}")
