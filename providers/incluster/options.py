"""What a cluster has or gets, as part of a target's options: add-ons, the gateway, images. Pure."""

from dataclasses import dataclass, field
from enum import auto

from components.capabilities import Kebab
from components.specs import Name, RuntimeKind


class AddonMode(Kebab):
    """Whether an add-on is installed with the stack, or is the cluster's own."""

    INSTALL = auto()
    """A pinned chart is installed; one stack of a cluster does that, the others find it preinstalled."""
    PREINSTALLED = auto()
    """Nothing is created. What uses the add-on is, so its custom resource definitions must be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayOptions:
    """The implementation of the Gateway API that requests enter by.

    What is preinstalled may be another than Envoy Gateway, as long as no variant has to be woken from zero replicas.
    """

    mode: AddonMode = AddonMode.PREINSTALLED
    """Install Envoy Gateway, or use what is there."""
    class_name: Name = "envoy-gateway"
    """The GatewayClass to use; created where Envoy Gateway is installed, expected where it is there."""
    namespace: Name = "envoy-gateway-system"
    """Where its proxies run: the only place that requests are let in from."""
    address: str | None = None
    """Where requests enter. Left out: the proxies' Service where Envoy Gateway is installed, else the host name."""
    certificate: Name | None = None
    """A TLS Secret in the serving namespace for the host name; requests are plain HTTP when left out."""
    annotations: dict[str, str] = field(default_factory=dict[str, str])
    """Annotations of the load balancer's Service, where the cluster's provider asks for some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addons:
    """What has to run in a cluster beside the models."""

    gateway: GatewayOptions = field(default_factory=GatewayOptions)
    """Routes, weights and mirrors: the Gateway API."""
    autoscaling: AddonMode = AddonMode.PREINSTALLED
    """Replicas by requests per second, and from zero: KEDA."""
    resource_metrics: AddonMode = AddonMode.PREINSTALLED
    """Replicas by CPU use: metrics-server."""
    monitoring: AddonMode = AddonMode.PREINSTALLED
    """Prometheus, Alertmanager and Grafana: kube-prometheus-stack."""
    accelerators: AddonMode = AddonMode.PREINSTALLED
    """Drivers, device plugin and metrics of NVIDIA GPUs: the GPU operator. Nothing needs it where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledGateway(GatewayOptions):
    """The implementation of the Gateway API in a cluster that the stack creates: installed unless told otherwise."""

    mode: AddonMode = AddonMode.INSTALL
    """Install Envoy Gateway, or use what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledAddons(Addons):
    """What has to run beside the models in a cluster that the stack creates: all of it is installed."""

    gateway: InstalledGateway = field(default_factory=InstalledGateway)
    """Routes, weights and mirrors: the Gateway API."""
    autoscaling: AddonMode = AddonMode.INSTALL
    """Replicas by requests per second, and from zero: KEDA."""
    resource_metrics: AddonMode = AddonMode.INSTALL
    """Replicas by CPU use: metrics-server."""
    monitoring: AddonMode = AddonMode.INSTALL
    """Prometheus, Alertmanager and Grafana: kube-prometheus-stack."""
    accelerators: AddonMode = AddonMode.INSTALL
    """Drivers, device plugin and metrics of NVIDIA GPUs: the GPU operator; only where a pool has GPUs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOptions:
    """Where the images of model pods come from."""

    puller: str
    """The image of the registry client that pulls and verifies a version before its server starts."""
    runtimes: dict[RuntimeKind, str] = field(default_factory=dict[RuntimeKind, str])
    """Images to run in place of the runtimes' own: mirrors, or ones built for the cluster."""
    pull_secrets: tuple[Name, ...] = ()
    """Secrets of the serving namespace that hold registry credentials."""
