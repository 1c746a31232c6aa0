"""Estimates by the owner's rates: exact where rates are given, named unknowns where they are not."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from components.cost import HOURS_PER_MONTH, CostLine, Estimate
from components.specs import Environment, NodeCount, PoolSpec
from providers.incluster.monitoring.rates import NodeRate, RequestRates
from providers.onprem.costs import estimate, hourly_usd
from providers.onprem.machines import PoolOptions
from providers.onprem.options import OnPremOptions
from providers.onprem.usage_rates import usage_rates
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment
from tests.rigs.onprem import HOURLY, INSTALLED, OWNED, OWNERSHIP, OWNING, RENTING, SERVER, options

NODES = NodeCount(min=0, expected=1, max=4)
NAMED = {"cpu": PoolOptions(nodes=("a", "b"), machine="server")}
SELECTED = {"cpu": PoolOptions(selector={"rack": "7"}, machine="server")}
POOL = cpu_pool(nodes=NODES)
"""Four vCPU and 16 GiB a node: the server of 32 vCPU and 128 GiB is worth eight."""


def priced(chosen: OnPremOptions, *pools: PoolSpec) -> Estimate:
    wanted = environment(pools=pools or (POOL,))
    return estimate(wanted, chosen, {pool.name: chosen.pools[pool.name].machine or "none" for pool in wanted.pools})


def line(found: Estimate, name: str) -> CostLine:
    return next(each for each in found.lines if each.name == name)


def test_named_machines_cost_the_same_whether_they_work_or_not() -> None:
    found = priced(options(machines={"server": SERVER}, pools=NAMED, rates=OWNERSHIP))
    machines = line(found, "pool cpu: machines")
    # 87,600 USD over five years of 8,760 hours are 2 USD an hour.
    assert machines.unit_price == Decimal(2)
    assert {machines.quantity_min, machines.quantity_expected, machines.quantity_max} == {Decimal(2 * 730)}


def test_energy_is_that_of_work_and_of_idling() -> None:
    found = priced(options(machines={"server": SERVER}, pools=NAMED, rates=OWNERSHIP))
    energy = line(found, "pool cpu: energy")
    # Two machines idle at 0.5 kW each; one node is an eighth of a machine and adds an eighth of 1.5 kW; PUE is 1.5.
    assert energy.quantity_min == Decimal("1.0") * Decimal("1.5") * 730
    assert energy.quantity_expected == Decimal("1.1875") * Decimal("1.5") * 730
    assert energy.quantity_max == Decimal("1.75") * Decimal("1.5") * 730
    assert energy.unit_price == Decimal("0.20")


def test_of_selected_machines_only_the_share_in_use_counts() -> None:
    found = priced(options(machines={"server": SERVER}, pools=SELECTED, rates=OWNERSHIP))
    machines = line(found, "pool cpu: machines")
    assert machines.quantity_min == 0
    assert machines.quantity_expected == Decimal("0.125") * 730
    assert machines.quantity_max == Decimal("0.5") * 730


def test_overhead_is_a_share_of_machines_and_energy() -> None:
    found = priced(options(machines={"server": SERVER}, pools=NAMED, rates=OWNERSHIP))
    machines, energy, overhead, *_ = found.lines
    base = machines.quantity_max * machines.unit_price + energy.quantity_max * energy.unit_price
    assert overhead.name == "pool cpu: staff, space and network"
    assert overhead.quantity_max * overhead.unit_price == base / 10


def test_hourly_rates_price_the_shape() -> None:
    devices = replace(HOURLY, hourly=replace(RENTING, accelerator_hour_usd={L4.kind: Decimal("0.5")}))
    pools = {"accelerated": PoolOptions(selector={"gpu": "yes"})}
    found = priced(options(pools=pools, rates=devices), accelerated_pool(replace(L4, count=2)))
    assert [(each.name, each.quantity_expected, each.unit_price) for each in found.lines] == [
        ("pool accelerated: vCPU", Decimal(8 * 730), Decimal("0.03")),
        ("pool accelerated: memory", Decimal(32 * 730), Decimal("0.004")),
        ("pool accelerated: nvidia-l4", Decimal(2 * 730), Decimal("0.5")),
    ]
    assert found.monthly_min_usd == 0


def test_what_is_not_configured_is_named_and_never_zero() -> None:
    found = priced(options())
    assert found.lines == ()
    assert [(each.name, each.reason) for each in found.unknown] == [
        ("pool cpu", "not configured: options.rates"),
        ("registry objects", "kept outside the stack: its owner knows how much there is"),
        ("registry images", "kept outside the stack: its owner knows how much there is"),
    ]


def test_each_missing_rate_is_named_by_its_path() -> None:
    pools = {"cpu": PoolOptions(selector={"a": "b"}), "accelerated": PoolOptions(selector={"c": "d"})}
    devices = priced(options(pools=pools, rates=HOURLY), cpu_pool(), accelerated_pool(L4))
    assert "not configured: options.rates.hourly.accelerator_hour_usd.nvidia-l4" in reasons(devices)
    machine = priced(options(pools=NAMED, rates=OWNERSHIP, machines={"server": replace(SERVER, ownership=None)}))
    assert "not configured: options.machines.server.ownership" in reasons(machine)
    without = replace(OWNING, overhead_percent=None)
    overhead = priced(options(pools=NAMED, rates=replace(OWNERSHIP, ownership=without), machines={"server": SERVER}))
    assert "not configured: options.rates.ownership.overhead_percent" in reasons(overhead)
    storage = priced(options(registry=INSTALLED))
    assert "not configured: options.rates.storage_gib_month_usd" in reasons(storage)


def reasons(found: Estimate) -> list[str]:
    return [each.reason for each in found.unknown]


def test_an_installed_store_costs_its_volume() -> None:
    found = priced(options(registry=INSTALLED, rates=HOURLY))
    objects = line(found, "registry objects")
    assert (objects.quantity_min, objects.quantity_max, objects.unit_price) == (200, 200, Decimal("0.02"))


def test_every_line_says_whose_rates_they_are_and_of_which_day() -> None:
    found = priced(options(machines={"server": SERVER}, pools=NAMED, registry=INSTALLED, rates=OWNERSHIP))
    assert {each.source for each in found.lines} == {"owner's rates, 2026-11-01"}


amounts = st.decimals(0, 10_000, places=2)
counts = st.tuples(st.integers(0, 16), st.integers(0, 16), st.integers(1, 16)).map(
    lambda three: NodeCount(min=sorted(three)[0], expected=sorted(three)[1], max=sorted(three)[2])
)


@st.composite
def estimated(draw: st.DrawFn) -> tuple[Environment, OnPremOptions]:
    """Any pool of up to two servers' worth of nodes, by any rates."""
    owned = replace(
        OWNED, purchase_usd=draw(amounts), idle_power_kw=draw(st.sampled_from([None, Decimal(0), Decimal(1)]))
    )
    rates = draw(st.sampled_from([None, OWNERSHIP, HOURLY]))
    chosen = options(
        machines={"server": replace(SERVER, ownership=draw(st.sampled_from([None, owned])))},
        pools=draw(st.sampled_from([NAMED, SELECTED])),
        registry=draw(st.sampled_from([INSTALLED, options().registry])),
        rates=rates,
    )
    return environment(pools=(cpu_pool(nodes=draw(counts)),)), chosen


