"""What cannot be deployed is refused before anything exists: everything at once, with path and hint."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from components.contract import StackSettings
from components.errors import InvalidInputError, UnsupportedError
from components.specs import BudgetSpec, CapacityKind, Environment, NodeCount, RegistrySpec, Severity
from providers.azure.address_checks import most_nodes
from providers.azure.addresses import NetworkOptions
from providers.azure.options import AlertingOptions, AzureOptions, RegistryOptions
from providers.azure.target import TARGET
from providers.incluster.monitoring.options import MonitoringOptions, Receiver, ReceiverKind
from tests.rigs.azure import options, settings
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment
from transship.plan.recorder import record


def network(**changes: str) -> AzureOptions:
    return options(network=replace(NetworkOptions(), **changes))


def budgeted(**changes: object) -> Environment:
    return environment(budget=replace(BudgetSpec(monthly_usd=Decimal(100)), **changes))


def refused(wanted: StackSettings) -> str:
    """What opening the target says; nothing was created."""
    said: list[str] = []

    def attempt() -> None:
        with pytest.raises(InvalidInputError) as raised:
            TARGET.open(wanted)
        said.append(str(raised.value))

    assert record(attempt).resources == ()
    return said[0]


CASES = [
    pytest.param(
        environment(),
        network(pods_block="10.64.128.0/17"),
        ["options.network.pods_block: 10.64.128.0/17 overlaps block, 10.64.0.0/16", "no address in common"],
        id="pods in the network",
    ),
    pytest.param(
        environment(),
        network(services_block="10.244.0.0/20"),
        ["options.network.services_block: 10.244.0.0/20 overlaps pods_block, 10.244.0.0/16"],
        id="Services among pods",
    ),
    pytest.param(
        environment(),
        network(gateway_block="10.64.0.0/27"),
        ["options.network.gateway_block: 10.64.0.0/27 overlaps nodes_block, 10.64.0.0/20"],
        id="subnets that overlap",
    ),
    pytest.param(
        environment(),
        network(endpoints_block="10.65.0.0/24"),
        ["options.network.endpoints_block: 10.65.0.0/24 is not part of the network, 10.64.0.0/16"],
        id="a subnet outside the network",
    ),
    pytest.param(
        environment(pools=(cpu_pool(nodes=NodeCount(min=0, max=200, expected=1)),)),
        network(nodes_block="10.64.0.0/25"),
        ["options.network.nodes_block: 10.64.0.0/25 has addresses for 123 nodes, and there may be 204"],
        id="more nodes than addresses",
    ),
    pytest.param(
        environment(pools=(cpu_pool(nodes=NodeCount(min=0, max=300, expected=1)),)),
        options(),
        ["options.network.pods_block: 10.244.0.0/16 has a /24 for 256 nodes, and there may be 304"],
        id="more nodes than blocks of pods",
    ),
    pytest.param(
        environment(),
        network(api_block="10.64.16.32/29"),
        ["options.network.api_block: 10.64.16.32/29 is too small", "hint: a /28 or larger"],
        id="an API server without room",
    ),
    pytest.param(
        environment(registry=RegistrySpec(replicated=True)),
        options(registry=RegistryOptions()),
        ["options.registry.replica_region: required, and missing: the environment asks for replication"],
        id="replication to nowhere",
    ),
    pytest.param(
        environment(),
        options(registry=RegistryOptions(replica_region="eastus")),
        ["options.registry.replica_region: is eastus, the stack's own region"],
        id="replication to itself",
    ),
    pytest.param(
        environment(),
        options(registry=RegistryOptions(replica_region="westus22")),
        ['options.registry.replica_region: no region that is known is called "westus22"', "hint: westus2"],
        id="replication to a region that is not",
    ),
    pytest.param(
        environment(registry=RegistrySpec(keep_noncurrent_days=400)),
        options(),
        ["registry.keep_noncurrent_days: 400 days, and Azure keeps for 365 at most"],
        id="kept for longer than anybody does",
    ),
    pytest.param(
        environment(registry=RegistrySpec(scan_images=True)),
        options(registry=RegistryOptions()),
        [
            "options.registry.defender: required, and missing",
            "preinstalled where the subscription has it, else install",
        ],
        id="scanning by nobody knows whom",
    ),
    pytest.param(
        budgeted(),
        options(alerting=AlertingOptions()),
        ["options.alerting.budget_starts: required, and missing: the environment has a budget"],
        id="a budget from nobody knows when",
    ),
    pytest.param(
        budgeted(),
        options(alerting=AlertingOptions(budget_starts=date(2026, 11, 21))),
        ["options.alerting.budget_starts: found 2026-11-21, expected the first of a month", "hint: 2026-11-01"],
        id="a budget from the middle of a month",
    ),
    pytest.param(
        budgeted(warn_at_percent=(10, 20, 30, 40, 50, 60)),
        options(),
        ["budget.warn_at_percent: 6 shares, and a budget of Azure's warns at 5 at most"],
        id="too many warnings",
    ),
    pytest.param(
        environment(pools=(cpu_pool(disk_gib=4096),)),
        options(),
        ["pools[0].disk_gib: 4096 GiB, and a node's disk has 2048 at most"],
        id="a disk that is too large",
    ),
    pytest.param(
        environment(),
        options(monitoring=MonitoringOptions(receivers={Severity.PAGE: Receiver(kind=ReceiverKind.WEBHOOK)})),
        ["secrets.alerts_page: required, and missing", "pulumi config set --secret --path secrets.alerts_page"],
        id="a receiver without its URL",
    ),
]


@pytest.mark.parametrize(("wanted", "chosen", "said"), CASES)
def test_what_cannot_be_is_refused(wanted: Environment, chosen: AzureOptions, said: list[str]) -> None:
    message = refused(settings(wanted, chosen))
    assert message.startswith("stack configuration: 1 problem\n")
    assert [words for words in said if words not in message] == []


def test_everything_is_told_at_once() -> None:
    chosen = options(
        registry=RegistryOptions(), alerting=AlertingOptions(), network=network(api_block="10.65.0.0/29").network
    )
    wanted = budgeted()
    message = refused(settings(replace(wanted, registry=RegistrySpec(replicated=True, scan_images=True)), chosen))
    assert message.startswith("stack configuration: 5 problems\n")


ASKING: list[Callable[[StackSettings], object]] = [TARGET.open, TARGET.estimate]


@pytest.mark.parametrize("ask", ASKING, ids=["open", "estimate"])
def test_every_pool_without_a_machine_is_told(ask: Callable[[StackSettings], object]) -> None:
    pools = (cpu_pool(), accelerated_pool(L4), accelerated_pool(L4, name="other"))

    def attempt() -> None:
        with pytest.raises(UnsupportedError) as raised:
            ask(settings(environment(pools=pools)))
        said = str(raised.value)
        assert all(f"pools[{index}].requires" in said for index in (1, 2))
        assert "pools[0]" not in said
        assert "nvidia-l4" in said

    assert record(attempt).resources == ()


@pytest.mark.parametrize("ask", ASKING, ids=["open", "estimate"])
def test_an_unknown_region_is_told_with_those_there_are(ask: Callable[[StackSettings], object]) -> None:
    with pytest.raises(InvalidInputError, match="eastus") as raised:
        ask(replace(settings(), region="eastus9"))
    assert 'found "eastus9"' in str(raised.value)


def test_pools_with_fallback_may_have_two_groups_at_their_most() -> None:
    nodes = NodeCount(min=0, max=10, expected=1)
    one = environment(pools=(cpu_pool(nodes=nodes),))
    two = environment(pools=(cpu_pool(nodes=nodes, capacity=CapacityKind.SPOT_WITH_FALLBACK),))
    assert (most_nodes(one), most_nodes(two)) == (10 + 1 + 3, 20 + 2 + 3)
