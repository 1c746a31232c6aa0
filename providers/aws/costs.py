"""What an environment costs on AWS before it exists, as far as that is known; pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

from components.contract import MachineChoice, StackSettings
from components.cost import HOURS_PER_MONTH, Cost, Estimate, Unpriced
from components.node_costs import NodeGroup, machine_costs, pool_groups
from components.quantities import Range
from components.service_prices import read_service_prices
from components.specs import CapacityKind
from providers.aws.options import AwsOptions, NatKind, NetworkOptions
from providers.aws.shapes import DATA, SYSTEM_DISK_GIB, SYSTEM_NODES, SYSTEM_SHAPE, catalogue, choose_machine
from providers.aws.zones import zones

CONTROL_PLANE = "eks-cluster"
NAT_GATEWAY = "nat-gateway"
BOOT_DISK = "gp3-storage"

UNPRICED = (
    Unpriced(name="registry objects", reason="depends on how much is kept, read and written"),
    Unpriced(name="registry images", reason="depends on how much is kept and scanned"),
    Unpriced(name="load balancer", reason="depends on connections and traffic"),
    Unpriced(
        name="public addresses", reason="one for each NAT gateway, and more where requests come in from the internet"
    ),
    Unpriced(name="traffic", reason="depends on how much leaves the zone, the region and AWS"),
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
    options, region = cast("AwsOptions", settings.options), settings.region
    offers, prices = catalogue().offers(region), read_service_prices(DATA, region)
    yield prices.cost("control plane", CONTROL_PLANE, Range.always(HOURS_PER_MONTH))
    for group in (_system(region, options.system_nodes_max), *pool_groups(settings.environment, machines)):
        yield from machine_costs(group, offers)
        yield prices.cost(f"{group.title}: boot disks", BOOT_DISK, group.disks_gib)
    if options.network.existing is None:
        gateways = Range.always(_gateways(options.network, region))
        yield prices.cost("NAT gateways", NAT_GATEWAY, gateways.times(HOURS_PER_MONTH))
    yield from UNPRICED


def _system(region: str, most: int) -> NodeGroup:
    return NodeGroup(
        title="system nodes",
        count=Range(Decimal(SYSTEM_NODES), Decimal(SYSTEM_NODES), Decimal(most)),
        machine=choose_machine(SYSTEM_SHAPE, CapacityKind.ON_DEMAND, region).machine,
        disk_gib=SYSTEM_DISK_GIB,
    )


def _gateways(network: NetworkOptions, region: str) -> int:
    return 1 if network.nat is NatKind.ONE else len(zones(region, network.zone_ids))
