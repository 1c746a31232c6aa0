"""The machine tables of every cloud, and a small catalogue whose every figure a test can see."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from components.machines import Catalogue, Devices, Machine, Offer, Price
from components.specs import AcceleratorKind, Architecture
from providers.aws import shapes as aws
from providers.azure import shapes as azure
from providers.gcp import shapes as gcp

CLOUDS = {"aws": aws, "azure": azure, "gcp": gcp}

REGIONS = [(target, region) for target, shapes in CLOUDS.items() for region in sorted(shapes.catalogue().regions)]


def machine(name: str, vcpu: int, memory_gib: int, devices: Devices | None = None, *, arm: bool = False) -> Machine:
    """A machine with x86 processors unless told otherwise."""
    architecture = Architecture.ARM64 if arm else Architecture.AMD64
    return Machine(name=name, vcpu=vcpu, memory_gib=Decimal(memory_gib), architecture=architecture, accelerator=devices)


def devices(kind: AcceleratorKind, count: str = "1", memory_gib: int = 24) -> Devices:
    """Accelerators of a machine."""
    return Devices(kind=kind, count=Decimal(count), memory_gib=memory_gib)


def price(usd_per_hour: str | None) -> Price | None:
    """A price of yesterday; None stays unknown."""
    if usd_per_hour is None:
        return None
    return Price(usd_per_hour=Decimal(usd_per_hour), as_of=date(2026, 11, 20), source="https://prices.example")


def offer(sold: Machine, on_demand: str | None, spot: str | None = None) -> Offer:
    """A machine at a price."""
    return Offer(machine=sold, on_demand=price(on_demand), spot=price(spot))


def catalogue(here: Iterable[Offer], elsewhere: Iterable[Offer] = ()) -> Catalogue:
    """A cloud with the regions `here` and `elsewhere`."""
    regions = {
        "here": {each.machine.name: each for each in here},
        "elsewhere": {each.machine.name: each for each in elsewhere},
    }
    machines = {name: each.machine for offers in regions.values() for name, each in offers.items()}
    return Catalogue(target="cloud", machines=machines, regions=regions)
