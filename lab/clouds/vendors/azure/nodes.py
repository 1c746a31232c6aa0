"""The Kubernetes nodes that AKS brings: of a cluster's own pools, and of agent pools.

Source of labels and taints: https://learn.microsoft.com/azure/aks/use-labels and
https://learn.microsoft.com/azure/aks/spot-node-pool, 2026-11-21.
"""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Properties
from lab.clouds.vendor import Existing, Node
from lab.clouds.vendors.azure.machines import architecture, capacity
from lab.clouds.vendors.kinds import texts_at

_SPOT: Final = "kubernetes.azure.com/scalesetpriority"
_DEFAULT_SIZE: Final = "Standard_D8ds_v5"
_MOST_NODES: Final = 20
"""More fake nodes would show nothing that these do not."""


def cluster_nodes(inputs: Properties, existing: Existing) -> list[Node]:
    """The nodes of the pools that a cluster is created with."""
    del existing
    pools, location = inputs.get("agentPoolProfiles"), str(inputs.get("location") or "")
    found = [pool for pool in (pools if isinstance(pools, list) else []) if isinstance(pool, dict)]
    return [node for pool in found for node in _nodes(pool, str(pool.get("name")), location)]


def pool_nodes(inputs: Properties, existing: Existing) -> list[Node]:
    """The nodes of one agent pool; its cluster says where."""
    clusters = existing.resources("azure-native:containerservice:ManagedCluster")
    own = [each for each in clusters if each.inputs.get("resourceName") == inputs.get("resourceName")]
    location = next((str(each.inputs.get("location") or "") for each in own), "")
    return _nodes(inputs, str(inputs.get("agentPoolName")), location)


def _nodes(pool: Properties, name: str, location: str) -> list[Node]:
    """As many as the autoscaler may bring, spread over the zones: there is none here, and pods would wait for it."""
    most = pool.get("maxCount") or pool.get("count")
    zones = [f"{location}-{zone}" for zone in texts_at(pool, "availabilityZones")] or ["0"]
    size = next(iter(texts_at(pool, "vmSize")), _DEFAULT_SIZE)
    return [
        Node(
            name=f"{name}-{number}",
            labels={
                **_labels(pool, name, size),
                "topology.kubernetes.io/region": location,
                "topology.kubernetes.io/zone": zones[number % len(zones)],
            },
            taints=_taints(pool),
            capacity=capacity(size),
        )
        for number in range(min(max(most if isinstance(most, int) else 1, 1), _MOST_NODES))
    ]


def _labels(pool: Properties, name: str, size: str) -> dict[str, str]:
    own = pool.get("nodeLabels")
    labels = {
        "agentpool": name,
        "kubernetes.azure.com/agentpool": name,
        "kubernetes.azure.com/mode": str(pool.get("mode") or "User").lower(),
        "kubernetes.azure.com/role": "agent",
        "node.kubernetes.io/instance-type": size,
        "kubernetes.io/arch": architecture(size),
        **({_SPOT: "spot"} if _is_spot(pool) else {}),
        **({"accelerator": "nvidia", "kubernetes.azure.com/accelerator": "nvidia"} if _has_gpus(size) else {}),
    }
    return {**labels, **({key: str(value) for key, value in own.items()} if isinstance(own, dict) else {})}


def _taints(pool: Properties) -> list[Mapping[str, str]]:
    """The pool's own, and the one that AKS puts on spot nodes."""
    texts = texts_at(pool, "nodeTaints") + ([f"{_SPOT}=spot:NoSchedule"] if _is_spot(pool) else [])
    return [_taint(text) for text in dict.fromkeys(texts)]


def _taint(text: str) -> Mapping[str, str]:
    pair, _, effect = text.rpartition(":")
    key, _, value = pair.partition("=")
    return {"key": key, "value": value, "effect": effect}


def _is_spot(pool: Properties) -> bool:
    return pool.get("scaleSetPriority") == "Spot"


def _has_gpus(size: str) -> bool:
    return "nvidia.com/gpu" in capacity(size)
