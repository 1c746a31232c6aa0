"""What the cluster's own price meter counts with, pool by pool: the owner's rates as monitoring takes them. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from components.specs import Environment, PoolSpec
from providers.incluster.monitoring.rates import NodeRate, PoolRate, RequestRates
from providers.onprem.costs import hourly_usd
from providers.onprem.machines import Machine
from providers.onprem.options import OnPremOptions
from providers.onprem.rates import HourlyRates, Rates


def usage_rates(environment: Environment, options: OnPremOptions, machines: Mapping[str, str]) -> dict[str, PoolRate]:
    """Rates by pool; a pool whose rates are not known is left out, and so never free.

    Args:
        environment: the pools.
        options: machines and rates.
        machines: the machine chosen for each pool.
    """
    found = {
        pool.name: _rate(pool, options.machines.get(machines[pool.name]), options.rates) for pool in environment.pools
    }
    return {name: rate for name, rate in found.items() if rate is not None}


def _rate(pool: PoolSpec, machine: Machine | None, rates: Rates | None) -> PoolRate | None:
    if rates is not None and rates.hourly is not None:
        return _by_request(pool, rates.hourly)
    price = hourly_usd(machine, rates) if machine is not None else None
    return None if price is None else NodeRate(node_usd=price)


def _by_request(pool: PoolSpec, rates: HourlyRates) -> RequestRates | None:
    wanted = pool.requires.accelerator
    device = rates.accelerator_hour_usd.get(wanted.kind) if wanted else Decimal(0)
    if device is None:
        return None
    return RequestRates(vcpu_usd=rates.vcpu_hour_usd, memory_gib_usd=rates.memory_gib_hour_usd, accelerator_usd=device)
