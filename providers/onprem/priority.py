"""How much a pool's pods matter when a node is full, in numbers that Kubernetes understands. Pure."""

from components.specs import CapacityKind

ORDINARY = 1000
"""Above the 0 of pods that name no class, so that serving takes precedence over whatever else the owner runs."""

SPOT = -10
"""Below those pods, so that they take a spot pool's place; and not below -10, under which the cluster autoscaler adds
no node for a pod and counts none when it removes one.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md, 2026-11-21.
"""


def priority(capacity: CapacityKind) -> int:
    """The priority of a pool's pods. Owned nodes are never taken back, so a fallback has nothing to fall back from."""
    return SPOT if capacity is CapacityKind.SPOT else ORDINARY


def preemption_policy(capacity: CapacityKind) -> str:
    """Whether the pool's pods may evict others: spot pods make room and never take it."""
    return "Never" if capacity is CapacityKind.SPOT else "PreemptLowerPriority"
