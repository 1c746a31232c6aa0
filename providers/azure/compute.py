"""Pools as agent pools of AKS: one each, or two where spot nodes have others behind them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pulumi
from pulumi_azure_native.containerservice import AgentPool, AgentPoolUpgradeSettingsArgs, GPUProfileArgs

from components.naming import ENVIRONMENT_LABEL, POOL_LABEL
from components.results import PoolResult, Toleration
from components.specs import Architecture, CapacityKind, PoolSpec
from providers.azure.accelerators import ACCELERATOR_RESOURCE, ACCELERATOR_TOLERATION
from providers.azure.cluster import node_security
from providers.azure.names import SPOT_ROLE, agent_pool_name
from providers.azure.options import AzureOptions
from providers.azure.serving import AzureCluster
from providers.azure.spot import SPOT_LABEL, SPOT_TOLERATION

NODES = "nodes"
ARCHITECTURE_LABEL = "kubernetes.io/arch"

_SPOT_PRICE_LIMIT = -1
"""Pay up to the price on demand, and so never lose a node for its price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRequest:
    """What a pool is built from.

    Attributes:
        environment: name of the environment.
        machine: the machine that was chosen.
    """

    environment: str
    spec: PoolSpec
    machine: str
    options: AzureOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Nodes that are bought alike.

    Attributes:
        suffix: what the group's resource ends in.
        least: nodes that are always there.
    """

    suffix: str
    name: str
    spot: bool
    least: int


def build_pool(parent: pulumi.Resource, name: str, request: PoolRequest, cluster: AzureCluster) -> PoolResult:
    """Creates the nodes of one pool. The autoscaler decides how many there are from then on."""
    spec = request.spec
    groups = list(_groups(spec))
    made = {group.suffix: _agent_pool(parent, f"{name}-{group.suffix}", request, group, cluster) for group in groups}
    return PoolResult(
        name=spec.name,
        machine=request.machine,
        min=spec.nodes.min,
        max=spec.nodes.max,
        selector={**_labels(request), ARCHITECTURE_LABEL: spec.requires.architecture.value},
        tolerations=tuple(dict.fromkeys(each for group in groups for each in _taints(spec, spot=group.spot))),
        accelerator_resource=ACCELERATOR_RESOURCE if spec.requires.accelerator else None,
        native=made,
    )


def _groups(spec: PoolSpec) -> Iterator[_Group]:
    """With fallback, the nodes that are always there are spot ones: the others come when those cannot be had."""
    if spec.capacity is not CapacityKind.ON_DEMAND:
        role = "" if spec.capacity is CapacityKind.SPOT else SPOT_ROLE
        yield _Group(
            suffix=f"{SPOT_ROLE}-{NODES}", name=agent_pool_name(spec.name, role), spot=True, least=spec.nodes.min
        )
    if spec.capacity is not CapacityKind.SPOT:
        least = 0 if spec.capacity is CapacityKind.SPOT_WITH_FALLBACK else spec.nodes.min
        yield _Group(suffix=NODES, name=agent_pool_name(spec.name), spot=False, least=least)


def _labels(request: PoolRequest) -> dict[str, str]:
    return {POOL_LABEL: request.spec.name, ENVIRONMENT_LABEL: request.environment}


def _taints(spec: PoolSpec, *, spot: bool) -> list[Toleration]:
    """Nothing lands on accelerators, or on nodes that may go any minute, but what says that it can."""
    found = [ACCELERATOR_TOLERATION] if spec.requires.accelerator else []
    return [*found, SPOT_TOLERATION] if spot else found


def _agent_pool(
    parent: pulumi.Resource, resource_name: str, request: PoolRequest, group: _Group, cluster: AzureCluster
) -> AgentPool:
    spec, options = request.spec, request.options
    accelerated = spec.requires.accelerator is not None
    return AgentPool(
        resource_name,
        agent_pool_name=group.name,
        resource_name_=cluster.managed.name,
        resource_group_name=cluster.foundation.group.name,
        mode="User",
        type="VirtualMachineScaleSets",
        orchestrator_version=options.cluster.kubernetes_version,
        vm_size=request.machine,
        os_type="Linux",
        os_sku="Ubuntu",
        os_disk_type="Managed",
        os_disk_size_gb=spec.disk_gib,
        availability_zones=options.zones,
        vnet_subnet_id=cluster.network.nodes,
        enable_node_public_ip=False,
        enable_encryption_at_host=options.cluster.encryption_at_host,
        security_profile=node_security(trusted_launch=_can_trust(spec)),
        gpu_profile=GPUProfileArgs(driver="Install") if accelerated else None,
        enable_auto_scaling=True,
        count=group.least,
        min_count=group.least,
        max_count=spec.nodes.max,
        scale_set_priority="Spot" if group.spot else "Regular",
        scale_set_eviction_policy="Delete" if group.spot else None,
        spot_max_price=_SPOT_PRICE_LIMIT if group.spot else None,
        node_labels={**_labels(request), **({SPOT_LABEL: SPOT_TOLERATION.value} if group.spot else {})},
        node_taints=[_taint(each) for each in _taints(spec, spot=group.spot)],
        # A spot node has no other beside it while it is upgraded: AKS takes it away, and the autoscaler brings another.
        upgrade_settings=None if group.spot else AgentPoolUpgradeSettingsArgs(max_surge="1"),
        tags=cluster.foundation.access.tags,
        # `count` is the autoscaler's; scaling from zero needs no hints: AKS tells it labels, taints and devices itself.
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["count"]),
    )


def _taint(toleration: Toleration) -> str:
    return f"{toleration.key}={toleration.value}:{toleration.effect}"


def _can_trust(spec: PoolSpec) -> bool:
    """Secure boot loads signed modules only, which GPU drivers that AKS builds on the node are not."""
    return spec.requires.accelerator is None and spec.requires.architecture is Architecture.AMD64
