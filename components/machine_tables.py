"""Reads the machine tables that a target packages: `machines.csv`, `prices.csv` and `sources.csv`. Pure.

A row without a date, or without a source that `sources.csv` explains, does not load. Prices are US dollars per hour of
the whole machine, accelerators included, before tax.
"""

from collections import defaultdict
from collections.abc import Mapping
from importlib.resources.abc import Traversable

from components.machines import Catalogue, Devices, Machine, Offer, Price
from components.specs import AcceleratorKind, Architecture
from components.tables import CellError, Row, read_table

Sources = Mapping[str, str]
"""Where facts stand: addresses by the key that the tables use."""


def read_catalogue(target: str, folder: Traversable) -> Catalogue:
    """The machines that the tables of a folder list.

    Raises:
        InvalidInputError: with every bad line of the first bad file.
    """
    sources = read_sources(folder)
    machines = {
        name: machine
        for (name,), machine in read_table(
            folder / "machines.csv", ["machine"], lambda row: _machine(row, sources)
        ).items()
    }
    regions: dict[str, dict[str, Offer]] = defaultdict(dict)
    offers = read_table(folder / "prices.csv", ["region", "machine"], lambda row: _offer(row, machines, sources))
    for (region, machine), offer in offers.items():
        regions[region][machine] = offer
    return Catalogue(target=target, machines=machines, regions=dict(regions))


def read_sources(folder: Traversable) -> Sources:
    """Where the facts of a folder's tables stand.

    Raises:
        InvalidInputError: with every bad line.
    """
    urls = read_table(folder / "sources.csv", ["source"], lambda row: row.text("url"))
    return {name: url for (name,), url in urls.items()}


def _machine(row: Row, sources: Sources) -> Machine:
    row.day("as_of")
    row.named("source", sources)
    return Machine(
        name=row.text("machine"),
        vcpu=row.whole("vcpu"),
        memory_gib=row.positive("memory_gib"),
        architecture=row.one_of("architecture", Architecture),
        accelerator=_devices(row) if row.has("accelerator") else None,
    )


def _devices(row: Row) -> Devices:
    return Devices(
        kind=row.one_of("accelerator", AcceleratorKind),
        count=row.positive("accelerator_count"),
        memory_gib=row.whole("accelerator_memory_gib"),
    )


def _offer(row: Row, machines: Mapping[str, Machine], sources: Sources) -> Offer:
    on_demand = _price(row, "on_demand", sources)
    spot = _price(row, "spot", sources)
    if on_demand is None and spot is None:
        raise CellError("on_demand_usd_per_hour", "expected a price on demand or as spot, found neither")
    if on_demand and spot and spot.usd_per_hour >= on_demand.usd_per_hour:
        what = f"expected less than {on_demand.usd_per_hour}, the price on demand, found {spot.usd_per_hour}"
        raise CellError("spot_usd_per_hour", what)
    return Offer(machine=machines[row.named("machine", machines)], on_demand=on_demand, spot=spot)


def _price(row: Row, bought: str, sources: Sources) -> Price | None:
    if not row.has(f"{bought}_usd_per_hour"):
        return None
    return Price(
        usd_per_hour=row.positive(f"{bought}_usd_per_hour"),
        as_of=row.day(f"{bought}_as_of"),
        source=sources[row.named(f"{bought}_source", sources)],
    )
