"""Recording rules of pools: nodes, what is asked of them, and what is used. Pure.

A pool is the nodes that its selector matches, told by kube-state-metrics' `kube_node_labels`. kube-state-metrics
exports a node label only when it is told to: its flag is `--metric-labels-allowlist=nodes=[*]`.
Source: https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/cluster/node-metrics.md (2026-11-21).
"""

import re
from collections.abc import Iterator, Mapping

from components.results import PoolResult
from providers.incluster.monitoring.promql import Selector, rate
from providers.incluster.monitoring.rule import RecordingRule, RuleGroup
from providers.incluster.monitoring.vocabulary import Series

CPU = "cpu"
MEMORY = "memory"

_REQUESTS = Selector("kube_pod_container_resource_requests")
_ALLOCATABLE = Selector("kube_node_status_allocatable")
_ALIVE = Selector("kube_pod_status_phase").matching("phase", ["Pending", "Running"])
_CPU_SECONDS = Selector("container_cpu_usage_seconds_total", ('container!=""',))
_WORKING_SET = Selector("container_memory_working_set_bytes", ('container!=""',))
_BUSY_PERCENT = Selector("DCGM_FI_DEV_GPU_UTIL")


def pool_rules(environment_name: str, pools: Mapping[str, PoolResult]) -> Iterator[RuleGroup]:
    """One group over all pools; none without pools."""
    if not pools:
        return
    rules = [rule for name, pool in sorted(pools.items()) for rule in _nodes(environment_name, name, pool)]
    rules += _use(environment_name, devices(pools))
    yield RuleGroup(f"transship-{environment_name}-pools", rules)


def devices(pools: Mapping[str, PoolResult]) -> list[str]:
    """The kinds of devices that the pools have, as kube-state-metrics writes them."""
    return sorted({exported(pool.accelerator_resource) for pool in pools.values() if pool.accelerator_resource})


def exported(resource: str) -> str:
    """A resource as kube-state-metrics writes it: `nvidia.com/gpu` becomes `nvidia_com_gpu`.

    Source: https://github.com/kubernetes/kube-state-metrics/blob/v2.18.0/internal/store/utils.go (2026-11-21).
    """
    return re.sub(r"[^a-zA-Z0-9_]", "_", resource)


def exported_label(key: str) -> str:
    """A label's key as kube-state-metrics writes it: `example.com/nodeRole` becomes `label_example_com_node_role`.

    Source: as for `exported`.
    """
    return "label_" + re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", exported(key)).lower()


def _nodes(environment_name: str, name: str, pool: PoolResult) -> Iterator[RecordingRule]:
    here = {"environment": environment_name, "pool": name}
    selected = {exported_label(key): value for key, value in sorted(pool.selector.items())}
    nodes = Selector("kube_node_labels").where(**selected)
    yield RecordingRule(Series.POOL_NODE, f"max by (node) ({nodes})", here)
    yield RecordingRule(Series.NODES, f"count({Series.POOL_NODE.of(**here)}) or vector(0)", here)


def _use(environment_name: str, device_kinds: list[str]) -> Iterator[RecordingRule]:
    here = {"environment": environment_name}
    node = Series.POOL_NODE.of(**here)

    def share(part: str, *resources: str) -> str:
        # Two instances of kube-state-metrics tell of the same node: `max` before the sum.
        whole = f"max by (node, resource) ({_ALLOCATABLE.matching('resource', resources)})"
        return f"{part} / sum by (pool) ({_of_pools(whole, node)})"

    def requested(*resources: str) -> str:
        return share(f"sum by (pool) ({Series.POOL_REQUESTED.of(**here).matching('resource', resources)})", *resources)

    def used(vector: str, resource: str) -> str:
        return share(f"sum by (pool) ({_of_pools(f'sum by (node) ({vector})', node)})", resource)

    yield RecordingRule(Series.POOL_REQUESTED, _requested([CPU, MEMORY, *device_kinds], node), here)
    yield RecordingRule(Series.CPU_REQUESTED, requested(CPU), here)
    yield RecordingRule(Series.MEMORY_REQUESTED, requested(MEMORY), here)
    yield RecordingRule(Series.CPU_USED, used(rate(_CPU_SECONDS, "5m"), CPU), here)
    yield RecordingRule(Series.MEMORY_USED, used(str(_WORKING_SET), MEMORY), here)
    if device_kinds:
        busy = _of_pools(f"avg by (node) (avg_over_time({_BUSY_PERCENT}[5m]))", node)
        yield RecordingRule(Series.ACCELERATORS_REQUESTED, requested(*device_kinds), here)
        yield RecordingRule(Series.ACCELERATORS_USED, f"avg by (pool) ({busy}) / 100", here)


def _requested(resources: list[str], node: Selector) -> str:
    """What the pods of each namespace ask for on each pool: pods that are placed and not finished."""
    asked = f"max by (namespace, pod, container, node, resource) ({_REQUESTS.matching('resource', resources)})"
    alive = f"(max by (namespace, pod) ({_ALIVE}) == 1)"
    by_node = f"sum by (namespace, node, resource) ({asked} * on (namespace, pod) group_left () {alive})"
    return f"sum by (pool, namespace, resource) ({_of_pools(by_node, node)})"


def _of_pools(by_node: str, node: Selector) -> str:
    """A vector by node, with the pool of each node; nodes of no pool fall out."""
    return f"{by_node} * on (node) group_left (pool) {node}"
