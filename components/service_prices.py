"""What a cloud charges for everything but machines: the table `services.csv` that a target packages. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources.abc import Traversable

from components.cost import Cost, Unpriced
from components.machine_tables import read_sources
from components.quantities import Range
from components.tables import read_table

EVERYWHERE = "all"
"""The region of a price that is the same in all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePrice:
    """The price of one thing in one region.

    Attributes:
        unit: what is counted, for example `GiB-month`.
    """

    unit: str
    usd_per_unit: Decimal
    source: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePrices:
    """The prices of one region.

    Attributes:
        by_sku: by what is sold.
        elsewhere: for what is sold, the regions of which a price is known.
    """

    region: str
    by_sku: Mapping[str, ServicePrice]
    elsewhere: Mapping[str, tuple[str, ...]]

    def cost(self, name: str, sku: str, quantity: Range) -> Cost:
        """The line of an estimate for so much of what is sold; a named unknown where its price here is not known.

        Args:
            name: what the line is for.
            sku: what is sold, as the table calls it.
            quantity: units a month, in the price's own unit.
        """
        price = self.by_sku.get(sku)
        if price is not None:
            return quantity.line(name, price.unit, price.usd_per_unit, price)
        known = f"; known: {', '.join(self.elsewhere[sku])}" if sku in self.elsewhere else ""
        return Unpriced(name=name, reason=f"no price of {sku} in {self.region} is known{known}")


def read_service_prices(folder: Traversable, region: str) -> ServicePrices:
    """What the tables of a folder say of a region.

    Raises:
        InvalidInputError: with every bad line of the table.
    """
    sources = read_sources(folder)
    prices = read_table(
        folder / "services.csv",
        ["sku", "region"],
        lambda row: ServicePrice(
            unit=row.text("unit"),
            usd_per_unit=row.amount("usd_per_unit"),
            source=sources[row.named("source", sources)],
            as_of=row.day("as_of"),
        ),
    )
    elsewhere: dict[str, tuple[str, ...]] = {}
    for sku, at in sorted(prices):
        elsewhere[sku] = (*elsewhere.get(sku, ()), at)
    here = {sku: price for (sku, at), price in prices.items() if at in {region, EVERYWHERE}}
    return ServicePrices(region=region, by_sku=here, elsewhere=elsewhere)
