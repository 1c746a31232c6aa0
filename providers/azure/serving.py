"""The cluster with its serving layer: network, AKS, and what runs inside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulumi
from pulumi_azure_native.containerservice import ManagedCluster

from components.results import ClusterResult
from components.specs import Environment
from providers.azure.accelerators import operator_values
from providers.azure.cluster import CLUSTER, ClusterPlan, build_managed_cluster
from providers.azure.cluster_access import open_cluster
from providers.azure.cluster_identities import build_identities
from providers.azure.disks import build_disk_encryption
from providers.azure.door import Door, door
from providers.azure.endpoints import blobs, build_endpoints, images, vault
from providers.azure.foundation import Foundation
from providers.azure.metrics import Metrics, build_metrics
from providers.azure.network import Network, build_network
from providers.azure.options import AzureOptions
from providers.azure.registry import AzureRegistry
from providers.azure.spot import build_priorities, with_fallback
from providers.incluster.addons import ACCELERATORS, MONITORING, ChartValues
from providers.incluster.monitoring.alerts import gpu_pools
from providers.incluster.options import AddonMode, Addons
from providers.incluster.serving import ServingRequest, build_serving, open_layer


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureCluster(ClusterResult):
    """A cluster with what its pools, models and alerts are built on.

    Attributes:
        managed: the AKS cluster.
        issuer: the URL by which it vouches for service accounts.
        metrics: where what it records is kept; None where its monitoring is not the stack's.
    """

    foundation: Foundation
    network: Network
    managed: ManagedCluster
    issuer: pulumi.Output[str]
    metrics: Metrics | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRequest:
    """What the cluster is built from.

    Attributes:
        environment: what will run in it.
        system_machine: what the nodes are that add-ons run on.
    """

    environment_name: str
    environment: Environment
    options: AzureOptions
    registry: AzureRegistry
    system_machine: str


def build_cluster(parent: pulumi.Resource, name: str, request: ClusterRequest) -> AzureCluster:
    """Creates the network, the cluster and its serving layer."""
    options, registry = request.options, request.registry
    foundation, serving = registry.foundation, request.environment.serving
    network = build_network(parent, name, foundation, options.network, public=not serving.private)
    reached = build_endpoints(
        parent,
        name,
        foundation,
        network,
        [
            blobs(registry.objects.account.id),
            images(registry.image_registry.registry.id),
            vault(registry.keys.vault.id),
        ],
    )
    managed = _managed(parent, name, request, network)
    issuer = managed.oidc_issuer_profile.apply(lambda known: known.issuer_url if known else "")
    monitored = options.addons.monitoring is AddonMode.INSTALL
    metrics = build_metrics(parent, name, foundation, issuer, options.monitoring.namespace) if monitored else None
    access = open_cluster(parent, name, foundation, managed, options.cluster)
    layer = open_layer(parent, name, access.provider, after=(managed, *reached.values()))
    entry = door(network, options.network, foundation.access.names)
    inside = build_serving(layer, name, _inside(request, entry, metrics))
    ranks = build_priorities(layer, name, request.environment_name, with_fallback(request.environment.pools))
    return AzureCluster(
        provider=access.provider,
        endpoint=access.endpoint,
        ca_certificate=access.ca_certificate,
        auth_command=access.auth_command,
        kubeconfig=access.kubeconfig,
        namespace=inside.namespace,
        gateway=inside.gateway,
        gateway_address=options.addons.gateway.address or entry.address or inside.gateway_address,
        gateway_scheme=inside.gateway_scheme,
        addons=inside.addons,
        native={**network.native, **reached, CLUSTER: managed, **_native(metrics), **inside.native, **ranks},
        foundation=foundation,
        network=network,
        managed=managed,
        issuer=issuer,
        metrics=metrics,
    )


def _managed(parent: pulumi.Resource, name: str, request: ClusterRequest, network: Network) -> ManagedCluster:
    registry = request.registry
    foundation, keys = registry.foundation, registry.keys
    disks = build_disk_encryption(parent, name, foundation, keys.data).id if keys.data else None
    images_id = registry.image_registry.registry.id
    plan = ClusterPlan(
        foundation=foundation,
        network=network,
        keys=keys,
        identities=build_identities(parent, name, foundation, network, keys, images_id, disks),
        options=request.options,
        system_machine=request.system_machine,
        ranked=bool(with_fallback(request.environment.pools)),
        disks=disks,
    )
    return build_managed_cluster(parent, name, plan)


def _inside(request: ClusterRequest, entry: Door, metrics: Metrics | None) -> ServingRequest:
    options = request.options
    values: Mapping[str, ChartValues] = {ACCELERATORS: operator_values()}
    return ServingRequest(
        environment_name=request.environment_name,
        spec=request.environment.serving,
        store=request.registry.store,
        addons=_addons(options.addons, request.environment, entry),
        monitoring=options.monitoring,
        retention_days=request.environment.monitoring.retention_days,
        exposure="LoadBalancer",
        chart_values={**values, MONITORING: metrics.chart_values} if metrics else values,
    )


def _addons(addons: Addons, environment: Environment, entry: Door) -> Addons:
    """What the options ask for: the gateway at its door, and nothing for GPUs where there are none."""
    gateway = replace(addons.gateway, annotations={**entry.annotations, **addons.gateway.annotations})
    wanted = addons.accelerators if gpu_pools(environment) else AddonMode.PREINSTALLED
    return replace(addons, gateway=gateway, accelerators=wanted)


def _native(metrics: Metrics | None) -> Mapping[str, pulumi.Resource]:
    return metrics.native if metrics else {}
