"""What is refused before anything exists on Google Cloud: where it stands, and what to write instead."""

from ipaddress import IPv4Network

import pytest

from components.contract import StackSettings
from components.errors import InvalidInputError, Problem
from components.specs import BudgetSpec, CapacityKind, Environment, NodeCount, RegistrySpec, Severity
from providers.gcp.address_checks import most_nodes
from providers.gcp.checks import check
from providers.gcp.options import ExistingNetwork, GcpOptions, GkeAddons, NetworkOptions, PoolOptions, RegistryOptions
from providers.incluster.monitoring.options import MonitoringOptions, Receiver, ReceiverKind
from providers.incluster.options import AddonMode
from tests.rigs.environments import cpu_pool, environment
from tests.rigs.gcp import options, settings

OWNERS = ExistingNetwork(network="shared", subnetwork="ml", pods_range="pods", services_range="services")
REPLICATED = environment(registry=RegistrySpec(replicated=True))
TOLD = MonitoringOptions(receivers={Severity.PAGE: Receiver(kind=ReceiverKind.WEBHOOK)})
BUDGET = environment(budget=BudgetSpec(monthly_usd=1000))  # pyright: ignore[reportArgumentType]


def blocks(nodes: str = "10.0.0.0/20", pods: str = "10.4.0.0/14", services: str = "10.8.0.0/20") -> NetworkOptions:
    return NetworkOptions(
        nodes_cidr=IPv4Network(nodes), pods_cidr=IPv4Network(pods), services_cidr=IPv4Network(services)
    )


def problems(given: StackSettings) -> list[Problem]:
    chosen = given.options
    assert isinstance(chosen, GcpOptions)
    with pytest.raises(InvalidInputError) as refused:
        check(given, chosen)
    return list(refused.value.problems)


def test_what_is_right_is_let_through() -> None:
    check(settings(), options())


@pytest.mark.parametrize(
    ("wanted", "changes", "where", "said"),
    [
        (
            None,
            {"network": blocks(pods="10.0.0.0/14")},
            "options.network.pods_cidr",
            "overlaps nodes_cidr",
        ),
        (None, {"network": blocks(services="10.5.0.0/20")}, "options.network.services_cidr", "overlaps pods_cidr"),
        (None, {"network": blocks(pods="10.4.0.0/23")}, "options.network.pods_cidr", "holds the pods of 2 nodes"),
        (None, {"network": blocks(pods="10.4.0.0/26")}, "options.network.pods_cidr", "holds the pods of 0 nodes"),
        (None, {"network": blocks(nodes="10.0.0.0/28")}, "options.network.nodes_cidr", "has room for 4 nodes"),
        (None, {"zones": ("us-east1-b", "us-central1-a")}, "options.zones", "us-east1-b is not in us-central1"),
        (None, {"zones": ("us-central1-a",)}, "options.zones", "at least 2 different zones"),
        (None, {"pools": {"cpu": PoolOptions(zones=("us-east1-b",))}}, "options.pools.cpu.zones", "us-east1-b"),
        (None, {"pools": {"gpu": PoolOptions()}}, "options.pools.gpu", 'no pool "gpu"'),
        (
            None,
            {"zones": ("us-central1-a", "us-central1-b"), "pools": {"cpu": PoolOptions(zones=("us-central1-f",))}},
            "options.pools.cpu.zones",
            "us-central1-f is not one of the cluster's",
        ),
        (REPLICATED, {}, "options.registry.replica_region", "required, and missing"),
        (
            None,
            {"registry": RegistryOptions(replica_region="us-east1")},
            "options.registry.replica_region",
            "does not ask for it",
        ),
        (
            REPLICATED,
            {"registry": RegistryOptions(replica_region="us-central1")},
            "options.registry.replica_region",
            "another region",
        ),
        (
            REPLICATED,
            {"registry": RegistryOptions(replica_region="europe-west4")},
            "options.registry.replica_region",
            "not two regions of us, europe, asia",
        ),
        (
            None,
            {"addons": GkeAddons(accelerators=AddonMode.INSTALL)},
            "options.addons.accelerators",
            "GKE runs GPU drivers",
        ),
        (
            None,
            {"addons": GkeAddons(resource_metrics=AddonMode.INSTALL)},
            "options.addons.resource_metrics",
            "a metrics-server",
        ),
        (BUDGET, {"billing_account": None}, "options.billing_account", "the environment has a budget"),
        (
            BUDGET,
            {"notify": tuple(f"{name}@example.com" for name in "abcdef")},
            "options.notify",
            "at most 5 addresses",
        ),
        (None, {"monitoring": TOLD}, "secrets.alerts_page", "required, and missing"),
        (environment(pools=(cpu_pool(name="transship-system"),)), {}, "pools", "2 node pools would be called"),
        (
            environment(
                pools=(cpu_pool(capacity=CapacityKind.SPOT_WITH_FALLBACK), cpu_pool(name="cpu-fallback")),
            ),
            {},
            "pools",
            '2 node pools would be called "cpu-fallback"',
        ),
    ],
)
def test_a_problem_says_where_and_what(
    wanted: Environment | None, changes: dict[str, object], where: str, said: str
) -> None:
    (problem,) = problems(settings(wanted, options(**changes)))
    assert problem.where == where
    assert said in problem.what
    assert problem.hint


def test_a_region_that_is_not_known_is_met_with_the_nearest() -> None:
    found = problems(settings(region="us-centrall"))
    assert [problem.where for problem in found] == ["region"]
    assert "us-central1" in found[0].hint


def test_everything_is_said_at_once() -> None:
    wrong = options(network=blocks(pods="10.0.0.0/14"), zones=("us-central1-a",), billing_account=None)
    assert {problem.where for problem in problems(settings(BUDGET, wrong))} == {
        "options.network.pods_cidr",
        "options.zones",
        "options.billing_account",
    }


def test_blocks_are_ignored_in_a_network_of_the_owners() -> None:
    check(settings(), options(network=NetworkOptions(pods_cidr=IPv4Network("10.0.0.0/14"), existing=OWNERS)))


def test_a_bucket_may_not_be_called_after_google() -> None:
    given = settings()
    renamed = StackSettings(name="google-ml", environment=given.environment, region=given.region, options=given.options)
    (problem,) = problems(renamed)
    assert "may not contain" in problem.what


def test_nodes_are_counted_with_fallbacks_upgrades_and_our_own() -> None:
    counts = NodeCount(min=0, max=4, expected=1)
    pools = (
        cpu_pool(nodes=counts),
        cpu_pool(name="spot", nodes=counts, capacity=CapacityKind.SPOT_WITH_FALLBACK),
    )
    assert most_nodes(environment(pools=pools)) == (4 + 1) + 2 * (4 + 1) + (2 + 1)
