"""Recording rules of pools: nodes, what is asked of them, what is used, what it costs. Pure.

A pool is the nodes that its selector matches, told by kube-state-metrics' `kube_node_labels`. kube-state-metrics
exports a node label only when it is told to: its flag is `--metric-labels-allowlist=nodes=[*]`.
Source: https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/cluster/node-metrics.md (2026-11-21).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from components.results import PoolResult
from providers.incluster.monitoring.promql import Selector
from providers.incluster.monitoring.rule import RecordingRule, RuleGroup
from providers.incluster.monitoring.vocabulary import POOL_LABELS, Series

_REQUESTED = Selector("kube_pod_container_resource_requests")
_ALLOCATABLE = Selector("kube_node_status_allocatable")
_ACTIVE = Selector("kube_pod_status_phase").matching("phase", ["Pending", "Running"])
_GIB = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class HourlyRates:
    """What the owner of a pool's nodes pays for what is asked of them, in US dollars an hour."""

    vcpu_usd: Decimal
    memory_gib_usd: Decimal
    accelerator_usd: Decimal = Decimal(0)


def pool_rules(
    environment_name: str, namespace: str, pools: Mapping[str, PoolResult], rates: Mapping[str, HourlyRates]
) -> Iterator[RuleGroup]:
    """One group for each pool, and one for use over all of them.

    Pods of `namespace` are priced by the `rates` of the pool that they run on; a pool without rates gets no cost.
    """
    for name, pool in sorted(pools.items()):
        rules = list(_nodes(environment_name, name, pool))
        if name in rates:
            rules.append(_cost(environment_name, namespace, name, pool, rates[name]))
        yield RuleGroup(f"transship-{environment_name}-pool-{name}", rules)
    if pools:
        yield RuleGroup(f"transship-{environment_name}-pools", list(_use(environment_name, pools)))


def resource_label(resource: str) -> str:
    """A resource as kube-state-metrics writes it: `nvidia.com/gpu` becomes `nvidia_com_gpu`."""
    return re.sub(r"[^a-zA-Z0-9_]", "_", resource)


def _nodes(environment_name: str, name: str, pool: PoolResult) -> Iterator[RecordingRule]:
    labels = {"environment": environment_name, "pool": name}
    selector = Selector("kube_node_labels").where(
        **{f"label_{resource_label(key)}": value for key, value in sorted(pool.selector.items())}
    )
    yield RecordingRule(Series.POOL_NODE, f"max by (node) ({selector})", labels)
    yield RecordingRule(Series.NODES, f"count({Series.POOL_NODE.of(**labels)}) or vector(0)", labels)


def _use(environment_name: str, pools: Mapping[str, PoolResult]) -> Iterator[RecordingRule]:
    def of_pools(vector: str) -> str:
        """Node by node, by pool; nodes of no pool fall out."""
        node = Series.POOL_NODE.of(environment=environment_name)
        return f"sum by ({POOL_LABELS}) (sum by (node) ({vector}) * on (node) group_left ({POOL_LABELS}) {node})"

    def share(vector: str, resource: str) -> str:
        # Two instances of kube-state-metrics tell of the same node: `max` before the sum.
        return f"{of_pools(vector)} / {of_pools(f'max by (node) ({_ALLOCATABLE.where(resource=resource)})')}"

    yield RecordingRule(Series.CPU_REQUESTED, share(_asked("cpu"), "cpu"))
    yield RecordingRule(Series.MEMORY_REQUESTED, share(_asked("memory"), "memory"))
    yield RecordingRule(Series.CPU_USED, share('rate(container_cpu_usage_seconds_total{container!=""}[5m])', "cpu"))
    yield RecordingRule(Series.MEMORY_USED, share('container_memory_working_set_bytes{container!=""}', "memory"))
    devices = sorted({pool.accelerator_resource for pool in pools.values() if pool.accelerator_resource})
    if not devices:
        return
    asked = " or ".join(share(_asked(resource_label(each)), resource_label(each)) for each in devices)
    yield RecordingRule(Series.ACCELERATORS_REQUESTED, asked)
    busy = "avg by (node) (avg_over_time(DCGM_FI_DEV_GPU_UTIL[5m]))"
    node = Series.POOL_NODE.of(environment=environment_name)
    joined = f"{busy} * on (node) group_left ({POOL_LABELS}) {node}"
    yield RecordingRule(Series.ACCELERATORS_USED, f"avg by ({POOL_LABELS}) ({joined}) / 100")


def _asked(resource: str, **labels: str) -> str:
    """What pods that are not finished ask for, pod by pod, with the node they are on."""
    requested = _REQUESTED.where(**labels, resource=resource)
    return (
        f"sum by (namespace, pod, node) (max by (namespace, pod, container, node) ({requested})) "
        f"* on (namespace, pod) group_left () (max by (namespace, pod) ({_ACTIVE}) == 1)"
    )


def _cost(environment_name: str, namespace: str, name: str, pool: PoolResult, rates: HourlyRates) -> RecordingRule:
    node = Series.POOL_NODE.of(environment=environment_name, pool=name)
    prices = {"cpu": rates.vcpu_usd, "memory": rates.memory_gib_usd / _GIB}
    if pool.accelerator_resource:
        prices[resource_label(pool.accelerator_resource)] = rates.accelerator_usd
    # `or vector(0)`: a resource nobody asks for costs nothing, and must not make the sum of the others vanish.
    parts = [
        f"(sum(({_asked(resource, namespace=namespace)}) * on (node) group_left () {node}) or vector(0)) * {price:f}"
        for resource, price in prices.items()
    ]
    return RecordingRule(Series.COST_HOURLY, " + ".join(parts), {"environment": environment_name, "pool": name})
