"""What an environment costs on Google Cloud before it exists, as far as that is known; pure."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import cast

from components.contract import MachineChoice, StackSettings
from components.cost import HOURS_PER_MONTH, Cost, Estimate, Unpriced
from components.node_costs import NodeGroup, machine_costs, pool_groups
from components.quantities import Range
from components.service_prices import read_service_prices
from components.specs import CapacityKind
from providers.gcp.options import GcpOptions
from providers.gcp.shapes import (
    DATA,
    SYSTEM_DISK_GIB,
    SYSTEM_NODES,
    SYSTEM_SHAPE,
    boot_disk_type,
    catalogue,
    choose_machine,
)

CONTROL_PLANE = "gke-cluster"
NAT_NODE = "cloud-nat-vm"

MOST_NAT_NODES = Decimal(32)
"""Nodes that a Cloud NAT gateway charges for; more cost no more.

Source: https://cloud.google.com/nat/pricing, 2026-11-21.
"""

UNPRICED = (
    Unpriced(name="registry objects", reason="depends on how much is kept, read and written"),
    Unpriced(name="registry images", reason="depends on how much is kept and scanned"),
    Unpriced(name="load balancer", reason="depends on traffic"),
    Unpriced(
        name="public addresses", reason="those of Cloud NAT, and one more where requests come in from the internet"
    ),
    Unpriced(name="traffic", reason="depends on how much leaves the zone, the region and Google Cloud"),
    Unpriced(name="logs, metrics and alerts", reason="depends on how much is written and kept"),
    Unpriced(name="keys", reason="depends on how many there are and how often they are used"),
    Unpriced(name="volumes of the serving layer", reason="depends on how long metrics are kept"),
)


def estimate(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Estimate:
    """What the environment costs in a month of 730 hours.

    Sustained-use discounts and the credit for one cluster of each billing account are left out.

    Args:
        settings: what is to be built, where.
        machines: the machine of each pool.

    Raises:
        InvalidInputError: the tables know no such region.
        UnsupportedError: the region has no machine for the cluster's own nodes.
    """
    return Estimate.of(_costs(settings, machines))


def _costs(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Iterator[Cost]:
    options, region = cast("GcpOptions", settings.options), settings.region
    offers, prices = catalogue().offers(region), read_service_prices(DATA, region)
    groups = (_system(region), *pool_groups(settings.environment, machines))
    yield prices.cost("control plane", CONTROL_PLANE, Range.always(HOURS_PER_MONTH))
    for group in groups:
        yield from machine_costs(group, offers)
        yield prices.cost(f"{group.title}: boot disks", boot_disk_type(group.machine), group.disks_gib)
    if options.network.existing is None:
        yield prices.cost("Cloud NAT", NAT_NODE, _charged_by_nat(groups).times(HOURS_PER_MONTH))
    yield from UNPRICED


def _system(region: str) -> NodeGroup:
    return NodeGroup(
        title="system nodes",
        count=Range.always(SYSTEM_NODES),
        machine=choose_machine(SYSTEM_SHAPE, CapacityKind.ON_DEMAND, region).machine,
        disk_gib=SYSTEM_DISK_GIB,
    )


def _charged_by_nat(groups: Sequence[NodeGroup]) -> Range:
    count = groups[0].count
    for group in groups[1:]:
        count = count.plus(group.count)
    return Range(*(min(nodes, MOST_NAT_NODES) for nodes in (count.min, count.expected, count.max)))
