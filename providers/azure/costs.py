"""What an environment costs on Azure before it exists, as far as that is known; pure."""

from collections.abc import Iterator, Mapping
from typing import cast

from components.contract import MachineChoice, StackSettings
from components.cost import HOURS_PER_MONTH, Cost, Estimate, Unpriced
from components.node_costs import NodeGroup, machine_costs, pool_groups
from components.quantities import Range
from components.service_prices import read_service_prices
from components.specs import CapacityKind
from providers.azure.options import AzureOptions
from providers.azure.shapes import DATA, SYSTEM_DISK_GIB, SYSTEM_NODES, SYSTEM_SHAPE, catalogue, choose_machine

CONTROL_PLANE = "aks-standard"
NAT_GATEWAY = "nat-gateway"

DISK_TIERS_GIB = {
    "p4": 32,
    "p6": 64,
    "p10": 128,
    "p15": 256,
    "p20": 512,
    "p30": 1024,
    "p40": 2048,
    "p50": 4096,
    "p60": 8192,
    "p70": 16384,
    "p80": 32767,
}
"""What a Premium SSD of each tier holds at most: a disk is paid for as a whole one of its tier.

Source: https://learn.microsoft.com/azure/virtual-machines/disks-types#premium-ssd-size, 2026-11-21.
"""

UNPRICED = (
    Unpriced(name="registry objects", reason="depends on how much is kept, read and written"),
    Unpriced(name="registry images", reason="the tier that private endpoints need is not in the tables"),
    Unpriced(name="load balancer", reason="depends on rules and traffic"),
    Unpriced(
        name="public addresses", reason="one for the NAT gateway, and one more where requests come in from the internet"
    ),
    Unpriced(name="traffic", reason="depends on how much leaves the zone, the region and Azure"),
    Unpriced(name="private endpoints", reason="depends on how many services are reached, and on traffic"),
    Unpriced(name="logs, metrics and alerts", reason="depends on how much is written and kept"),
    Unpriced(name="keys", reason="depends on how many there are and how often they are used"),
    Unpriced(name="volumes of the serving layer", reason="depends on how long metrics are kept"),
)


def estimate(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Estimate:
    """What the environment costs in a month of 730 hours.

    Args:
        settings: what is to be built, where.
        machines: the machine of each pool.

    Raises:
        InvalidInputError: the tables know no such region.
        UnsupportedError: the region has no machine for the cluster's own nodes.
    """
    return Estimate.of(_costs(settings, machines))


def _costs(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Iterator[Cost]:
    options, region = cast("AzureOptions", settings.options), settings.region
    offers, prices = catalogue().offers(region), read_service_prices(DATA, region)
    yield prices.cost("control plane", CONTROL_PLANE, Range.always(HOURS_PER_MONTH))
    for group in (_system(region), *pool_groups(settings.environment, machines)):
        yield from machine_costs(group, offers)
        yield prices.cost(f"{group.title}: boot disks", f"premium-ssd-{disk_tier(group.disk_gib)}", group.count)
    if options.network.existing is None:
        yield prices.cost("NAT gateway", NAT_GATEWAY, Range.always(HOURS_PER_MONTH))
    yield from UNPRICED


def disk_tier(disk_gib: int) -> str:
    """The smallest tier of Premium SSD that holds so much; the largest there is where none does."""
    return next((tier for tier, most in DISK_TIERS_GIB.items() if disk_gib <= most), next(reversed(DISK_TIERS_GIB)))


def _system(region: str) -> NodeGroup:
    return NodeGroup(
        title="system nodes",
        count=Range.always(SYSTEM_NODES),
        machine=choose_machine(SYSTEM_SHAPE, CapacityKind.ON_DEMAND, region).machine,
        disk_gib=SYSTEM_DISK_GIB,
    )
