"""An estimate adds up, line by line and by hand; what is not known is named and never 0."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from components.contract import MachineChoice, StackSettings
from components.cost import HOURS_PER_MONTH, CostLine, Estimate
from components.specs import CapacityKind, Environment, NodeCount
from providers.aws import costs as aws_costs
from providers.aws.options import AwsOptions, ExistingNetwork, NatKind, NetworkOptions
from providers.azure import costs as azure_costs
from providers.azure.addresses import ExistingNetwork as AzureNetwork
from providers.azure.addresses import NetworkOptions as AzureNetworkOptions
from providers.azure.options import AzureOptions, ClusterOptions
from providers.gcp import costs as gcp_costs
from providers.gcp.options import ExistingNetwork as GcpNetwork
from providers.gcp.options import GcpOptions
from providers.gcp.options import NetworkOptions as GcpNetworkOptions
from providers.incluster.options import ImageOptions
from tests.rigs.catalogues import CLOUDS
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment

ZERO_ID = "00000000-0000-0000-0000-000000000000"
IMAGES = ImageOptions(puller="registry.example/puller:1")
AWS = AwsOptions(account_id="123456789012", images=IMAGES)
AZURE = AzureOptions(
    subscription_id=ZERO_ID, tenant_id=ZERO_ID, images=IMAGES, cluster=ClusterOptions(administrator_groups=(ZERO_ID,))
)
GCP = GcpOptions(project="a-project", project_number=1, images=IMAGES)


@dataclass(frozen=True, slots=True)
class Case:
    """A cloud whose estimates are tested."""

    region: str
    options: object
    estimate: Callable[[StackSettings, Mapping[str, MachineChoice]], Estimate]


CASES = {
    "aws": Case("us-east-1", AWS, aws_costs.estimate),
    "azure": Case("eastus", AZURE, azure_costs.estimate),
    "gcp": Case("us-central1", GCP, gcp_costs.estimate),
}


def estimated(target: str, wanted: Environment, region: str = "", options: object = None) -> Estimate:
    case = CASES[target]
    where = region or case.region
    machines = {pool.name: CLOUDS[target].choose_machine(pool.requires, pool.capacity, where) for pool in wanted.pools}
    settings = StackSettings(name="test", environment=wanted, region=where, options=options or case.options)
    return case.estimate(settings, machines)


def lines(estimate: Estimate) -> dict[str, CostLine]:
    return {line.name: line for line in estimate.lines}


def unknown(estimate: Estimate) -> dict[str, str]:
    return {each.name: each.reason for each in estimate.unknown}


ONE_POOL = environment(pools=(cpu_pool(nodes=NodeCount(min=1, max=3, expected=2)),))


def test_the_nodes_of_a_pool_cost_their_price_for_every_hour_of_a_month() -> None:
    line = lines(estimated("aws", ONE_POOL))["pool cpu: m6a.xlarge, on-demand"]
    assert line.unit_price == Decimal("0.1728")
    assert (line.quantity_min, line.quantity_expected, line.quantity_max) == (730, 1460, 2190)
    assert line.unit == "machine-hour"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        # 0.1 a control plane, 2 system nodes at 0.0864, 2 nodes at 0.1728, 3 NAT gateways at 0.045; 400 GiB at 0.08
        ("aws", (Decimal("0.1") + 2 * Decimal("0.0864") + 2 * Decimal("0.1728") + 3 * Decimal("0.045")) * 730 + 32),
        # 0.1 a control plane, 2 at 0.0908, 2 at 0.172; 4 disks of 128 GiB
        ("azure", (Decimal("0.1") + 2 * Decimal("0.0908") + 2 * Decimal("0.172")) * 730 + 4 * Decimal("19.71")),
        # 0.1 a control plane, 2 at 0.067011, 2 at 0.134023, 4 nodes behind Cloud NAT; 300 GiB at 0.1
        (
            "gcp",
            (Decimal("0.1") + 2 * Decimal("0.067011") + 2 * Decimal("0.134023") + 4 * Decimal("0.0014")) * 730 + 30,
        ),
    ],
)
def test_a_month_adds_up_to_what_it_comes_to_by_hand(target: str, expected: Decimal) -> None:
    assert estimated(target, ONE_POOL).monthly_expected_usd == expected


@pytest.mark.parametrize("target", sorted(CASES))
def test_every_line_is_dated_and_sourced_and_no_unknown_is_a_line(target: str) -> None:
    estimate = estimated(target, ONE_POOL)
    assert all(line.source.startswith("https://") and line.as_of.year >= 2022 for line in estimate.lines)
    assert all(line.unit_price > 0 for line in estimate.lines)
    assert {"registry objects", "registry images", "load balancer", "traffic", "keys"} <= set(unknown(estimate))
    assert set(unknown(estimate)) & set(lines(estimate)) == set()
    assert estimate.monthly_min_usd < estimate.monthly_expected_usd < estimate.monthly_max_usd


@pytest.mark.parametrize("target", sorted(CASES))
def test_a_node_more_costs_more(target: str) -> None:
    more = environment(pools=(cpu_pool(nodes=NodeCount(min=1, max=3, expected=3)),))
    assert estimated(target, more).monthly_expected_usd > estimated(target, ONE_POOL).monthly_expected_usd
    assert estimated(target, more).monthly_max_usd == estimated(target, ONE_POOL).monthly_max_usd


def test_a_pool_that_falls_back_costs_spot_as_expected_and_on_demand_at_most() -> None:
    pool = cpu_pool(capacity=CapacityKind.SPOT_WITH_FALLBACK)
    found = lines(estimated("gcp", environment(pools=(pool,))))
    spot = found["pool cpu: n2d-standard-4, spot-with-fallback"]
    extra = found["pool cpu: more for it on demand"]
    assert spot.unit_price == Decimal("0.048912")
    assert (extra.quantity_min, extra.quantity_expected, extra.quantity_max) == (0, 0, 3 * HOURS_PER_MONTH)
    assert spot.unit_price + extra.unit_price == Decimal("0.168984")


def test_a_spot_price_that_is_not_known_is_named_with_the_price_it_cannot_pass() -> None:
    pool = accelerated_pool(L4, capacity=CapacityKind.SPOT)
    assert unknown(estimated("aws", environment(pools=(pool,))))["pool accelerated: g6.2xlarge, spot"] == (
        "no spot price of it is known; on demand it costs 0.9776 USD an hour"
    )


def test_a_machine_that_the_owner_names_and_the_tables_lack_is_an_unknown() -> None:
    machines = {"cpu": MachineChoice(machine="x9.huge")}
    settings = StackSettings(name="test", environment=ONE_POOL, region="us-east-1", options=AWS)
    estimate = aws_costs.estimate(settings, machines)
    assert unknown(estimate)["pool cpu: x9.huge, on-demand"] == "no price of it in the region is known"


def test_system_nodes_may_grow_as_far_as_the_options_let_them() -> None:
    line = lines(estimated("aws", ONE_POOL, options=replace(AWS, system_nodes_max=6)))
    assert line["system nodes: m6a.large, on-demand"].quantity_max == 6 * HOURS_PER_MONTH


@pytest.mark.parametrize(
    ("network", "gateways"),
    [
        (NetworkOptions(), 3),
        (NetworkOptions(nat=NatKind.ONE), 1),
        (NetworkOptions(zone_ids=("use1-az1", "use1-az2")), 2),
    ],
    ids=["one per zone", "one", "two zones"],
)
def test_as_many_nat_gateways_are_paid_for_as_are_built(network: NetworkOptions, gateways: int) -> None:
    found = lines(estimated("aws", ONE_POOL, options=replace(AWS, network=network)))
    assert found["NAT gateways"].quantity_expected == gateways * HOURS_PER_MONTH


SUBNET = f"/subscriptions/{ZERO_ID}/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/s"
AWS_THERE = ExistingNetwork(vpc_id="vpc-01234567", cidr="10.0.0.0/16", private_subnet_ids=("subnet-01234567",) * 2)
AZURE_THERE = AzureNetwork(nodes_subnet_id=SUBNET, api_subnet_id=SUBNET, endpoints_subnet_id=SUBNET)
GCP_THERE = GcpNetwork(network="n", subnetwork="s", pods_range="p", services_range="v")


@pytest.mark.parametrize(
    ("target", "options", "line"),
    [
        ("aws", replace(AWS, network=NetworkOptions(existing=AWS_THERE)), "NAT gateways"),
        ("azure", replace(AZURE, network=AzureNetworkOptions(existing=AZURE_THERE)), "NAT gateway"),
        ("gcp", replace(GCP, network=GcpNetworkOptions(existing=GCP_THERE)), "Cloud NAT"),
    ],
)
def test_a_network_that_is_there_already_costs_nothing_more(target: str, options: object, line: str) -> None:
    own, existing = estimated(target, ONE_POOL), estimated(target, ONE_POOL, options=options)
    assert line in {**lines(own), **unknown(own)}
    assert line not in {**lines(existing), **unknown(existing)}


def test_a_service_whose_price_in_the_region_is_not_known_is_named() -> None:
    found = unknown(estimated("azure", ONE_POOL))
    assert found["NAT gateway"] == "no price of nat-gateway in eastus is known; known: westeurope"


@pytest.mark.parametrize(
    ("disk_gib", "tier"), [(20, "p4"), (32, "p4"), (33, "p6"), (100, "p10"), (128, "p10"), (500, "p20"), (40000, "p80")]
)
def test_an_azure_disk_is_paid_for_as_a_whole_one_of_its_tier(disk_gib: int, tier: str) -> None:
    assert azure_costs.disk_tier(disk_gib) == tier


def test_cloud_nat_charges_for_thirty_two_nodes_at_most() -> None:
    many = environment(pools=(cpu_pool(nodes=NodeCount(min=1, max=100, expected=2)),))
    line = lines(estimated("gcp", many))["Cloud NAT"]
    assert (line.quantity_expected, line.quantity_max) == (4 * HOURS_PER_MONTH, 32 * HOURS_PER_MONTH)
