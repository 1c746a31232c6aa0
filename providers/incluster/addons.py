"""Installs the add-ons that a cluster lacks, as Helm releases at pinned versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import pulumi
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.helm.v3 import Release, RepositoryOptsArgs
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import managed
from components.overrides import merged
from providers.incluster.charts import ENVOY_GATEWAY, GPU_OPERATOR, KEDA, METRICS_SERVER, PROMETHEUS, Chart
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.namespace import pod_security_labels
from providers.incluster.options import AddonMode, Addons

GATEWAY = "gateway"
AUTOSCALING = "autoscaling"
RESOURCE_METRICS = "resource-metrics"
MONITORING = "monitoring"
ACCELERATORS = "accelerators"

_TIMEOUT_SECONDS = 900


ChartValues = Mapping[str, object]
"""Values of a chart, as its `values.yaml` spells them; outputs may stand anywhere in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One chart for one cluster.

    Attributes:
        role: what it is for, and what the release's resource is called after.
        values: merged over the chart's own, at every depth.
    """

    role: str
    chart: Chart
    namespace: str
    release: str
    values: ChartValues = field(default_factory=dict[str, object])


def build_addons(
    parent: pulumi.Resource,
    name: str,
    environment_name: str,
    addons: Addons,
    monitoring: MonitoringOptions,
    retention_days: int,
    values: Mapping[str, ChartValues] | None = None,
) -> dict[str, pulumi.Resource]:
    """Creates the releases that the options ask for, each in a namespace of its own; none when all are preinstalled.

    Custom resources come after the release that defines them: hand the result on in `ClusterResult.addons`.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        environment_name: what the namespaces are labelled with.
        addons: what is installed.
        monitoring: where Prometheus goes, and under which release name.
        retention_days: days for which Prometheus keeps metrics.
        values: by role, what a target knows of its clusters: merged over the charts' own values.
    """
    own = values or {}
    return {
        wanted.role: build_release(
            parent,
            f"{name}-{wanted.role}",
            environment_name,
            replace(wanted, values=combined(wanted.values, own.get(wanted.role, {}))),
        )
        for wanted in _installations(addons, monitoring, retention_days)
    }


def _installations(addons: Addons, monitoring: MonitoringOptions, retention_days: int) -> Iterator[Installation]:
    if addons.gateway.mode is AddonMode.INSTALL:
        yield _own(GATEWAY, ENVOY_GATEWAY, addons.gateway.namespace)
    if addons.autoscaling is AddonMode.INSTALL:
        yield _own(AUTOSCALING, KEDA)
    if addons.resource_metrics is AddonMode.INSTALL:
        yield _own(RESOURCE_METRICS, METRICS_SERVER)
    if addons.monitoring is AddonMode.INSTALL:
        yield Installation(
            role=MONITORING,
            chart=PROMETHEUS,
            namespace=monitoring.namespace,
            release=monitoring.release,
            values={"prometheus": {"prometheusSpec": {"retention": f"{retention_days}d"}}},
        )
    if addons.accelerators is AddonMode.INSTALL:
        yield _own(ACCELERATORS, GPU_OPERATOR)


def combined(base: ChartValues, over: ChartValues) -> dict[str, object]:
    """The values with `over` merged into them at every depth; neither is changed."""
    return cast("dict[str, object]", merged(base, over))


def _own(role: str, chart: Chart, namespace: str | None = None) -> Installation:
    return Installation(role=role, chart=chart, namespace=namespace or chart.namespace, release=chart.release)


def build_release(parent: pulumi.Resource, resource_name: str, environment_name: str, wanted: Installation) -> Release:
    """Installs one chart in a namespace of its own; for add-ons that only one target needs, call it directly."""
    chart = wanted.chart
    home = Namespace(
        f"{resource_name}-namespace",
        metadata=ObjectMetaArgs(
            name=wanted.namespace,
            labels={**managed(environment_name), **pod_security_labels(chart.pod_security)},
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return Release(
        resource_name,
        name=wanted.release,
        namespace=home.metadata.name,
        chart=chart.name,
        version=chart.version,
        repository_opts=RepositoryOptsArgs(repo=chart.repository) if chart.repository else None,
        values=combined(chart.values, wanted.values),
        # A release that fails, or whose installer is killed, must not block the next attempt.
        atomic=True,
        timeout=_TIMEOUT_SECONDS,
        opts=pulumi.ResourceOptions(parent=parent),
    )
