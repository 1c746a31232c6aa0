"""Pools on AWS: managed node groups, spot ones with an on-demand sibling where that is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import pulumi

from components.naming import ENVIRONMENT_LABEL, POOL_LABEL
from components.results import ClusterResult, PoolResult, Toleration
from components.specs import CapacityKind, PoolSpec
from providers.aws.native import home_of, key_of
from providers.aws.node_group import NodesRequest, Taint
from providers.aws.nodes import build_nodes
from providers.aws.options import PoolOptions
from providers.aws.shapes import machine_of
from providers.aws.site import Site

ACCELERATOR_RESOURCE = "nvidia.com/gpu"
ACCELERATOR_TAINT = Taint(key=ACCELERATOR_RESOURCE, value="present")
ACCELERATOR_LABEL = "k8s.amazonaws.com/accelerator"
"""Tells the autoscaler that a node without devices yet is still starting.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md, 2026-11-21.
"""
FALLBACK = "fallback"
ARCHITECTURE_LABEL = "kubernetes.io/arch"

FALLBACK_SUFFIX = f"_{FALLBACK}"
"""Ends the name of the on-demand sibling of a spot group; no pool's own name can, for it holds no underscore."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRequest:
    """What a pool is built from.

    Attributes:
        machine: the machine that was chosen.
        own_keys: whether disks are encrypted with the environment's own key.
    """

    site: Site
    spec: PoolSpec
    machine: str
    own_keys: bool
    options: PoolOptions


def build_pool(parent: pulumi.Resource, name: str, request: PoolRequest, cluster: ClusterResult) -> PoolResult:
    """Creates the node groups of one pool."""
    spec, home = request.spec, home_of(cluster.native, request.options.zone_ids)
    key_arn = key_of(cluster.native).arn if request.own_keys else None
    native: dict[str, pulumi.Resource] = {}
    for suffix, group in groups(request, key_arn):
        _, made = build_nodes(parent, f"{name}-{suffix}", home, group)
        native |= {f"{suffix}-{role}": resource for role, resource in made.items()}
    taints = taints_of(spec)
    return PoolResult(
        name=spec.name,
        machine=request.machine,
        min=spec.nodes.min,
        max=spec.nodes.max,
        selector={**labels_of(request), ARCHITECTURE_LABEL: spec.requires.architecture.value},
        tolerations=tuple(Toleration(key=each.key, value=each.value, effect=each.effect) for each in taints),
        accelerator_resource=ACCELERATOR_RESOURCE if spec.requires.accelerator else None,
        native=native,
    )


def groups(request: PoolRequest, key_arn: pulumi.Input[str] | None) -> Iterator[tuple[str, NodesRequest]]:
    """The node groups of a pool, by what each is for.

    With a fallback, either group may grow to the pool's maximum: the autoscaler takes spot as long as there is some.
    """
    spec = request.spec
    base = _nodes(request, key_arn)
    match spec.capacity:
        case CapacityKind.ON_DEMAND:
            yield "nodes", base
        case CapacityKind.SPOT:
            yield "nodes", replace(base, spot=True)
        case CapacityKind.SPOT_WITH_FALLBACK:
            yield "spot", replace(base, spot=True)
            yield FALLBACK, replace(base, name=f"{spec.name}{FALLBACK_SUFFIX}", min=0, initial=0)


def taints_of(spec: PoolSpec) -> tuple[Taint, ...]:
    """What keeps everything but models off nodes with accelerators."""
    return (ACCELERATOR_TAINT,) if spec.requires.accelerator else ()


def labels_of(request: PoolRequest) -> dict[str, str]:
    """What pods find the pool's nodes by."""
    return {POOL_LABEL: request.spec.name, ENVIRONMENT_LABEL: request.site.environment}


def _nodes(request: PoolRequest, key_arn: pulumi.Input[str] | None) -> NodesRequest:
    spec = request.spec
    devices = machine_of(request.machine).accelerator
    return NodesRequest(
        site=request.site,
        name=spec.name,
        machine=request.machine,
        architecture=spec.requires.architecture,
        labels={**labels_of(request), **({ACCELERATOR_LABEL: devices.kind.value} if devices else {})},
        taints=taints_of(spec),
        spot=False,
        min=spec.nodes.min,
        max=spec.nodes.max,
        initial=spec.nodes.min,
        disk_gib=spec.disk_gib,
        # A share of a device is counted as a device by whoever schedules it.
        accelerators=ceil(devices.count) if devices else 0,
        key_arn=key_arn,
        zone_ids=request.options.zone_ids,
    )
