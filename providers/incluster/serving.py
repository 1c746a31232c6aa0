"""The door: the serving layer of a cluster, once there is one; the same on every target."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from components.results import ModelStore, Native
from components.specs import ServingSpec
from providers.incluster.addons import ChartValues, build_addons
from providers.incluster.gateway import Door, ServiceType, build_gateway
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.namespace import build_namespace
from providers.incluster.network import Neighbours
from providers.incluster.options import Addons

LAYER = "transship:index:ServingLayer"
"""What is inside a cluster that the stack creates: its children inherit a provider that did not exist before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingRequest:
    """What the serving layer is built from.

    Attributes:
        retention_days: days for which metrics are kept, where monitoring is installed.
        exposure: how the gateway's Service is reached.
        chart_values: by the role of an add-on, what the target knows of its clusters: merged over the chart's values.
    """

    environment_name: str
    spec: ServingSpec
    store: ModelStore
    addons: Addons
    monitoring: MonitoringOptions
    retention_days: int
    exposure: ServiceType
    chart_values: Mapping[str, ChartValues] = field(default_factory=dict[str, ChartValues])


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A serving layer: what `ClusterResult` says of it.

    Attributes:
        namespace: where models are served.
        addons: what was installed; custom resources of its kinds are created after.
    """

    namespace: pulumi.Output[str]
    gateway: pulumi.Output[str]
    gateway_address: pulumi.Input[str]
    gateway_scheme: str
    addons: tuple[pulumi.Resource, ...]
    native: Native


def open_layer(
    parent: pulumi.Resource, name: str, provider: pulumi.ProviderResource, after: tuple[pulumi.Resource, ...]
) -> pulumi.ComponentResource:
    """A parent for everything inside a cluster that the stack itself creates.

    Args:
        parent: the cluster's component.
        name: the component's name.
        provider: how the cluster is reached.
        after: what must be there before pods can run: the nodes that the add-ons go to.
    """
    opts = pulumi.ResourceOptions(parent=parent, providers=[provider], depends_on=list(after))
    return pulumi.ComponentResource(LAYER, f"{name}-layer", opts=opts)


def build_serving(parent: pulumi.Resource, name: str, request: ServingRequest) -> Serving:
    """Puts add-ons, the serving namespace with its rules, and the gateway into a cluster.

    Called once, by a target's `build_cluster`.

    Args:
        parent: gives the children their provider: the cluster's component, or its layer (`open_layer`).
        name: what the names of all children start with.
        request: what the layer is built from.
    """
    options = request.addons
    addons = build_addons(
        parent,
        name,
        request.environment_name,
        options,
        request.monitoring,
        request.retention_days,
        request.chart_values,
    )
    neighbours = Neighbours(
        gateway=options.gateway.namespace, monitoring=request.monitoring.namespace, store=request.store
    )
    namespace = build_namespace(parent, name, request.environment_name, neighbours)
    installed = tuple(addons.values())
    gateway = build_gateway(
        parent,
        name,
        Door(
            environment_name=request.environment_name,
            namespace=namespace.name,
            serving=request.spec,
            options=options.gateway,
            exposure=request.exposure,
            addons=installed,
        ),
    )
    return Serving(
        namespace=namespace.name,
        gateway=gateway.name,
        gateway_address=gateway.address,
        gateway_scheme=gateway.scheme,
        addons=installed,
        native={**addons, **namespace.native, **gateway.native},
    )
