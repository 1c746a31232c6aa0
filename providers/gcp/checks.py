"""Rules that span a stack's options, its region and its environment; checked together before anything is created."""

from collections import Counter
from collections.abc import Iterator

from components.contract import StackSettings
from components.errors import InvalidInputError, Problem, nearest
from components.specs import CapacityKind, Environment
from providers.gcp.address_checks import address_problems
from providers.gcp.options import GcpOptions
from providers.gcp.placement import CONTINENTS, continent_of
from providers.gcp.pool_names import SYSTEM, fallback_name, node_pool_name
from providers.gcp.shapes import catalogue
from providers.gcp.zones import cluster_zones
from providers.incluster.monitoring.options import RECEIVER_SECRETS
from providers.incluster.options import AddonMode

TITLE = "stack configuration"
LEAST_ZONES = 2
RESERVED_WORD = "google"
MOST_TOLD = 5
"""Channels that a budget can tell.

Source: https://cloud.google.com/billing/docs/how-to/budgets-notification-recipients, 2026-11-21.
"""


def check(settings: StackSettings, options: GcpOptions) -> None:
    """Refuses settings with which nothing can be deployed.

    Raises:
        InvalidInputError: with every problem, at its path in the stack's configuration or in the environment.
    """
    found = [
        *_region(settings.region),
        *_zones(settings, options),
        *address_problems(settings.environment, options.network),
        *_registry(settings, options),
        *_pools(settings.environment, options),
        *_addons(options),
        *_money(settings.environment, options),
        *_secrets(settings, options),
        *_names(settings),
    ]
    if found:
        raise InvalidInputError(TITLE, found)


def _region(region: str) -> Iterator[Problem]:
    regions = catalogue().regions
    if region not in regions:
        yield Problem("region", f'"{region}" is not a region whose machines are known', nearest(region, regions))


def _zones(settings: StackSettings, options: GcpOptions) -> Iterator[Problem]:
    for zone in options.zones:
        if not zone.startswith(f"{settings.region}-"):
            yield Problem("options.zones", f"{zone} is not in {settings.region}", f"{settings.region}-b")
    if options.zones and len(set(options.zones)) < LEAST_ZONES:
        what = f"expected at least {LEAST_ZONES} different zones, found {', '.join(options.zones)}"
        yield Problem("options.zones", what, "leave it out for three of the region")
    known = cluster_zones(settings, options)
    for name, pool in sorted(options.pools.items()):
        for zone in pool.zones:
            if zone not in known and (options.zones or not zone.startswith(f"{settings.region}-")):
                yield Problem(f"options.pools.{name}.zones", f"{zone} is not one of the cluster's", ", ".join(known))


def _registry(settings: StackSettings, options: GcpOptions) -> Iterator[Problem]:
    where, replica = "options.registry.replica_region", options.registry.replica_region
    replicated = settings.environment.registry.replicated
    if replicated and replica is None:
        yield Problem(where, "required, and missing: the environment replicates its registry", "a second region")
    if replica is None:
        return
    if not replicated:
        yield Problem(where, "given, and the environment does not ask for it", "registry.replicated: true")
    if replica == settings.region:
        yield Problem(
            where, f"expected another region than the stack's own, found {replica}", "leave it out, or name a second"
        )
    elif continent_of(settings.region) is None or continent_of(replica) != continent_of(settings.region):
        what = f"{replica} and {settings.region} are not two regions of {', '.join(CONTINENTS)}"
        yield Problem(where, what, "a bucket is kept in two regions of one continent")


def _pools(environment: Environment, options: GcpOptions) -> Iterator[Problem]:
    names = [pool.name for pool in environment.pools]
    for name in sorted(set(options.pools) - set(names)):
        yield Problem(f"options.pools.{name}", f'the environment has no pool "{name}"', nearest(name, names))
    falling_back = [pool.name for pool in environment.pools if pool.capacity is CapacityKind.SPOT_WITH_FALLBACK]
    called = Counter([SYSTEM, *map(node_pool_name, names), *map(fallback_name, falling_back)])
    for name, count in called.items():
        if count > 1:
            yield Problem("pools", f'{count} node pools would be called "{name}"', "rename a pool")


def _addons(options: GcpOptions) -> Iterator[Problem]:
    brought = {
        "resource_metrics": (options.addons.resource_metrics, "a metrics-server"),
        "accelerators": (options.addons.accelerators, "GPU drivers, device plugin and metrics"),
    }
    for name, (mode, what) in brought.items():
        if mode is AddonMode.INSTALL:
            yield Problem(f"options.addons.{name}", f"GKE runs {what} itself, and a second fights it", "preinstalled")


def _money(environment: Environment, options: GcpOptions) -> Iterator[Problem]:
    if environment.budget and options.billing_account is None:
        what = "required, and missing: the environment has a budget"
        yield Problem("options.billing_account", what, "gcloud billing projects describe <project>")
    if environment.budget and len(options.notify) > MOST_TOLD:
        what = f"a budget tells at most {MOST_TOLD} addresses, found {len(options.notify)}"
        yield Problem("options.notify", what, "a mailing list")


def _secrets(settings: StackSettings, options: GcpOptions) -> Iterator[Problem]:
    for severity in sorted(options.monitoring.receivers):
        name = RECEIVER_SECRETS[severity]
        if name not in settings.secrets:
            hint = f"pulumi config set --secret --path secrets.{name}"
            yield Problem(f"secrets.{name}", "required, and missing", hint)


def _names(settings: StackSettings) -> Iterator[Problem]:
    """Source: https://cloud.google.com/storage/docs/buckets#naming, 2026-11-21."""
    if RESERVED_WORD in settings.name:
        what = f'"{settings.name}" would be part of a bucket\'s name, which may not contain "{RESERVED_WORD}"'
        yield Problem("environment", what, "another name for the environment")
