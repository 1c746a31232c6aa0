"""What an environment costs on the owner's machines, by the owner's rates; pure, and honest about what is not known."""

from collections.abc import Iterator
from decimal import Decimal

from components.cost import HOURS_PER_MONTH, Cost, CostLine, Estimate, Provenance, Unpriced
from components.quantities import Range
from components.specs import Accelerator, Environment, PoolSpec
from providers.onprem.machines import Machine, Ownership, PoolOptions
from providers.onprem.options import OnPremOptions, RegistryOptions
from providers.onprem.rates import HourlyRates, OwnershipRates, Rates

HOURS_PER_YEAR = HOURS_PER_MONTH * 12
NOT_CONFIGURED = "not configured: options.rates"


def estimate(environment: Environment, options: OnPremOptions, machines: dict[str, str]) -> Estimate:
    """What the environment costs in a month of 730 hours.

    Args:
        environment: what is to be built.
        options: nodes, machines and rates.
        machines: the machine chosen for each pool; `options.machines` need not describe it.
    """
    costs: list[Cost] = []
    for pool in environment.pools:
        machine = options.machines.get(machines[pool.name])
        costs += _pool(pool, options.pools[pool.name], machine, machines[pool.name], options.rates)
    costs += _registry(options.registry, options.rates)
    return Estimate.of(costs)


def hourly_usd(machine: Machine, rates: Rates | None) -> Decimal | None:
    """US dollars per hour of one machine under load; None when the rates or the machine's own costs are not given."""
    if rates is None:
        return None
    if rates.hourly is not None:
        return _hourly_price(machine, rates.hourly)
    if rates.ownership is not None and machine.ownership is not None:
        return _owned_price(machine.ownership, rates.ownership)
    return None


def _hourly_price(machine: Machine, rates: HourlyRates) -> Decimal | None:
    price = machine.vcpu * rates.vcpu_hour_usd + machine.memory_gib * rates.memory_gib_hour_usd
    if machine.accelerator is None:
        return price
    device = rates.accelerator_hour_usd.get(machine.accelerator.kind)
    return None if device is None else price + machine.accelerator.count * device


def _owned_price(owned: Ownership, rates: OwnershipRates) -> Decimal:
    energy = owned.power_kw * rates.pue * rates.kwh_usd
    return (_depreciation(owned) + energy) * (1 + (rates.overhead_percent or Decimal(0)) / 100)


def _depreciation(owned: Ownership) -> Decimal:
    """US dollars per hour until the machine is written off."""
    return owned.purchase_usd / (owned.life_years * HOURS_PER_YEAR)


def _pool(
    pool: PoolSpec, options: PoolOptions, machine: Machine | None, name: str, rates: Rates | None
) -> Iterator[Cost]:
    title = f"pool {pool.name}"
    if rates is None:
        yield Unpriced(name=title, reason=NOT_CONFIGURED)
    elif rates.hourly is not None:
        yield from _hourly_lines(title, pool, rates.hourly, rates)
    elif rates.ownership is not None and machine is not None and machine.ownership is not None:
        busy = Range.of_nodes(pool.nodes).times(Decimal(1) / machine.nodes_of(pool.requires))
        yield from _owned_lines(title, busy, options, machine.ownership, rates.ownership, rates)
    else:
        yield Unpriced(name=title, reason=f"not configured: options.machines.{name}.ownership")


def _hourly_lines(title: str, pool: PoolSpec, rates: HourlyRates, said_by: Provenance) -> Iterator[Cost]:
    """A node costs what its shape takes, whatever machine it lies on."""
    shape, hours = pool.requires, Range.of_nodes(pool.nodes).times(HOURS_PER_MONTH)
    yield hours.times(shape.vcpu).line(f"{title}: vCPU", "vCPU-hour", rates.vcpu_hour_usd, said_by)
    yield hours.times(shape.memory_gib).line(f"{title}: memory", "GiB-hour", rates.memory_gib_hour_usd, said_by)
    if shape.accelerator is not None:
        yield _accelerator_line(f"{title}: {shape.accelerator.kind}", shape.accelerator, hours, rates, said_by)


def _accelerator_line(
    name: str, accelerator: Accelerator, hours: Range, rates: HourlyRates, said_by: Provenance
) -> Cost:
    price = rates.accelerator_hour_usd.get(accelerator.kind)
    if price is None:
        return Unpriced(name=name, reason=f"{NOT_CONFIGURED}.hourly.accelerator_hour_usd.{accelerator.kind}")
    return hours.times(accelerator.count).line(name, "device-hour", price, said_by)


def _owned_lines(
    title: str, busy: Range, options: PoolOptions, owned: Ownership, rates: OwnershipRates, said_by: Provenance
) -> Iterator[Cost]:
    """Named machines are paid for and powered whether they work or not; of selected ones the share in use counts.

    Args:
        title: what the lines start with.
        busy: machines at work.
        options: which machines are named.
        owned: what one machine costs.
        rates: energy and overhead.
        said_by: where the rates stand, and since when.
    """
    there = Range.always(len(options.nodes)) if options.nodes else busy
    idle = there.plus(busy.times(-1))
    idle_power_kw = owned.power_kw if owned.idle_power_kw is None else owned.idle_power_kw
    energy_kw = busy.times(owned.power_kw).plus(idle.times(idle_power_kw))
    machines = there.times(HOURS_PER_MONTH).line(f"{title}: machines", "machine-hour", _depreciation(owned), said_by)
    energy = energy_kw.times(rates.pue).times(HOURS_PER_MONTH).line(f"{title}: energy", "kWh", rates.kwh_usd, said_by)
    yield machines
    yield energy
    yield _overhead(f"{title}: staff, space and network", machines, energy, rates, said_by)


def _overhead(name: str, machines: CostLine, energy: CostLine, rates: OwnershipRates, said_by: Provenance) -> Cost:
    if rates.overhead_percent is None:
        return Unpriced(name=name, reason=f"{NOT_CONFIGURED}.ownership.overhead_percent")
    base = Range.of_amounts(machines).plus(Range.of_amounts(energy))
    return base.line(name, "USD of machines and energy", rates.overhead_percent / 100, said_by)


def _registry(options: RegistryOptions, rates: Rates | None) -> Iterator[Cost]:
    objects, images = options.install_objects, options.install_images
    yield _storage("registry objects", objects.storage_gib if objects else None, rates)
    yield _storage("registry images", images.storage_gib if images else None, rates)


def _storage(name: str, storage_gib: int | None, rates: Rates | None) -> Cost:
    """What is kept on a volume of ours costs its size; how much is kept elsewhere is not ours to know."""
    if storage_gib is None:
        return Unpriced(name=name, reason="kept outside the stack: its owner knows how much there is")
    if rates is None or rates.storage_gib_month_usd is None:
        return Unpriced(name=name, reason=f"{NOT_CONFIGURED}.storage_gib_month_usd")
    return Range.always(storage_gib).line(name, "GiB-month", rates.storage_gib_month_usd, rates)
