"""Checks that more than one vendor needs and that no model holds: addresses, names, documents in JSON."""

import json
import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network

from lab.clouds.values import Properties, at
from lab.clouds.vendor import Existing, Failure
from lab.clouds.vendors.kinds import Rule, everything_at

Network = IPv4Network | IPv6Network


def named(path: str, pattern: str, says: str) -> Rule:
    """A text has to match a pattern.

    Args:
        path: without indices.
        pattern: that it matches as a whole.
        says: the vendor's rule, in words, and where it stands.
    """

    def rule(inputs: Properties, existing: Existing) -> Iterator[Failure]:
        del existing
        for value in everything_at(inputs, path):
            if isinstance(value, str) and not re.fullmatch(pattern, value):
                yield Failure(path, f"is {value!r}; {says}")

    return rule


def document(path: str) -> Rule:
    """A text has to be a JSON object."""

    def rule(inputs: Properties, existing: Existing) -> Iterator[Failure]:
        del existing
        value = at(inputs, path)
        if not isinstance(value, str):
            return
        try:
            if not isinstance(json.loads(value), dict):
                yield Failure(path, "is JSON, but not an object")
        except json.JSONDecodeError as error:
            yield Failure(path, f"is not JSON: {error}")

    return rule


def together(path: str, other: str, says: str) -> Rule:
    """One property asks for another."""

    def rule(inputs: Properties, existing: Existing) -> Iterator[Failure]:
        del existing
        if at(inputs, path) not in {None, False} and at(inputs, other) is None:
            yield Failure(other, says)

    return rule


def ranges(path: str, values: Iterable[object]) -> tuple[list[Network], list[Failure]]:
    """Address ranges, and what is wrong with those that are none."""
    networks: list[Network] = []
    failures: list[Failure] = []
    for value in values:
        if not isinstance(value, str):
            continue
        try:
            networks.append(ip_network(value))
        except ValueError as error:
            failures.append(Failure(path, f"is no address range: {error}"))
    return networks, failures


def inside(path: str, inner: Iterable[Network], outer: Iterable[Network], of: str) -> Iterator[Failure]:
    """Each range has to lie in one of the others."""
    around = list(outer)
    for network in inner:
        if around and not any(_within(network, each) for each in around):
            yield Failure(path, f"{network} does not lie in {', '.join(map(str, around))} of {of}")


def apart(path: str, mine: Iterable[Network], others: Iterable[tuple[str, Network]]) -> Iterator[Failure]:
    """No range may overlap one that is there already; `others` come with the name of whose they are."""
    taken = list(others)
    for network in mine:
        for owner, other in taken:
            if network.version == other.version and network.overlaps(other):
                yield Failure(path, f"{network} overlaps {other} of {owner}")


def _within(inner: Network, outer: Network) -> bool:
    match inner, outer:
        case (IPv4Network(), IPv4Network()) | (IPv6Network(), IPv6Network()):
            return inner.subnet_of(outer)  # pyright: ignore[reportArgumentType] - the pair is of one version
        case _:
            return False
