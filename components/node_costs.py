"""What a cluster's nodes cost a month, by the machine tables of a cloud. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components.contract import MachineChoice
from components.cost import HOURS_PER_MONTH, Cost, Unpriced
from components.machines import Offer
from components.quantities import Range
from components.specs import CapacityKind, Environment

HOUR = "machine-hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeGroup:
    """Nodes that are alike.

    Attributes:
        title: what lines of an estimate call them.
        count: how many there are at a time.
        machine: its name; one that the environment's owner names need not be in the tables.
        disk_gib: boot disk of each.
    """

    title: str
    count: Range
    machine: str
    disk_gib: int
    capacity: CapacityKind = CapacityKind.ON_DEMAND

    @property
    def disks_gib(self) -> Range:
        """The boot disks of all of them."""
        return self.count.times(self.disk_gib)


def pool_groups(environment: Environment, machines: Mapping[str, MachineChoice]) -> Iterator[NodeGroup]:
    """The nodes of an environment's pools, given the machine chosen for each."""
    for pool in environment.pools:
        yield NodeGroup(
            title=f"pool {pool.name}",
            count=Range.of_nodes(pool.nodes),
            machine=machines[pool.name].machine,
            disk_gib=pool.disk_gib,
            capacity=pool.capacity,
        )


def machine_costs(group: NodeGroup, offers: Mapping[str, Offer]) -> Iterator[Cost]:
    """What the machines of a group cost, their disks aside, by the offers of the region.

    Where nodes fall back to on demand, the dearest month is the one in which spot is out all the time.
    """
    offer = offers.get(group.machine)
    title, hours = f"{group.title}: {group.machine}, {group.capacity}", group.count.times(HOURS_PER_MONTH)
    price = offer and offer.price(group.capacity)
    if offer is None:
        yield Unpriced(name=title, reason="no price of it in the region is known")
    elif price is None:
        most = offer.most_usd_per_hour(group.capacity)
        yield Unpriced(name=title, reason=f"no spot price of it is known; on demand it costs {most} USD an hour")
    else:
        yield hours.line(title, HOUR, price.usd_per_hour, price)
        if group.capacity is CapacityKind.SPOT_WITH_FALLBACK and offer.on_demand is not None:
            more = offer.on_demand.usd_per_hour - price.usd_per_hour
            yield hours.at_most().line(f"{group.title}: more for it on demand", HOUR, more, offer.on_demand)
