"""What a pool's parts are called in GKE. Pure."""

from components.naming import joined

SYSTEM = "transship-system"
NAME_LENGTH = 40
"""Of a cluster and of a node pool. Source: https://cloud.google.com/kubernetes-engine/quotas, 2026-11-21."""


def node_pool_name(pool: str) -> str:
    """The node pool of a pool: the first choice, where there are two."""
    return joined(pool, most=NAME_LENGTH)


def fallback_name(pool: str) -> str:
    """The on-demand node pool that stands in for spot nodes."""
    return joined(pool, "fallback", most=NAME_LENGTH)


def compute_class_name(environment: str, pool: str) -> str:
    """The order in which the two are taken."""
    return joined("transship", environment, pool)
