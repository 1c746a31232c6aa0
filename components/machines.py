"""The machines that a cloud sells: what each offers, where, and at what price. Pure.

Machines whose processors are shared or burst on credit (AWS T, Azure B, Google shared-core E2) or are throttled to a
baseline (AWS flex) are in no table: a pool's node must be able to give its vCPUs all the time. How much of a machine
Kubernetes keeps for itself is not modelled: a shape asks for the machine, not for what is left of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from components.errors import InvalidInputError, nearest
from components.specs import AcceleratorKind, Architecture, CapacityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """The accelerators of a machine.

    Attributes:
        count: devices; a fraction where the machine is given a share of one.
        memory_gib: memory of one whole device as its maker names it, 24 for an L4, though drivers show a little less.
    """

    kind: AcceleratorKind
    count: Decimal
    memory_gib: int

    def __str__(self) -> str:
        return f"{self.count} {self.kind} of {self.memory_gib} GiB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine type of a cloud."""

    name: str
    vcpu: int
    memory_gib: Decimal
    architecture: Architecture
    accelerator: Devices | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a machine costs for an hour, and who said so when."""

    usd_per_hour: Decimal
    as_of: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A machine in a region.

    Attributes:
        on_demand: None where the machine is not sold on demand.
        spot: None where no spot price is known; the machine may still be had as spot.
    """

    machine: Machine
    on_demand: Price | None
    spot: Price | None

    def price(self, capacity: CapacityKind) -> Price | None:
        """The price of the machine when bought so; None where none is known."""
        return self.on_demand if capacity is CapacityKind.ON_DEMAND else self.spot

    def most_usd_per_hour(self, capacity: CapacityKind) -> Decimal:
        """What the machine costs at most when bought so: an unknown spot price is never above the one on demand."""
        price = self.price(capacity) or self.on_demand or self.spot
        if price is None:
            message = f"{self.machine.name} has no price"
            raise ValueError(message)
        return price.usd_per_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What one cloud sells.

    Attributes:
        target: whose machines they are.
        machines: by name.
        regions: the offers of each region, by the machine's name.
    """

    target: str
    machines: Mapping[str, Machine]
    regions: Mapping[str, Mapping[str, Offer]]

    @property
    def accelerators(self) -> frozenset[AcceleratorKind]:
        """The kinds that the cloud offers in one region or another."""
        return frozenset(machine.accelerator.kind for machine in self.machines.values() if machine.accelerator)

    def machine(self, name: str) -> Machine:
        """The machine of that name.

        Raises:
            InvalidInputError: the tables have none.
        """
        if name not in self.machines:
            what = f'expected a machine of the tables, found "{name}"'
            raise InvalidInputError.because(f"machines of {self.target}", what, hint=nearest(name, self.machines))
        return self.machines[name]

    def offers(self, region: str) -> Mapping[str, Offer]:
        """What is sold in the region, by the machine's name.

        Raises:
            InvalidInputError: the tables know no such region.
        """
        if region not in self.regions:
            what = f'expected a region of the price tables, found "{region}"'
            close = nearest(region, self.regions)
            known = f"known: {', '.join(sorted(self.regions))}"
            hint = f"{close}; {known}" if close else known
            raise InvalidInputError.because(f"machines of {self.target}", what, where="region", hint=hint)
        return self.regions[region]
