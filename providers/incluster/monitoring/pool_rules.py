"""Recording rules of pools: nodes, what is asked of them, and what is used. Pure.

A pool is the nodes that its selector matches, told by kube-state-metrics' `kube_node_labels`. kube-state-metrics
exports a node label only when it is told to: its flag is `--metric-labels-allowlist=nodes=[*]`.
Source: https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/cluster/node-metrics.md (2026-11-21).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

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
    """One group for each pool, so that what goes wrong with one (a node that two pools claim) leaves the others be."""
    for name, pool in sorted(pools.items()):
        rules = list(_rules({"environment": environment_name, "pool": name}, pool))
        yield RuleGroup(f"transship-{environment_name}-pool-{name}", rules)


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


def _rules(here: Mapping[str, str], pool: PoolResult) -> Iterator[RecordingRule]:
    device = [exported(pool.accelerator_resource)] if pool.accelerator_resource else []
    yield RecordingRule(Series.POOL_NODE, _nodes(pool), here)
    yield RecordingRule(Series.NODES, f"count({Series.POOL_NODE.of(**here)}) or vector(0)", here)
    yield RecordingRule(Series.POOL_REQUESTED, _requested([CPU, MEMORY, *device], here), here)
    yield RecordingRule(Series.CPU_REQUESTED, _share(_asked(CPU, here), CPU, here), here)
    yield RecordingRule(Series.MEMORY_REQUESTED, _share(_asked(MEMORY, here), MEMORY, here), here)
    yield RecordingRule(Series.CPU_USED, _share(_of_pool(rate(_CPU_SECONDS, "5m"), here), CPU, here), here)
    yield RecordingRule(Series.MEMORY_USED, _share(_of_pool(str(_WORKING_SET), here), MEMORY, here), here)
    for resource in device:
        busy = f"avg_over_time({_BUSY_PERCENT}[5m])"
        yield RecordingRule(Series.ACCELERATORS_REQUESTED, _share(_asked(resource, here), resource, here), here)
        yield RecordingRule(Series.ACCELERATORS_USED, f"avg({_on_pool(busy, here)}) / 100", here)


def _nodes(pool: PoolResult) -> str:
    """1 for each node that the pool's selector matches."""
    selected = {exported_label(key): value for key, value in sorted(pool.selector.items())}
    return f"max by (node) ({Selector('kube_node_labels').where(**selected)})"


def _on_pool(vector: str, here: Mapping[str, str]) -> str:
    """A vector with `node`, without what is on the nodes of other pools."""
    return f"{vector} * on (node) group_left () {Series.POOL_NODE.of(**here)}"


def _of_pool(vector: str, here: Mapping[str, str]) -> str:
    """What a vector with `node` adds up to on the pool's nodes."""
    return f"sum({_on_pool(vector, here)})"


def _share(part: str, resource: str, here: Mapping[str, str]) -> str:
    """A part of what the pool's nodes can give of a resource."""
    # Two instances of kube-state-metrics tell of the same node: `max` before the sum.
    return f"{part} / {_of_pool(f'max by (node) ({_ALLOCATABLE.where(resource=resource)})', here)}"


def _asked(resource: str, here: Mapping[str, str]) -> str:
    """What the pods of all namespaces ask for of a resource."""
    return f"sum({Series.POOL_REQUESTED.of(**here, resource=resource)})"


def _requested(resources: Sequence[str], here: Mapping[str, str]) -> str:
    """What the pods of each namespace ask for: pods that are placed and not finished."""
    asked = f"max by (namespace, pod, container, node, resource) ({_REQUESTS.matching('resource', resources)})"
    alive = f"(max by (namespace, pod) ({_ALIVE}) == 1)"
    placed = _on_pool(asked, here)
    return f"sum by (namespace, resource) ({placed} * on (namespace, pod) group_left () {alive})"
