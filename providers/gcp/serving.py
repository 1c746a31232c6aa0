"""The serving cluster: network, keys, logs, GKE, its system pool, and the serving layer inside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_gcp.container import Cluster

from components.results import ClusterResult, RegistryResult
from components.specs import ServingSpec
from providers.gcp.access import Access
from providers.gcp.chart_values import PROMETHEUS_ACCOUNT, chart_values
from providers.gcp.cluster import CLUSTER, SYSTEM_POOL, GkeRequest, build_gke, build_system_pool, cluster_name
from providers.gcp.door import Door, build_door
from providers.gcp.identity import build_metrics_identity, build_node_identity
from providers.gcp.images import IMAGES
from providers.gcp.keys import Purpose, build_keys
from providers.gcp.kubeconfig import certificate, kubeconfig
from providers.gcp.logs import build_logs
from providers.gcp.network import build_network
from providers.gcp.nodes import node_setting
from providers.gcp.options import GcpOptions
from providers.gcp.placement import Placement
from providers.incluster.options import AddonMode, Addons
from providers.incluster.serving import ServingRequest, build_serving, open_layer

KUBERNETES_PROVIDER = "kubernetes"
STORAGE_CLASS = "premium-rwo"
"""Volumes on SSD, in the zone of their pod.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver, 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRequest:
    """What the cluster is built from.

    Attributes:
        zones: where nodes may be.
        system_machine: what the system pool's nodes are.
        measures_gpus: whether a pool has GPUs.
        retention_days: days for which Prometheus keeps metrics.
    """

    spec: ServingSpec
    options: GcpOptions
    access: Access
    placement: Placement
    zones: Sequence[str]
    system_machine: str
    measures_gpus: bool
    retention_days: int
    registry: RegistryResult


def build_cluster(parent: pulumi.Resource, name: str, request: ClusterRequest) -> ClusterResult:
    """Creates the cluster with everything around it, and puts the serving layer into it. Called once."""
    options, access = request.options, request.access
    network = build_network(parent, name, options.network, access)
    purposes = [Purpose.SECRETS, *([Purpose.DISKS] if request.spec.customer_keys else [])]
    keys = build_keys(parent, name, access.region, purposes, access)
    identity = build_node_identity(parent, name, access, request.placement.images, request.registry.native[IMAGES])
    logs = build_logs(parent, name, options, access)
    nodes = node_setting(access, keys.native)
    gke_request = GkeRequest(
        options=options,
        access=access,
        zones=request.zones,
        network=network,
        nodes=nodes,
        secrets_key=keys.ids[Purpose.SECRETS],
        measures_gpus=request.measures_gpus,
        after=(*network.ready, *keys.grants, *identity.ready, *logs.values()),
    )
    gke = build_gke(parent, name, gke_request)
    system = build_system_pool(parent, name, gke, request.system_machine, gke_request)
    door = build_door(parent, name, request.spec, options, network, access)
    around = {**network.native, **keys.native, **identity.native, **logs, **door.native}
    return _layer(parent, name, request, gke, door, {**around, CLUSTER: gke, SYSTEM_POOL: system})


def _layer(
    parent: pulumi.Resource,
    name: str,
    request: ClusterRequest,
    gke: Cluster,
    door: Door,
    native: dict[str, pulumi.Resource],
) -> ClusterResult:
    """What is inside the cluster; its parts come after the nodes that they run on."""
    options, access = request.options, request.access
    endpoint = pulumi.Output.concat("https://", gke.endpoint)
    authority = gke.master_auth.apply(lambda known: known.cluster_ca_certificate or "")
    config = kubeconfig(cluster_name(access), endpoint, authority)
    provider = kubernetes.Provider(
        f"{name}-{KUBERNETES_PROVIDER}",
        kubeconfig=config,
        upsert_existing_objects=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    ready = [native[SYSTEM_POOL], *door.native.values()]
    if options.addons.monitoring is AddonMode.INSTALL:
        writer = build_metrics_identity(parent, name, access, options.monitoring.namespace, PROMETHEUS_ACCOUNT, [gke])
        native = native | writer
        ready += writer.values()
    serving = build_serving(
        open_layer(parent, name, provider, tuple(ready)),
        name,
        ServingRequest(
            environment_name=access.environment,
            spec=request.spec,
            store=request.registry.store,
            addons=_addons(options.addons, door),
            monitoring=options.monitoring,
            retention_days=request.retention_days,
            exposure="LoadBalancer",
            chart_values=chart_values(access),
        ),
    )
    return ClusterResult(
        provider=provider,
        endpoint=endpoint,
        ca_certificate=authority.apply(certificate),
        auth_command=(
            f"gcloud container clusters get-credentials {cluster_name(access)} "
            f"--location {access.region} --project {access.project}"
        ),
        kubeconfig=config,
        namespace=serving.namespace,
        gateway=serving.gateway,
        gateway_address=options.addons.gateway.address or door.address or serving.gateway_address,
        gateway_scheme=serving.gateway_scheme,
        storage_class=STORAGE_CLASS,
        addons=serving.addons,
        native={**native, **serving.native},
    )


def _addons(addons: Addons, door: Door) -> Addons:
    """The add-ons, with what GKE has to know of the gateway's load balancer; the owner's annotations win."""
    gateway = replace(addons.gateway, annotations={**door.annotations, **addons.gateway.annotations})
    return replace(addons, gateway=gateway)
