"""Rules that span a stack's options, its region and its environment; checked together before anything is created."""

from collections.abc import Iterator
from typing import cast

from components.contract import StackSettings
from components.errors import InvalidInputError, Problem, nearest
from components.specs import Environment
from providers.aws.addresses import MOST_ZONES, SERVICES_PREFIXES, VPC_PREFIXES, block_problems, size_problem
from providers.aws.options import AwsOptions, ClusterOptions, NetworkOptions, RegistryOptions
from providers.aws.shapes import catalogue
from providers.aws.zones import ZONES, zones
from providers.incluster.monitoring.options import RECEIVER_SECRETS

TITLE = "stack configuration"
_FEWEST_ZONES = 2
_RESERVED_POOL = "system"


def check(settings: StackSettings, options: AwsOptions) -> None:
    """Refuses settings with which nothing can be deployed.

    Raises:
        InvalidInputError: with every problem, at its path in the stack's configuration or environment.
    """
    found = [
        *_placement(settings.region, options.network),
        *_addresses(options.network),
        *_allowed(options.cluster),
        *_registry(settings.region, settings.environment, options.registry),
        *_secrets(settings, options),
        *_pools(settings.environment),
        *_pool_zones(settings, options),
    ]
    if found:
        raise InvalidInputError(TITLE, found)


def check_placement(settings: StackSettings) -> None:
    """Refuses a region or zones that are not there; asks for no secret, as an estimate needs none.

    Raises:
        InvalidInputError: as `check`.
    """
    if found := list(_placement(settings.region, cast("AwsOptions", settings.options).network)):
        raise InvalidInputError(TITLE, found)


def _placement(region: str, options: NetworkOptions) -> Iterator[Problem]:
    known = sorted(ZONES.keys() & catalogue().regions)
    if region not in known:
        yield Problem("region", f'"{region}" is no region whose zones and prices are known', nearest(region, known))
        return
    chosen = zones(region, options.zone_ids)
    if foreign := sorted(set(chosen) - set(ZONES[region])):
        what = f"{region} has no zone {', '.join(foreign)} that EKS takes"
        yield Problem("options.network.zone_ids", what, ", ".join(ZONES[region]))
    if not _FEWEST_ZONES <= len(set(chosen)) <= MOST_ZONES or len(set(chosen)) != len(chosen):
        what = f"expected {_FEWEST_ZONES} to {MOST_ZONES} different zones, found {', '.join(chosen)}"
        yield Problem("options.network.zone_ids", what, ", ".join(ZONES[region]))


def _addresses(options: NetworkOptions) -> Iterator[Problem]:
    if options.existing is not None:
        there = ("options.network.existing.cidr", options.existing.cidr)
    else:
        there = ("options.network.cidr", options.cidr)
        yield from size_problem(*there, VPC_PREFIXES)
    services = ("options.network.services_cidr", options.services_cidr)
    yield from size_problem(*services, SERVICES_PREFIXES)
    yield from block_problems(dict([there, services]))


def _allowed(options: ClusterOptions) -> Iterator[Problem]:
    for name, cidrs in (
        ("api_allowed_cidrs", options.api_allowed_cidrs),
        ("api_internal_cidrs", options.api_internal_cidrs),
    ):
        for index, cidr in enumerate(cidrs):
            yield from block_problems({f"options.cluster.{name}[{index}]": cidr})


def _registry(region: str, environment: Environment, options: RegistryOptions) -> Iterator[Problem]:
    where = "options.registry.replica_region"
    if environment.registry.replicated and options.replica_region is None:
        what = "required, and missing: the environment's registry is replicated"
        yield Problem(where, what, "a second region, such as eu-central-1")
    if options.replica_region == region:
        yield Problem(where, f"expected another region than the stack's own, found {region}")


def _secrets(settings: StackSettings, options: AwsOptions) -> Iterator[Problem]:
    for severity in sorted(options.monitoring.receivers):
        name = RECEIVER_SECRETS[severity]
        if name not in settings.secrets:
            hint = f"pulumi config set --secret --path secrets.{name}"
            yield Problem(f"secrets.{name}", "required, and missing", hint)


def _pool_zones(settings: StackSettings, options: AwsOptions) -> Iterator[Problem]:
    names = [pool.name for pool in settings.environment.pools]
    there = () if options.network.existing else zones(settings.region, options.network.zone_ids)
    for name, pool in sorted(options.pools.items()):
        where = f"options.pools.{name}"
        if name not in names:
            yield Problem(where, f'the environment has no pool "{name}"', nearest(name, names))
        elif options.network.existing and pool.zone_ids:
            what = "the zones of an existing network's subnets are not known"
            yield Problem(f"{where}.zone_ids", what, "the group's subnets in options.arguments")
        elif missing := sorted(set(pool.zone_ids) - set(there)):
            what = f"the network is not in {', '.join(missing)}"
            yield Problem(f"{where}.zone_ids", what, ", ".join(there))


def _pools(environment: Environment) -> Iterator[Problem]:
    for index, pool in enumerate(environment.pools):
        if pool.name == _RESERVED_POOL:
            what = f'"{_RESERVED_POOL}" is the name of the nodes that the cluster\'s own pods run on'
            yield Problem(f"pools[{index}].name", what, "another name")
