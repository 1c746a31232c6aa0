"""The tables that are shipped: every row of every cloud is plausible, dated, sourced and of use to a cluster."""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from statistics import median
from types import ModuleType

import pytest

from components.machine_tables import read_sources
from components.machines import Offer, Price
from components.quantities import Range
from components.service_prices import read_service_prices
from components.specs import CapacityKind
from tests.rigs.catalogues import CLOUDS, REGIONS

BURSTABLE = re.compile(r"^t\d\w*\.|^Standard_B|^e2-(micro|small|medium)$|^f1|^g1-small$|-flex\.")
OLDEST = date(2022, 9, 1)
NEWEST = date(2026, 11, 21)
MOST_OVER_MEDIAN = 5
LEAST_OF_FAMILY = Decimal("1.25")


def offers(shapes: ModuleType) -> list[tuple[str, Offer]]:
    return [(region, offer) for region, sold in shapes.catalogue().regions.items() for offer in sold.values()]


def prices(shapes: ModuleType) -> list[Price]:
    return [price for _, offer in offers(shapes) for price in (offer.on_demand, offer.spot) if price]


@pytest.fixture(params=sorted(CLOUDS))
def shapes(request: pytest.FixtureRequest) -> ModuleType:
    return CLOUDS[request.param]


def test_every_price_is_dated_and_says_where_it_stands(shapes: ModuleType) -> None:
    assert prices(shapes)
    for price in prices(shapes):
        assert OLDEST <= price.as_of <= NEWEST
        assert price.source.startswith("https://")


def test_every_source_is_used_and_explained(shapes: ModuleType) -> None:
    named = read_sources(shapes.DATA)
    text = "".join((shapes.DATA / f"{table}.csv").read_text() for table in ("machines", "prices", "services"))
    assert {key for key in named if f",{key}" not in text} == set()
    assert all(url.startswith("https://") for url in named.values())


def test_every_machine_is_sold_in_some_region_and_none_is_burstable(shapes: ModuleType) -> None:
    sold = {offer.machine.name for _, offer in offers(shapes)}
    assert sold == set(shapes.catalogue().machines)
    assert [name for name in sold if BURSTABLE.search(name)] == []


def test_spot_costs_less_than_on_demand_and_not_next_to_nothing(shapes: ModuleType) -> None:
    for region, offer in offers(shapes):
        if offer.spot and offer.on_demand:
            share = offer.spot.usd_per_hour / offer.on_demand.usd_per_hour
            assert Decimal("0.05") < share < 1, (region, offer.machine.name)


def test_no_price_is_far_from_that_of_other_regions(shapes: ModuleType) -> None:
    by_machine: dict[str, list[Decimal]] = defaultdict(list)
    for _, offer in offers(shapes):
        if offer.on_demand:
            by_machine[offer.machine.name].append(offer.on_demand.usd_per_hour)
    for name, found in by_machine.items():
        assert max(found) <= MOST_OVER_MEDIAN * median(found), name


def family(name: str) -> str:
    """A machine's name without its size: `m7i`, `Standard_D#s_v5`, `n2-standard`."""
    if name.startswith("Standard_"):
        return re.sub(r"\d+", "#", name, count=1)
    return name.partition(".")[0] if "." in name else name.rpartition("-")[0]


def test_a_vcpu_costs_the_same_in_machines_of_any_size_of_a_family(shapes: ModuleType) -> None:
    """Twice the family's price is the price with another operating system."""
    by_family: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for region, offer in offers(shapes):
        if offer.on_demand and not offer.machine.accelerator:
            by_family[region, family(offer.machine.name)].append(offer.on_demand.usd_per_hour / offer.machine.vcpu)
    for where, found in by_family.items():
        assert max(found) <= LEAST_OF_FAMILY * min(found), where


@pytest.mark.parametrize(("target", "region"), REGIONS)
def test_every_region_has_a_machine_for_the_clusters_own_nodes(target: str, region: str) -> None:
    shapes = CLOUDS[target]
    chosen = shapes.choose_machine(shapes.SYSTEM_SHAPE, CapacityKind.ON_DEMAND, region)
    assert chosen.usd_per_hour is not None
    assert chosen.usd_per_hour < Decimal("0.2")


def test_six_regions_at_least_are_known(shapes: ModuleType) -> None:
    assert len(shapes.catalogue().regions) >= 6


@pytest.mark.parametrize(("target", "region"), REGIONS)
def test_the_control_plane_has_a_price_in_every_region(target: str, region: str) -> None:
    prices = read_service_prices(CLOUDS[target].DATA, region)
    control_plane = {"aws": "eks-cluster", "azure": "aks-standard", "gcp": "gke-cluster"}[target]
    line = prices.cost("control plane", control_plane, Range.always(730))
    assert getattr(line, "unit_price", None) == Decimal("0.1")


def test_every_machine_with_tpus_has_a_topology_of_as_many_chips_and_no_other_has_one() -> None:
    gcp = CLOUDS["gcp"]
    for name, machine in gcp.catalogue().machines.items():
        devices = machine.accelerator
        if devices and devices.kind.is_tpu:
            chips = Decimal(1)
            for side in gcp.tpu_topology(name).split("x"):
                chips *= int(side)
            assert chips == devices.count, name
        else:
            with pytest.raises(ValueError, match="expected a machine with TPUs"):
                gcp.tpu_topology(name)
