"""What makes the replicas of a variant grow and shrink; nothing for a variant that never does."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.autoscaling.v2 import (
    CrossVersionObjectReferenceArgs,
    HorizontalPodAutoscaler,
    HorizontalPodAutoscalerSpecArgs,
    MetricSpecArgs,
    MetricTargetArgs,
    ResourceMetricSourceArgs,
)

from components.specs import Replicas
from providers.incluster.monitoring.vocabulary import requests_per_second
from providers.incluster.waking import sleeps, unanswered
from providers.incluster.workload import Workload

AUTOSCALER = "autoscaler"

_POLL_SECONDS = 15
_COOL_DOWN_SECONDS = 300
_NEVER_MORE_THAN_ONE = "1000000000"
"""A threshold that no count reaches: whatever is above zero wakes the first replica, and asks for no second."""


def scales(replicas: Replicas) -> bool:
    """Whether an autoscaler owns the number of replicas."""
    return replicas.min != replicas.max


def build_autoscaler(
    parent: pulumi.Resource,
    resource_name: str,
    workload: Workload,
    prometheus_url: pulumi.Input[str],
    after: list[pulumi.Resource],
) -> pulumi.Resource | None:
    """Creates the autoscaler of a variant whose replicas may differ.

    Args:
        parent: gives the child its provider.
        resource_name: of the child.
        workload: the variant.
        prometheus_url: where Prometheus answers inside the cluster.
        after: the Deployment, and the add-ons that define the autoscaler's kind.
    """
    replicas = workload.variant.replicas
    if not scales(replicas):
        return None
    opts = pulumi.ResourceOptions(parent=parent, depends_on=after)
    if replicas.target_cpu_percent is not None:
        return _by_cpu(resource_name, workload, replicas.target_cpu_percent, opts)
    return _by_requests(resource_name, workload, prometheus_url, opts)


def _by_cpu(
    resource_name: str, workload: Workload, percent: int, opts: pulumi.ResourceOptions
) -> HorizontalPodAutoscaler:
    replicas = workload.variant.replicas
    utilization = MetricTargetArgs(type="Utilization", average_utilization=percent)
    return HorizontalPodAutoscaler(
        resource_name,
        metadata=workload.metadata(),
        spec=HorizontalPodAutoscalerSpecArgs(
            scale_target_ref=CrossVersionObjectReferenceArgs(
                api_version="apps/v1", kind="Deployment", name=workload.name
            ),
            min_replicas=replicas.min,
            max_replicas=replicas.max,
            metrics=[
                MetricSpecArgs(type="Resource", resource=ResourceMetricSourceArgs(name="cpu", target=utilization))
            ],
        ),
        opts=opts,
    )


def _by_requests(
    resource_name: str, workload: Workload, prometheus_url: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> CustomResource:
    """KEDA divides a query's result by its threshold: replicas = requests per second / target.

    Source: https://keda.sh/docs/latest/scalers/prometheus/, 2026-11-21.
    """
    replicas = workload.variant.replicas
    growing = requests_per_second(workload.environment_name, workload.model, workload.variant.name)
    triggers = [_trigger(prometheus_url, growing, str(replicas.target_requests_per_second))]
    if sleeps(workload.variant):
        waking = pulumi.Output.from_input(workload.namespace).apply(lambda name: unanswered(name, workload.model))
        triggers.append(_trigger(prometheus_url, waking, _NEVER_MORE_THAN_ONE))
    return CustomResource(
        resource_name,
        api_version="keda.sh/v1alpha1",
        kind="ScaledObject",
        metadata=workload.metadata(),
        spec={
            "scaleTargetRef": {"name": workload.name},
            "minReplicaCount": replicas.min,
            "maxReplicaCount": replicas.max,
            "pollingInterval": _POLL_SECONDS,
            "cooldownPeriod": _COOL_DOWN_SECONDS,
            "advanced": {"horizontalPodAutoscalerConfig": {"name": workload.name}},
            "triggers": triggers,
        },
        opts=opts,
    )


def _trigger(prometheus_url: pulumi.Input[str], query: pulumi.Input[str], threshold: str) -> dict[str, object]:
    return {
        "type": "prometheus",
        "metricType": "AverageValue",
        "metadata": {"serverAddress": prometheus_url, "query": query, "threshold": threshold},
    }
