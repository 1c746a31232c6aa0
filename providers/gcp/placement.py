"""Where models and images are kept: one region, or two of a continent. Pure."""

from dataclasses import dataclass

from providers.gcp.options import GcpOptions


@dataclass(frozen=True, slots=True)
class Continent:
    """What each service calls a continent: a multi-region that any two of its regions share."""

    storage: str
    kms: str
    images: str


CONTINENTS = {
    "us": Continent("US", "us", "us"),
    "europe": Continent("EU", "europe", "europe"),
    "asia": Continent("ASIA", "asia", "asia"),
}
"""By the first part of a region's name.

Sources, 2026-11-21: https://cloud.google.com/storage/docs/locations, https://cloud.google.com/kms/docs/locations,
https://cloud.google.com/artifact-registry/docs/repositories/repo-locations.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the registry is.

    Attributes:
        objects: the location of the model bucket.
        regions: the two regions that it keeps every object in; none where it is in one.
        keys: the location of the keys.
        images: the location of the image repository.
    """

    objects: str
    regions: tuple[str, ...]
    keys: str
    images: str


def continent_of(region: str) -> Continent | None:
    """The continent that a region can be paired on; None where there is no multi-region."""
    return CONTINENTS.get(region.partition("-")[0])


def placement(region: str, options: GcpOptions, *, replicated: bool) -> Placement:
    """One region; the continent with two regions where the registry is replicated, which `checks.py` has allowed.

    A bucket in two regions takes its keys from the multi-region of both.
    Source: https://cloud.google.com/storage/docs/encryption/customer-managed-keys#key-location, 2026-11-21.
    """
    replica, continent = options.registry.replica_region, continent_of(region)
    if not replicated or replica is None or continent is None:
        return Placement(objects=region.upper(), regions=(), keys=region, images=region)
    regions = (region.upper(), replica.upper())
    return Placement(objects=continent.storage, regions=regions, keys=continent.kms, images=continent.images)
