"""What the owner's machines cost, as the owner states it; there is no price list to look it up in."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from annotated_types import Ge

from components.specs import AcceleratorKind

Usd = Annotated[Decimal, Ge(0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourlyRates:
    """An internal price per hour of each resource, as a finance department hands it out. Idle nodes cost nothing."""

    vcpu_hour_usd: Usd
    """US dollars per virtual CPU and hour."""
    memory_gib_hour_usd: Usd
    """US dollars per GiB of memory and hour."""
    accelerator_hour_usd: dict[AcceleratorKind, Usd] = field(default_factory=dict[AcceleratorKind, Decimal])
    """US dollars per device and hour, by kind; a kind that is left out stays a named unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipRates:
    """What turns a machine's purchase price and power into a monthly cost. Idle nodes cost what they cost."""

    kwh_usd: Usd
    """US dollars per kilowatt-hour."""
    pue: Annotated[Decimal, Ge(1)]
    """Power usage effectiveness: energy that the building draws per energy that the machines draw."""
    overhead_percent: Usd | None = None
    """Staff, space and network, in percent of purchase and energy together; a named unknown when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The owner's rates: either per hour or by ownership."""

    as_of: date
    """The day on which the rates were last agreed; every line of an estimate carries it."""
    hourly: HourlyRates | None = None
    """Prices per vCPU, GiB and device hour."""
    ownership: OwnershipRates | None = None
    """Energy and overhead; the machines carry purchase price, life and power."""
    storage_gib_month_usd: Usd | None = None
    """US dollars per GiB of storage and month; a named unknown when left out."""

    def __post_init__(self) -> None:
        """Refuses two ways of pricing the same node, and none."""
        if (self.hourly is None) == (self.ownership is None):
            message = "set exactly one of hourly, ownership"
            raise ValueError(message)

    @property
    def source(self) -> str:
        """Where the prices of an estimate stand."""
        return f"owner's rates, {self.as_of.isoformat()}"
