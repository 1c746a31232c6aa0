"""Recording rules of cost: what a pool costs an hour by its owner's rates. Pure."""

from collections.abc import Iterator, Mapping

from components.results import PoolResult
from providers.incluster.monitoring.pool_rules import CPU, MEMORY, exported
from providers.incluster.monitoring.promql import number
from providers.incluster.monitoring.rates import NodeRate, PoolRate, RequestRates
from providers.incluster.monitoring.rule import RecordingRule, RuleGroup
from providers.incluster.monitoring.vocabulary import Series

_BYTES_PER_GIB = 2**30


def cost_rules(
    environment_name: str, namespace: str, pools: Mapping[str, PoolResult], rates: Mapping[str, PoolRate]
) -> Iterator[RuleGroup]:
    """One group over all pools that have a rate; none without rates. Pods of `namespace` are what is priced."""
    rules = [
        RecordingRule(
            Series.COST_HOURLY,
            _hourly_usd(environment_name, namespace, pool, rates[name]),
            {"environment": environment_name, "pool": name},
        )
        for name, pool in sorted(pools.items())
        if name in rates
    ]
    if rules:
        yield RuleGroup(f"transship-{environment_name}-cost", rules)


def _hourly_usd(environment_name: str, namespace: str, pool: PoolResult, rate: PoolRate) -> str:
    here = {"environment": environment_name, "pool": pool.name}
    match rate:
        case NodeRate(node_usd=price):
            return f"{Series.NODES.of(**here)} * {number(price)}"
        case RequestRates():
            # `or vector(0)`: what nobody asks for costs nothing, and must not make the sum of the others vanish.
            requested = Series.POOL_REQUESTED.of(**here, namespace=namespace)
            return " + ".join(
                f"(sum({requested.where(resource=resource)}) or vector(0)) * {price}"
                for resource, price in _prices(pool, rate).items()
            )


def _prices(pool: PoolResult, rates: RequestRates) -> dict[str, str]:
    """The price of one unit of each resource as kube-state-metrics counts it: cores, bytes, devices."""
    prices = {CPU: number(rates.vcpu_usd), MEMORY: f"{number(rates.memory_gib_usd)} / {_BYTES_PER_GIB}"}
    if pool.accelerator_resource:
        prices[exported(pool.accelerator_resource)] = number(rates.accelerator_usd)
    return prices
