"""Money and estimates: Decimal US dollars, and unknowns that have names. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

HOURS_PER_MONTH = 730
"""Hours in a month, everywhere: 8,760 / 12."""


class Provenance(Protocol):
    """Whatever knows where a price stands, and of which day it is."""

    @property
    def source(self) -> str:
        """Where the price stands."""
        ...

    @property
    def as_of(self) -> date:
        """The day the price is of."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One line of an estimate.

    Attributes:
        name: what costs, for example `pool gpu: GPU hours`.
        unit: what is counted, for example `GPU-hour`.
        quantity_min, quantity_expected, quantity_max: units a month.
        unit_price: US dollars per unit.
        source: where the price stands.
        as_of: the day the price is of.
    """

    name: str
    unit: str
    quantity_min: Decimal
    quantity_expected: Decimal
    quantity_max: Decimal
    unit_price: Decimal
    source: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpriced:
    """Something that costs and whose price is not known. Never counted as 0."""

    name: str
    reason: str


Cost = CostLine | Unpriced
"""Anything that costs, whether its price is known or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What an environment costs in a month of 730 hours: the lines, and what is missing from them."""

    lines: tuple[CostLine, ...] = ()
    unknown: tuple[Unpriced, ...] = ()

    @classmethod
    def of(cls, costs: Iterable[Cost]) -> "Estimate":
        """An estimate of everything that costs, in order."""
        everything = tuple(costs)
        return cls(
            lines=tuple(cost for cost in everything if isinstance(cost, CostLine)),
            unknown=tuple(cost for cost in everything if isinstance(cost, Unpriced)),
        )

    @property
    def monthly_min_usd(self) -> Decimal:
        """The sum of the known lines with every pool at its least."""
        return _sum(line.quantity_min * line.unit_price for line in self.lines)

    @property
    def monthly_expected_usd(self) -> Decimal:
        """The sum of the known lines as expected."""
        return _sum(line.quantity_expected * line.unit_price for line in self.lines)

    @property
    def monthly_max_usd(self) -> Decimal:
        """The sum of the known lines with every pool at its most."""
        return _sum(line.quantity_max * line.unit_price for line in self.lines)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
