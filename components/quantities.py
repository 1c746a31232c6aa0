"""Quantities of an estimate: at their least, as expected and at their most. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from components.cost import CostLine, Provenance
from components.specs import NodeCount


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity at its least, as expected and at its most."""

    min: Decimal
    expected: Decimal
    max: Decimal

    @classmethod
    def of_nodes(cls, nodes: NodeCount) -> "Range":
        """How many nodes there may be."""
        return cls(Decimal(nodes.min), Decimal(nodes.expected), Decimal(nodes.max))

    @classmethod
    def always(cls, quantity: int) -> "Range":
        """A quantity that does not vary."""
        return cls(Decimal(quantity), Decimal(quantity), Decimal(quantity))

    @classmethod
    def of_amounts(cls, line: CostLine) -> "Range":
        """What a line comes to, in US dollars."""
        price = line.unit_price
        return cls(line.quantity_min * price, line.quantity_expected * price, line.quantity_max * price)

    def at_most(self) -> "Range":
        """Nothing but in the month in which it is most."""
        return Range(Decimal(0), Decimal(0), self.max)

    def times(self, factor: Decimal | int) -> "Range":
        """Each of the three, multiplied."""
        return Range(self.min * factor, self.expected * factor, self.max * factor)

    def plus(self, other: "Range") -> "Range":
        """Each of the three, added."""
        return Range(self.min + other.min, self.expected + other.expected, self.max + other.max)

    def line(self, name: str, unit: str, unit_price: Decimal, said_by: Provenance) -> CostLine:
        """The quantity as a line of an estimate, at a price in US dollars per unit."""
        return CostLine(
            name=name,
            unit=unit,
            quantity_min=self.min,
            quantity_expected=self.expected,
            quantity_max=self.max,
            unit_price=unit_price,
            source=said_by.source,
            as_of=said_by.as_of,
        )
