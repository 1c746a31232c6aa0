"""Monitoring: Prometheus in the cluster records, and Google Cloud keeps, draws and tells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulumi
from pulumi_gcp.monitoring import Dashboard

from components.contract import MachineChoice
from components.results import ClusterResult, MonitoringResult, PoolResult
from components.specs import Environment
from providers.gcp.access import Access
from providers.gcp.alert_policies import build_alert_policies, build_channels
from providers.gcp.budget import BUDGET, build_budget
from providers.gcp.dashboard import dashboard
from providers.gcp.options import GcpOptions
from providers.incluster.monitoring.alerts import gpu_pools
from providers.incluster.monitoring.build import build_monitoring as build_incluster
from providers.incluster.monitoring.objects import Place, custom_object
from providers.incluster.monitoring.rates import NodeRate
from providers.incluster.monitoring.scrape import INTERVAL

DASHBOARD = "dashboard"
GPU_METRICS = "gpu-metrics"
CONSOLE = "https://console.cloud.google.com/monitoring"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringRequest:
    """What monitoring is built from."""

    environment: Environment
    options: GcpOptions
    access: Access
    machines: Mapping[str, MachineChoice]
    secrets: Mapping[str, pulumi.Output[str]]


def build_monitoring(
    parent: pulumi.Resource,
    name: str,
    request: MonitoringRequest,
    cluster: ClusterResult,
    pools: Mapping[str, PoolResult],
) -> MonitoringResult:
    """Creates what is scraped, recorded, drawn and told: in the cluster, and in Google Cloud. Called once."""
    environment, options, access = request.environment, request.options, request.access
    measured = bool(gpu_pools(environment))
    inside = build_incluster(
        parent,
        name,
        access.environment,
        environment,
        cluster,
        pools,
        # GKE runs the exporter, without the Service that the shared scraping would look for.
        replace(options.monitoring, exporter=None),
        request.secrets,
        node_rates(request.machines),
        told_elsewhere=bool(options.notify),
    )
    made: dict[str, pulumi.Resource] = dict(inside.native)
    if measured:
        place = Place.of(access.environment, cluster, options.monitoring)
        made[GPU_METRICS] = custom_object(
            parent, f"{name}-{GPU_METRICS}", "PodMonitor", place, GPU_METRICS, gpu_pod_monitor()
        )
    made |= _managed(parent, name, request, measured=measured)
    console = f"{CONSOLE}/alerting?project={access.project}"
    return MonitoringResult(endpoints={**inside.endpoints, "cloud_monitoring": console}, native=made)


def _managed(
    parent: pulumi.Resource, name: str, request: MonitoringRequest, *, measured: bool
) -> dict[str, pulumi.Resource]:
    """What is Google Cloud's own: channels, alert policies, a dashboard, the budget."""
    environment, options, access = request.environment, request.options, request.access
    channels = build_channels(parent, name, options.notify, access)
    told = list(channels.values())
    made: dict[str, pulumi.Resource] = dict(channels)
    made |= build_alert_policies(parent, name, environment, access, told)
    if environment.monitoring.dashboards:
        made[DASHBOARD] = Dashboard(
            f"{name}-{DASHBOARD}",
            dashboard_json=dashboard(access.environment, environment, accelerators=measured),
            opts=pulumi.ResourceOptions(parent=parent),
        )
    if environment.budget and options.billing_account:
        made[BUDGET] = build_budget(parent, name, environment.budget, options.billing_account, access, told)
    return made


def node_rates(machines: Mapping[str, MachineChoice]) -> dict[str, NodeRate]:
    """What a node of each pool costs an hour; a pool whose price is not known is left out, and so never free."""
    return {
        pool: NodeRate(node_usd=choice.usd_per_hour)
        for pool, choice in machines.items()
        if choice.usd_per_hour is not None
    }


def gpu_pod_monitor() -> dict[str, object]:
    """How GKE's own exporter of GPU metrics is scraped: with the node's name, by which devices are counted to pools.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/dcgm-metrics, 2026-11-21.
    """
    node = {"action": "replace", "sourceLabels": ["__meta_kubernetes_pod_node_name"], "targetLabel": "node"}
    return {
        "namespaceSelector": {"matchNames": ["gke-managed-system"]},
        "selector": {"matchLabels": {"app.kubernetes.io/name": "gke-managed-dcgm-exporter"}},
        "podMetricsEndpoints": [{"port": "metrics", "interval": INTERVAL, "relabelings": [node]}],
    }
