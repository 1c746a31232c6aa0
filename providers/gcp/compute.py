"""Pools as GKE node pools: one, or a spot pool and an on-demand pool that GKE takes in that order."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_gcp.container import NodePool, NodePoolAutoscalingArgs
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.machines import Machine
from components.naming import ENVIRONMENT_LABEL, POOL_LABEL, managed
from components.results import ClusterResult, PoolResult, Toleration
from components.specs import CapacityKind, PoolSpec
from providers.gcp.accelerators import (
    accelerator_labels,
    accelerator_resource,
    accelerator_taints,
    architecture_taints,
)
from providers.gcp.access import Access
from providers.gcp.cluster import CLUSTER, cluster_name
from providers.gcp.nodes import (
    AUTOSCALER_OWNED,
    NodeSetting,
    NodeSpec,
    management,
    network_config,
    node_config,
    upgrade_settings,
)
from providers.gcp.pool_names import compute_class_name, fallback_name, node_pool_name

NODES = "nodes"
FALLBACK = "fallback"
CLASS = "class"
CLASS_LABEL = "cloud.google.com/compute-class"
SPOT_LABEL = "cloud.google.com/gke-spot"
ARCHITECTURE_LABEL = "kubernetes.io/arch"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRequest:
    """What a pool is built from.

    Attributes:
        zones: where its nodes may be.
    """

    access: Access
    spec: PoolSpec
    machine: Machine
    zones: Sequence[str]
    nodes: NodeSetting


def build_pool(parent: pulumi.Resource, name: str, request: PoolRequest, cluster: ClusterResult) -> PoolResult:
    """Creates the node pools of one pool. Called once per pool, after `build_cluster`."""
    spec = request.spec
    spot = spec.capacity is not CapacityKind.ON_DEMAND
    first = _node_pool(f"{name}-{NODES}", node_pool_name(spec.name), request, parent, cluster, spot=spot)
    native: dict[str, pulumi.Resource] = {NODES: first}
    if spec.capacity is CapacityKind.SPOT_WITH_FALLBACK:
        # The pool's least is kept by the first: what falls back is given up as soon as it is not needed.
        least = replace(spec.nodes, min=0)
        second = replace(request, spec=replace(spec, nodes=least))
        native[FALLBACK] = _node_pool(
            f"{name}-{FALLBACK}", fallback_name(spec.name), second, parent, cluster, spot=False
        )
        native[CLASS] = _compute_class(f"{name}-{CLASS}", request, parent, cluster, list(native.values()))
    return PoolResult(
        name=spec.name,
        machine=request.machine.name,
        min=spec.nodes.min,
        max=spec.nodes.max,
        selector=_selector(request),
        tolerations=_tolerations(request),
        accelerator_resource=accelerator_resource(request.machine),
        native=native,
    )


def _labels(request: PoolRequest) -> dict[str, str]:
    labels = {POOL_LABEL: request.spec.name, ENVIRONMENT_LABEL: request.access.environment}
    return labels | {taint.key: taint.value for taint in _class_taints(request)}


def _selector(request: PoolRequest) -> dict[str, str]:
    """What pods select by: our labels, and those that GKE sets by itself."""
    architecture = {ARCHITECTURE_LABEL: request.machine.architecture.value}
    return {**_labels(request), **architecture, **accelerator_labels(request.machine)}


def _class_taints(request: PoolRequest) -> tuple[Toleration, ...]:
    """What GKE wants on node pools of a compute class, as label and as taint.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/custom-compute-classes#configure-node-pools,
    2026-11-21.
    """
    if request.spec.capacity is not CapacityKind.SPOT_WITH_FALLBACK:
        return ()
    name = compute_class_name(request.access.environment, request.spec.name)
    return (Toleration(key=CLASS_LABEL, value=name, effect="NoSchedule"),)


def _spot_taints(*, spot: bool) -> tuple[Toleration, ...]:
    return (Toleration(key=SPOT_LABEL, value="true", effect="NoSchedule"),) if spot else ()


def _taints(request: PoolRequest, *, spot: bool) -> tuple[Toleration, ...]:
    return (*accelerator_taints(request.machine), *_spot_taints(spot=spot), *_class_taints(request))


def _tolerations(request: PoolRequest) -> tuple[Toleration, ...]:
    spot = request.spec.capacity is not CapacityKind.ON_DEMAND
    return (*_taints(request, spot=spot), *architecture_taints(request.machine))


def _node_pool(
    resource_name: str,
    node_pool: str,
    request: PoolRequest,
    parent: pulumi.Resource,
    cluster: ClusterResult,
    *,
    spot: bool,
) -> NodePool:
    spec, scarce = request.spec, request.machine.accelerator is not None
    node = NodeSpec(
        machine=request.machine,
        disk_gib=spec.disk_gib,
        labels=_labels(request),
        taints=_taints(request, spot=spot),
        spot=spot,
    )
    return NodePool(
        resource_name,
        name=node_pool,
        cluster=cluster_name(request.access),
        location=request.access.region,
        node_locations=list(request.zones),
        initial_node_count=math.ceil(spec.nodes.min / len(request.zones)),
        autoscaling=NodePoolAutoscalingArgs(
            total_min_node_count=spec.nodes.min,
            total_max_node_count=spec.nodes.max,
            # Wherever there is one to be had, rather than evenly over the zones.
            location_policy="ANY" if spot or scarce else "BALANCED",
        ),
        node_config=node_config(node, request.nodes),
        network_config=network_config(),
        management=management(),
        upgrade_settings=upgrade_settings(scarce=scarce),
        opts=pulumi.ResourceOptions(
            parent=parent, depends_on=[cluster.native[CLUSTER]], ignore_changes=AUTOSCALER_OWNED
        ),
    )


def _compute_class(
    resource_name: str,
    request: PoolRequest,
    parent: pulumi.Resource,
    cluster: ClusterResult,
    pools: list[pulumi.Resource],
) -> CustomResource:
    """The order in which GKE grows the two: spot while there is any.

    Source: https://cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass, 2026-11-21.
    """
    names = [node_pool_name(request.spec.name), fallback_name(request.spec.name)]
    return CustomResource(
        resource_name,
        api_version="cloud.google.com/v1",
        kind="ComputeClass",
        metadata=ObjectMetaArgs(
            name=compute_class_name(request.access.environment, request.spec.name),
            labels=managed(request.access.environment),
        ),
        spec={"priorities": [{"nodepools": [name]} for name in names], "whenUnsatisfiable": "DoNotScaleUp"},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*cluster.addons, *pools]),
    )
