"""The add-ons that can be installed: which chart, pinned, and with which values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

PodSecurity = Literal["privileged", "baseline", "restricted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A Helm chart at one version.

    Attributes:
        name: of the chart in its repository; with the whole OCI reference where there is no repository.
        repository: URL of a chart repository; None for an OCI reference.
        release: what the release is called.
        namespace: where the release goes.
        pod_security: what the add-on's own pods need of their namespace.
        values: what differs from the chart's own.
        source: where the version was read, on 2026-11-21.
    """

    name: str
    repository: str | None
    version: str
    release: str
    namespace: str
    pod_security: PodSecurity
    values: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    source: str


ENVOY_GATEWAY = Chart(
    name="oci://docker.io/envoyproxy/gateway-helm",
    repository=None,
    version="v1.9.1",
    release="envoy-gateway",
    namespace="envoy-gateway-system",
    pod_security="restricted",
    source="https://github.com/envoyproxy/gateway/releases",
)

KEDA = Chart(
    name="keda",
    repository="https://kedacore.github.io/charts",
    version="2.20.2",
    release="keda",
    namespace="keda",
    pod_security="restricted",
    source="https://github.com/kedacore/charts/releases",
)

METRICS_SERVER = Chart(
    name="metrics-server",
    repository="https://kubernetes-sigs.github.io/metrics-server",
    version="3.14.0",
    release="metrics-server",
    namespace="metrics-server",
    pod_security="restricted",
    source="https://github.com/kubernetes-sigs/metrics-server/releases",
)

PROMETHEUS = Chart(
    name="kube-prometheus-stack",
    repository="https://prometheus-community.github.io/helm-charts",
    version="87.21.0",
    release="kube-prometheus-stack",
    namespace="monitoring",
    pod_security="privileged",
    # Which nodes are a pool's is told by their labels, which kube-state-metrics leaves out unless asked.
    values={"kube-state-metrics": {"metricLabelsAllowlist": ["nodes=[*]"]}},
    source="https://github.com/prometheus-community/helm-charts/releases",
)

GPU_OPERATOR = Chart(
    name="gpu-operator",
    repository="https://helm.ngc.nvidia.com/nvidia",
    version="v26.7.0",
    release="gpu-operator",
    namespace="gpu-operator",
    pod_security="privileged",
    source="https://github.com/NVIDIA/gpu-operator/releases",
)