@given(estimated())
def test_totals_are_the_sums_of_their_lines_and_in_order(drawn: tuple[Environment, OnPremOptions]) -> None:
    found = estimate(*drawn, {"cpu": "server"})
    assert found.monthly_expected_usd == sum(each.quantity_expected * each.unit_price for each in found.lines)
    assert 0 <= found.monthly_min_usd <= found.monthly_expected_usd <= found.monthly_max_usd
    assert all(0 <= each.quantity_min <= each.quantity_expected <= each.quantity_max for each in found.lines)


@given(estimated(), st.integers(1, 8))
def test_more_nodes_never_cost_less(drawn: tuple[Environment, OnPremOptions], more: int) -> None:
    wanted, chosen = drawn
    (pool,) = wanted.pools
    grown = replace(pool, nodes=replace(pool.nodes, max=pool.nodes.max + more))
    fewer, many = (
        estimate(wanted, chosen, {"cpu": "server"}),
        estimate(environment(pools=(grown,)), chosen, {"cpu": "server"}),
    )
    assert fewer.monthly_max_usd <= many.monthly_max_usd
    assert fewer.monthly_min_usd == many.monthly_min_usd


@given(estimated())
def test_a_rate_that_becomes_known_never_lowers_the_total(drawn: tuple[Environment, OnPremOptions]) -> None:
    wanted, chosen = drawn
    known = estimate(wanted, chosen, {"cpu": "server"})
    forgotten = estimate(wanted, replace(chosen, rates=None), {"cpu": "server"})
    assert forgotten.monthly_max_usd <= known.monthly_max_usd
    assert len(forgotten.unknown) >= len(known.unknown)


def test_a_month_has_730_hours() -> None:
    assert HOURS_PER_MONTH == 730


def test_a_machine_under_load_costs_purchase_energy_and_overhead() -> None:
    assert hourly_usd(SERVER, OWNERSHIP) == (Decimal(2) + Decimal(2) * Decimal("1.5") * Decimal("0.20")) * Decimal(
        "1.1"
    )
    assert hourly_usd(SERVER, HOURLY) == 32 * Decimal("0.03") + 128 * Decimal("0.004")
    assert hourly_usd(SERVER, None) is None
    assert hourly_usd(replace(SERVER, accelerator=L4), HOURLY) is None


def test_the_meter_counts_owned_machines_and_requests_at_hourly_rates() -> None:
    wanted = environment(pools=(POOL,))
    owned = options(machines={"server": SERVER}, pools=NAMED, rates=OWNERSHIP)
    assert usage_rates(wanted, owned, {"cpu": "server"}) == {"cpu": NodeRate(node_usd=Decimal("2.86"))}
    hourly = usage_rates(wanted, options(rates=HOURLY), {"cpu": "none"})
    assert hourly == {"cpu": RequestRates(vcpu_usd=Decimal("0.03"), memory_gib_usd=Decimal("0.004"))}


def test_a_pool_without_rates_has_no_meter() -> None:
    wanted = environment(pools=(cpu_pool(), accelerated_pool(L4)))
    chosen = options(rates=HOURLY)
    assert usage_rates(wanted, chosen, {"cpu": "none", "accelerated": "none"}).keys() == {"cpu"}
    assert usage_rates(wanted, options(), {"cpu": "none", "accelerated": "none"}) == {}
