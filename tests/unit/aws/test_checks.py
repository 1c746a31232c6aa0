"""Settings that contradict each other, and wishes that no machine fulfils, are refused before anything exists."""

from dataclasses import replace

import pytest

from components.errors import InvalidInputError, UnsupportedError
from components.specs import Accelerator, AcceleratorKind, Environment, RegistrySpec, Severity
from providers.aws.checks import check
from providers.aws.options import (
    AwsOptions,
    ClusterOptions,
    ExistingNetwork,
    NetworkOptions,
    PoolOptions,
    RegistryOptions,
)
from providers.aws.shapes import choose_machines
from providers.aws.target import TARGET
from providers.incluster.monitoring.options import MonitoringOptions, Receiver, ReceiverKind
from stacks.validation import validated
from tests.rigs.aws_settings import ACCOUNT, options, plan, settings
from tests.rigs.environments import accelerated_pool, cpu_pool, environment
from transship.plan.recorder import record

SUBNETS = ("subnet-0123456789abcdef0", "subnet-0123456789abcdef1")
ADOPTED = NetworkOptions(
    existing=ExistingNetwork(vpc_id="vpc-0123456789abcdef0", cidr="10.1.0.0/16", private_subnet_ids=SUBNETS)
)
OVERLAPPING = ExistingNetwork(vpc_id="vpc-0123456789abcdef0", cidr="172.20.0.0/18", private_subnet_ids=SUBNETS)
B200 = Accelerator(kind=AcceleratorKind.NVIDIA_B200, memory_gib=180)


def of(**changes: object) -> AwsOptions:
    return options(network=replace(NetworkOptions(), **changes))


@pytest.mark.parametrize(
    ("chosen", "where", "what", "hint"),
    [
        (of(cidr="172.20.128.0/17"), "options.network.services_cidr", "overlaps 172.20.128.0/17", "10.64.0.0/16"),
        (of(cidr="10.0.0.0/24"), "options.network.cidr", "expected /16 to /20, found /24", "10.0.0.0/20"),
        (of(services_cidr="172.20.0.0/28"), "options.network.services_cidr", "expected /12 to /24", "/24"),
        (of(cidr="10.0.0.7/16"), "options.network.cidr", "has host bits set", "10.64.0.0/16"),
        (of(existing=OVERLAPPING), "options.network.services_cidr", "overlaps 172.20.0.0/18", "10.64.0.0/16"),
        (of(zone_ids=("euc1-az1",)), "options.network.zone_ids", "expected 2 to 7", "euc1-az3"),
        (of(zone_ids=("euc1-az1", "euc1-az1")), "options.network.zone_ids", "different zones", "euc1-az3"),
        (of(zone_ids=("euc1-az1", "use1-az1")), "options.network.zone_ids", "no zone use1-az1", "euc1-az3"),
        (
            options(cluster=ClusterOptions(api_allowed_cidrs=("0.0.0.0/0", "1.2.3.4/8"))),
            "options.cluster.api_allowed_cidrs[1]",
            "has host bits set",
            "",
        ),
        (
            options(pools={"cpu": PoolOptions(zone_ids=("euc1-az3", "euc1-az4"))}),
            "options.pools.cpu.zone_ids",
            "the network is not in euc1-az4",
            "euc1-az1, euc1-az2, euc1-az3",
        ),
        (
            options(pools={"cpu": PoolOptions(zone_ids=("euc1-az1",))}, network=ADOPTED),
            "options.pools.cpu.zone_ids",
            "an existing network's subnets are not known",
            "options.arguments",
        ),
        (options(pools={"cup": PoolOptions()}), "options.pools.cup", 'no pool "cup"', "cpu"),
        (
            options(registry=RegistryOptions(replica_region="eu-central-1")),
            "options.registry.replica_region",
            "expected another region",
            "",
        ),
        (
            options(monitoring=MonitoringOptions(receivers={Severity.PAGE: Receiver(kind=ReceiverKind.WEBHOOK)})),
            "secrets.alerts_page",
            "required, and missing",
            "pulumi config set --secret --path secrets.alerts_page",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_told_with_its_path(chosen: AwsOptions, where: str, what: str, hint: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        check(settings(chosen=chosen), chosen)
    (problem,) = raised.value.problems
    assert problem.where == where
    assert what in problem.what
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        (environment(registry=RegistrySpec(replicated=True)), "options.registry.replica_region"),
        (environment(pools=(cpu_pool(), cpu_pool(name="system"))), "pools[1].name"),
    ],
)
def test_a_wish_that_the_options_leave_open_is_told(wanted: Environment, where: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        check(settings(wanted), options())
    assert [problem.where for problem in raised.value.problems] == [where]


def test_a_region_that_is_not_known_is_told_with_the_nearest() -> None:
    with pytest.raises(InvalidInputError) as raised:
        check(settings(region="eu-centrall-1"), options())
    (problem,) = raised.value.problems
    assert (problem.where, "eu-central-1" in problem.hint) == ("region", True)


def test_everything_is_told_at_once() -> None:
    chosen = replace(of(cidr="10.0.0.0/24", zone_ids=("euc1-az1",)), registry=RegistryOptions(replica_region="x"))
    wanted = environment(pools=(cpu_pool(name="system"),), models=())
    with pytest.raises(InvalidInputError) as raised:
        check(settings(wanted, chosen), chosen)
    assert len(raised.value.problems) == 3


def test_every_pool_without_a_machine_is_told_with_regions_that_have_one() -> None:
    wanted = environment(pools=(accelerated_pool(B200, name="a"), cpu_pool(), accelerated_pool(B200, name="b")))
    with pytest.raises(UnsupportedError) as raised:
        choose_machines(settings(wanted))
    text = str(raised.value)
    assert "pools[0].requires" in text
    assert "pools[2].requires" in text
    assert "pools[1]" not in text
    assert "us-east-1" in text


def test_nothing_is_created_for_a_stack_that_is_refused() -> None:
    chosen = of(cidr="10.0.0.0/24")
    recording = record(lambda: _refused(chosen))
    assert not recording.resources


def _refused(chosen: AwsOptions) -> None:
    with pytest.raises(InvalidInputError):
        TARGET.open(settings(chosen=chosen))


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({"account_id": "1234"}, "account_id"),
        ({"network": {"existing": {"vpc_id": "vpc-1", "cidr": "10.0.0.0/16"}}}, "network.existing.vpc_id"),
        ({"network": {"nat": "two"}}, "network.nat"),
        ({"log_retention_days": 42}, "log_retention_days"),
        ({"notify": ["everybody"]}, "notify[0]"),
        ({"nodes": 3}, ""),
    ],
)
def test_options_of_the_wrong_form_are_told_with_their_path(raw: dict[str, object], where: str) -> None:
    whole = {"account_id": ACCOUNT, "images": {"puller": "registry/puller:1"}, **raw}
    with pytest.raises(InvalidInputError) as raised:
        validated(AwsOptions, whole, "options")
    assert where in {problem.where for problem in raised.value.problems}


def test_a_raw_argument_reaches_its_resource() -> None:
    recording = plan(arguments={"cluster-vpc": {"enableNetworkAddressUsageMetrics": True}})
    assert recording.one("aws:ec2/vpc:Vpc", "cluster-vpc").inputs["enableNetworkAddressUsageMetrics"] is True


def test_a_raw_argument_for_nothing_is_refused() -> None:
    with pytest.raises(InvalidInputError) as raised:
        plan(arguments={"cluster-vpn": {}})
    (problem,) = raised.value.problems
    assert (problem.where, "cluster-vpc" in problem.hint) == ("options.arguments.cluster-vpn", True)
