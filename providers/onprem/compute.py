"""Pools on nodes that are there already: labels, taints, a priority class and a quota."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.naming import ENVIRONMENT_LABEL, POOL_LABEL, joined, managed
from components.results import ClusterResult, PoolResult, Toleration
from components.specs import PoolSpec
from providers.onprem.machines import PoolOptions, Taint
from providers.onprem.priority import preemption_policy, priority
from providers.onprem.shapes import ACCELERATOR_RESOURCE

NODE = "node"
PRIORITY = "priority"
QUOTA = "quota"
ARCHITECTURE_LABEL = "kubernetes.io/arch"
FIELD_MANAGER = "pulumi.com/patchFieldManager"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRequest:
    """What a pool is built from.

    Attributes:
        environment: name of the environment; two environments may share a cluster and use the same pool names.
        machine: the machine that was chosen.
    """

    environment: str
    spec: PoolSpec
    options: PoolOptions
    machine: str


def build_pool(parent: pulumi.Resource, name: str, request: PoolRequest, cluster: ClusterResult) -> PoolResult:
    """Claims the nodes of one pool for the environment and bounds what its pods may take of them."""
    child = pulumi.ResourceOptions(parent=parent)
    spec, options = request.spec, request.options
    nodes = {f"{NODE}-{node}": _claim(f"{name}-{NODE}-{node}", node, request, child) for node in options.nodes}
    priority_class = _priority_class(f"{name}-{PRIORITY}", request, child)
    bound = _quota(f"{name}-{QUOTA}", request, cluster, child)
    return PoolResult(
        name=spec.name,
        machine=request.machine,
        min=spec.nodes.min,
        max=spec.nodes.max,
        selector=selector(request),
        tolerations=tuple(Toleration(key=each.key, value=each.value, effect=each.effect) for each in options.taints),
        priority_class=priority_class.metadata.name,
        accelerator_resource=ACCELERATOR_RESOURCE if spec.requires.accelerator else None,
        native={PRIORITY: priority_class, QUOTA: bound, **nodes},
    )


def selector(request: PoolRequest) -> dict[str, str]:
    """The labels of the pool's nodes: ours on nodes that are named, the owner's on those that are selected."""
    own = request.options.selector or _labels(request)
    return {**own, ARCHITECTURE_LABEL: request.spec.requires.architecture.value}


def _labels(request: PoolRequest) -> dict[str, str]:
    return {POOL_LABEL: request.spec.name, ENVIRONMENT_LABEL: request.environment}


def _claim(
    resource_name: str, node: str, request: PoolRequest, child: pulumi.ResourceOptions
) -> kubernetes.core.v1.NodePatch:
    """Labels one node, and taints it when asked to; all of it goes again with the pool.

    Server-side apply knows who owns which label, and refuses to claim a node that another pool holds. The list of
    taints has one owner as a whole: owning it removes what controllers or people put there, hence only when asked.
    Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy, 2026-11-21.
    """
    taints = [_taint(taint) for taint in request.options.taints]
    return kubernetes.core.v1.NodePatch(
        resource_name,
        metadata={"name": node, "labels": _labels(request), "annotations": {FIELD_MANAGER: unique_name(request)}},
        spec=kubernetes.core.v1.NodeSpecPatchArgs(taints=taints) if request.options.manage_taints else None,
        opts=child,
    )


def _taint(taint: Taint) -> kubernetes.core.v1.TaintPatchArgs:
    return kubernetes.core.v1.TaintPatchArgs(key=taint.key, value=taint.value or None, effect=taint.effect)


def _priority_class(
    resource_name: str, request: PoolRequest, child: pulumi.ResourceOptions
) -> kubernetes.scheduling.v1.PriorityClass:
    capacity = request.spec.capacity
    # The API server refuses to change either field, and two classes cannot share the name.
    fixed = pulumi.ResourceOptions(replace_on_changes=["value", "preemptionPolicy"], delete_before_replace=True)
    return kubernetes.scheduling.v1.PriorityClass(
        resource_name,
        metadata={"name": unique_name(request), "labels": managed(request.environment)},
        value=priority(capacity),
        preemption_policy=preemption_policy(capacity),
        description=f"Pods of pool {request.spec.name}, environment {request.environment}.",
        opts=pulumi.ResourceOptions.merge(child, fixed),
    )


def unique_name(request: PoolRequest) -> str:
    """What stands for the pool where the whole cluster shares names: its priority class, its claims on nodes."""
    return joined("transship", request.environment, request.spec.name)


def _quota(
    resource_name: str, request: PoolRequest, cluster: ClusterResult, child: pulumi.ResourceOptions
) -> kubernetes.core.v1.ResourceQuota:
    return kubernetes.core.v1.ResourceQuota(
        resource_name,
        metadata={
            "name": joined("pool", request.spec.name),
            "namespace": cluster.namespace,
            "labels": managed(request.environment),
        },
        spec={
            "hard": most_requests(request.spec),
            "scope_selector": {
                "match_expressions": [
                    {"scope_name": "PriorityClass", "operator": "In", "values": [unique_name(request)]}
                ]
            },
        },
        opts=child,
    )


def most_requests(spec: PoolSpec) -> dict[str, str]:
    """What the pool's pods may request together: its most nodes, times their shape.

    A quota that is scoped by priority class can count pods, CPU and memory and nothing else, so devices are bounded
    by pods: each takes at least one.
    Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-per-priorityclass, 2026-11-21.
    """
    shape, most = spec.requires, spec.nodes.max
    hard = {"requests.cpu": str(most * shape.vcpu), "requests.memory": f"{most * shape.memory_gib}Gi"}
    return {**hard, "pods": str(most * shape.accelerator.count)} if shape.accelerator else hard
