"""Rules that span a stack's options, its secrets and its environment; checked together before anything is created."""

from collections.abc import Iterator

from components.contract import StackSettings
from components.errors import InvalidInputError, Problem, nearest
from components.specs import CapacityKind, Environment
from providers.azure.address_checks import address_problems
from providers.azure.names import SPOT_ROLE, agent_pool_name
from providers.azure.options import AzureOptions
from providers.azure.shapes import catalogue
from providers.incluster.monitoring.options import RECEIVER_SECRETS

TITLE = "stack configuration"
MOST_DISK_GIB = 2048
"""Of a node's boot disk. Source: https://learn.microsoft.com/azure/aks/concepts-storage, 2026-11-21."""
MOST_DAYS = 365
"""For which blobs and untagged images are kept.

Sources, 2026-11-21: https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview,
https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy
"""
MOST_NODES = 1000
"""Of an agent pool. Source: https://learn.microsoft.com/azure/aks/quotas-skus-regions, 2026-11-21."""
MOST_NOTIFICATIONS = 5
"""Of a budget. Source: https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update, 2026-11-21."""
MOST_POOLS = 100
"""Of a cluster, its own one included; same source."""


def check(settings: StackSettings, options: AzureOptions) -> None:
    """Refuses settings with which nothing can be deployed.

    Raises:
        InvalidInputError: with every problem, at its path in the stack's configuration.
    """
    environment = settings.environment
    found = [
        *address_problems(environment, options.network),
        *_registry(settings, options),
        *_budget(environment, options),
        *_pools(environment),
        *_secrets(settings, options),
    ]
    if found:
        raise InvalidInputError(TITLE, found)


def _registry(settings: StackSettings, options: AzureOptions) -> Iterator[Problem]:
    spec, chosen, regions = settings.environment.registry, options.registry, catalogue().regions
    if spec.keep_noncurrent_days > MOST_DAYS:
        what = f"{spec.keep_noncurrent_days} days, and Azure keeps for {MOST_DAYS} at most"
        yield Problem("registry.keep_noncurrent_days", what, "fewer days, or copies somewhere else")
    where = "options.registry.replica_region"
    if spec.replicated and chosen.replica_region is None:
        yield Problem(where, "required, and missing: the environment asks for replication", "another region")
    if chosen.replica_region is not None and chosen.replica_region == settings.region:
        yield Problem(where, f"is {settings.region}, the stack's own region", "another region, or leave it out")
    elif chosen.replica_region is not None and chosen.replica_region not in regions:
        what = f'no region that is known is called "{chosen.replica_region}"'
        yield Problem(where, what, nearest(chosen.replica_region, regions))
    if spec.scan_images and chosen.defender is None:
        what = "required, and missing: Microsoft Defender for Containers scans images, for a whole subscription"
        yield Problem("options.registry.defender", what, "preinstalled where the subscription has it, else install")


def _budget(environment: Environment, options: AzureOptions) -> Iterator[Problem]:
    if environment.budget is None:
        return
    where, starts = "options.alerting.budget_starts", options.alerting.budget_starts
    if starts is None:
        hint = "the first of the month in which the stack is first deployed, for example 2026-11-01"
        yield Problem(where, "required, and missing: the environment has a budget", hint)
    elif starts.day != 1:
        yield Problem(where, f"found {starts}, expected the first of a month", f"{starts.replace(day=1)}")
    if len(shares := set(environment.budget.warn_at_percent)) > MOST_NOTIFICATIONS:
        what = f"{len(shares)} shares, and a budget of Azure's warns at {MOST_NOTIFICATIONS} at most"
        yield Problem("budget.warn_at_percent", what, "fewer shares")


def _pools(environment: Environment) -> Iterator[Problem]:
    names: dict[str, str] = {}
    for index, pool in enumerate(environment.pools):
        where = f"pools[{index}]"
        if pool.disk_gib > MOST_DISK_GIB:
            yield Problem(f"{where}.disk_gib", f"{pool.disk_gib} GiB, and a node's disk has {MOST_DISK_GIB} at most")
        if pool.nodes.max > MOST_NODES:
            what = f"{pool.nodes.max} nodes, and a pool of AKS has {MOST_NODES} at most"
            yield Problem(f"{where}.nodes.max", what, "two pools")
        roles = ("", SPOT_ROLE) if pool.capacity is CapacityKind.SPOT_WITH_FALLBACK else ("",)
        for name in (agent_pool_name(pool.name, role) for role in roles):
            if name in names:
                what = f'"{pool.name}" and "{names[name]}" would both be called "{name}" on Azure'
                yield Problem(f"{where}.name", what, "rename one of them")
            names[name] = pool.name
    if len(names) >= MOST_POOLS:
        yield Problem("pools", f"{len(names)} agent pools, and a cluster has {MOST_POOLS - 1} beside its own")


def _secrets(settings: StackSettings, options: AzureOptions) -> Iterator[Problem]:
    for name in (RECEIVER_SECRETS[severity] for severity in sorted(options.monitoring.receivers)):
        if name not in settings.secrets:
            hint = f"pulumi config set --secret --path secrets.{name}"
            yield Problem(f"secrets.{name}", "required, and missing", hint)
