"""Spot nodes with others behind them: two groups of nodes, and the order in which the autoscaler asks for them."""

import json
from collections.abc import Iterable, Sequence

import pulumi
from pulumi_kubernetes.core.v1 import ConfigMap
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import managed
from components.results import Toleration
from components.specs import CapacityKind, PoolSpec
from providers.azure.names import SPOT_ROLE, agent_pool_name

SPOT_LABEL = "kubernetes.azure.com/scalesetpriority"
SPOT_TOLERATION = Toleration(key=SPOT_LABEL, value="spot", effect="NoSchedule")
"""The taint of every spot node of AKS. Source: https://learn.microsoft.com/azure/aks/spot-node-pool, 2026-11-21."""

PRIORITIES = "spot-first"
_CONFIG_MAP = "cluster-autoscaler-priority-expander"
"""The name that the autoscaler looks for.

Source: https://learn.microsoft.com/azure/aks/cluster-autoscaler-overview, 2026-11-21, and
https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
"""
_FIRST, _LAST = 50, 10


def with_fallback(pools: Iterable[PoolSpec]) -> list[str]:
    """What AKS calls the spot nodes of each pool that has others behind them."""
    return [agent_pool_name(pool.name, SPOT_ROLE) for pool in pools if pool.capacity is CapacityKind.SPOT_WITH_FALLBACK]


def build_priorities(
    parent: pulumi.Resource, name: str, environment: str, spot_pools: Sequence[str]
) -> dict[str, pulumi.Resource]:
    """Tells the autoscaler to ask for spot nodes first; nothing where no pool has a choice."""
    if not spot_pools:
        return {}
    made = ConfigMap(
        f"{name}-{PRIORITIES}",
        metadata=ObjectMetaArgs(name=_CONFIG_MAP, namespace="kube-system", labels=managed(environment)),
        data={"priorities": priorities(spot_pools)},
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return {PRIORITIES: made}


def priorities(spot_pools: Sequence[str]) -> str:
    """The ranks, as YAML (of which JSON is a part): a scale set of AKS is called `aks-<pool>-<number>-vmss`."""
    first = [f"^aks-{pool}-.*" for pool in spot_pools]
    return "\n".join([f"{_LAST}: {json.dumps(['.*'])}", f"{_FIRST}: {json.dumps(first)}"])
