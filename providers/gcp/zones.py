"""Which zones a cluster and its pools are in. Pure."""

from components.contract import StackSettings
from providers.gcp.options import GcpOptions

_USUAL = "abc"
_UNUSUAL = {"us-east1": "bcd", "europe-west1": "bcd"}
"""Regions without a zone `a`. Source: https://cloud.google.com/compute/docs/regions-zones, 2026-11-21."""


def cluster_zones(settings: StackSettings, options: GcpOptions) -> tuple[str, ...]:
    """The zones of the cluster: the owner's, or three of the region."""
    letters = _UNUSUAL.get(settings.region, _USUAL)
    return options.zones or tuple(f"{settings.region}-{letter}" for letter in letters)


def pool_zones(pool: str, settings: StackSettings, options: GcpOptions) -> tuple[str, ...]:
    """The zones of one pool: the owner's for it, or those of the cluster."""
    own = options.pools.get(pool)
    return (own.zones if own else ()) or cluster_zones(settings, options)
