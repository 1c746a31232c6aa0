"""The series that Transship records: one vocabulary over every runtime and pool.

Alerts, dashboards, autoscaling triggers and rollout gates read these names and no other, so that a change of runtime
changes one table (`sources.py`) and nothing that watches. Pure.
"""

from enum import StrEnum

from providers.incluster.monitoring.promql import Selector


class Series(StrEnum):
    """A recorded series.

    All carry `environment`. Series of models carry `model`, `variant` and, save for replicas, `runtime`; series of
    pools carry `pool`. What cannot be known is absent, never 0: without requests there is no error ratio.
    """

    REQUESTS = "transship:requests:rate5m"
    """Requests that a variant answered, per second, over five minutes."""
    REQUESTS_1M = "transship:requests:rate1m"
    """The same over one minute: quick enough to scale by."""
    ERRORS = "transship:errors:rate5m"
    """Requests that a variant failed through no fault of the caller (5xx), per second, over five minutes."""
    ERROR_RATIO = "transship:errors:ratio5m"
    """Errors per request, 0 to 1, over five minutes."""
    LATENCY_P50 = "transship:latency_seconds:p50_5m"
    """Seconds within which half of the requests were answered, over five minutes."""
    LATENCY_P95 = "transship:latency_seconds:p95_5m"
    """Seconds within which 95 of 100 requests were answered, over five minutes."""
    LATENCY_P99 = "transship:latency_seconds:p99_5m"
    """Seconds within which 99 of 100 requests were answered, over five minutes."""
    REPLICAS_WANTED = "transship:replicas:wanted"
    """Replicas that a variant should have."""
    REPLICAS_UNAVAILABLE = "transship:replicas:unavailable"
    """Replicas that a variant should have and that are not available."""

    POOL_NODE = "transship:pool_node:info"
    """1 for each node of a pool; also carries `node`."""
    NODES = "transship:pool_nodes:count"
    """Nodes of a pool; 0 when it has none."""
    POOL_REQUESTED = "transship:pool_requested:sum"
    """What placed pods ask for: vCPUs, bytes or devices; also carries `namespace` and `resource`."""
    CPU_REQUESTED = "transship:pool_cpu:requested_ratio"
    """vCPUs that pods asked for, per vCPU that the pool's nodes can give."""
    CPU_USED = "transship:pool_cpu:used_ratio5m"
    """vCPUs that pods used, per vCPU that the pool's nodes can give, over five minutes."""
    MEMORY_REQUESTED = "transship:pool_memory:requested_ratio"
    """Memory that pods asked for, per byte that the pool's nodes can give."""
    MEMORY_USED = "transship:pool_memory:used_ratio"
    """Memory that pods hold, per byte that the pool's nodes can give."""
    ACCELERATORS_REQUESTED = "transship:pool_accelerators:requested_ratio"
    """Devices that pods asked for, per device that the pool's nodes can give."""
    ACCELERATORS_USED = "transship:pool_accelerators:used_ratio5m"
    """Share of the time in which the pool's devices were busy, 0 to 1, over five minutes."""
    COST_HOURLY = "transship:pool_cost:hourly_usd"
    """What the environment's pods on a pool cost by the owner's rates, in US dollars an hour."""

    def of(self, **labels: str) -> Selector:
        """The series with these label values, for example `Series.REQUESTS.of(model="fraud")`."""
        return Selector(self.value).where(**labels)


def requests_per_second(environment: str, model: str, variant: str) -> str:
    """The query that an autoscaler follows: requests per second of one variant, all replicas together."""
    return f"sum({Series.REQUESTS_1M.of(environment=environment, model=model, variant=variant)})"
