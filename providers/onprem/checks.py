"""Rules that span a stack's options, its secrets and its environment; checked together before anything is created."""

from collections import Counter
from collections.abc import Iterator

from components.contract import StackSettings
from components.errors import InvalidInputError, Problem, nearest
from components.specs import Environment, PoolSpec
from providers.incluster.monitoring.options import RECEIVER_SECRETS
from providers.onprem.machines import PoolOptions
from providers.onprem.options import KUBECONFIG, OnPremOptions
from providers.onprem.shapes import fitting, missing

TITLE = "stack configuration"


def check(settings: StackSettings, options: OnPremOptions) -> None:
    """Refuses settings with which nothing can be deployed.

    Raises:
        InvalidInputError: with every problem, at its path in the stack's configuration.
    """
    if found := [*_secrets(settings, options), *_pools(settings.environment, options)]:
        raise InvalidInputError(TITLE, found)


def check_pools(environment: Environment, options: OnPremOptions) -> None:
    """Refuses claims on nodes that do not fit the environment; asks for no secret, as an estimate needs none.

    Raises:
        InvalidInputError: as `check`.
    """
    if found := list(_pools(environment, options)):
        raise InvalidInputError(TITLE, found)


def _secrets(settings: StackSettings, options: OnPremOptions) -> Iterator[Problem]:
    there = settings.secrets
    if options.kubeconfig_path is None and KUBECONFIG not in there:
        what = "expected the path of a kubeconfig, or its content as a secret, found neither"
        yield Problem("options.kubeconfig_path", what, f"kubeconfig_path, or {_set(KUBECONFIG)}")
    receivers = [RECEIVER_SECRETS[severity] for severity in sorted(options.monitoring.receivers)]
    for name in (*options.registry.secret_names, *receivers):
        if name not in there:
            yield Problem(f"secrets.{name}", "required, and missing", _set(name))


def _set(secret: str) -> str:
    return f"pulumi config set --secret --path secrets.{secret}"


def _pools(environment: Environment, options: OnPremOptions) -> Iterator[Problem]:
    wanted = {pool.name: pool for pool in environment.pools}
    for name in sorted(set(options.pools) - set(wanted)):
        yield Problem(f"options.pools.{name}", f'the environment has no pool "{name}"', nearest(name, wanted))
    for name, pool in wanted.items():
        claim = options.pools.get(name)
        if claim is None:
            hint = "nodes: [<name>, ...], or selector: {<label>: <value>}"
            yield Problem(f"options.pools.{name}", "required, and missing: which nodes are the pool's", hint)
        else:
            yield from _pool(f"options.pools.{name}", pool, claim, options)
    yield from _claimed_twice(options)


def _pool(where: str, pool: PoolSpec, claim: PoolOptions, options: OnPremOptions) -> Iterator[Problem]:
    name = claim.machine or next(iter(fitting(pool.requires, options)), None)
    if name is None:  # nothing is known of the nodes, or no machine satisfies the pool, which `choose_machine` refuses
        return
    machine = options.machines.get(name)
    if machine is None:
        yield Problem(f"{where}.machine", f'no machine is called "{name}"', nearest(name, options.machines))
    elif lack := missing(pool.requires, machine):
        yield Problem(f"{where}.machine", f"{name} has {lack}", "another machine, or ask less of the pool")
    elif claim.nodes and (offered := len(claim.nodes) * machine.nodes_of(pool.requires)) < pool.nodes.max:
        what = f"{len(claim.nodes)} {name} hold {offered} nodes of the pool's shape, expected {pool.nodes.max}"
        yield Problem(f"{where}.nodes", what, "name more nodes, or lower nodes.max in the environment")


def _claimed_twice(options: OnPremOptions) -> Iterator[Problem]:
    claims = Counter(node for pool in options.pools.values() for node in pool.nodes)
    for node, count in sorted(claims.items()):
        if count > 1:
            yield Problem("options.pools", f"node {node} is named by {count} pools", "a node belongs to one pool")
