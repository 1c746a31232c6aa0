"""What pools take of an account's quotas at their most, cloud by cloud, and how the answer is read."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

import boto3
import httpx
import pytest
from botocore.stub import Stubber
from typer.testing import CliRunner

from components.contract import MachineChoice
from components.errors import OperationError
from components.quotas import Demand, Finding, findings, summed
from components.specs import CapacityKind, NodeCount
from providers.aws import quotas as aws
from providers.azure import quotas as azure
from providers.gcp import quotas as gcp
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment
from tests.rigs.targets import RIGS
from transship.cli.main import app
from transship.plan import account

FOUR = NodeCount(min=0, max=4, expected=1)


def chosen(**machines: str) -> dict[str, MachineChoice]:
    return {pool: MachineChoice(machine=machine) for pool, machine in machines.items()}


def demand(quota: str, amount: int, *pools: str, unit: str = "vCPU") -> Demand:
    return Demand(quota=quota, unit=unit, amount=Decimal(amount), pools=pools)


def test_demands_on_one_quota_add_up_and_keep_their_pools() -> None:
    assert summed([demand("a", 4, "x"), demand("b", 1, "x"), demand("a", 8, "y")]) == (
        demand("a", 12, "x", "y"),
        demand("b", 1, "x"),
    )


@pytest.mark.parametrize(
    ("limit", "short", "reason"),
    [
        (Decimal(11), True, "one too few"),
        (Decimal(12), False, "just enough"),
        (None, False, "an unknown limit is not a small one"),
    ],
)
def test_a_limit_below_the_demand_is_short(limit: Decimal | None, short: bool, reason: str) -> None:
    (finding,) = findings([demand("a", 12, "x")], {} if limit is None else {"a": limit})
    assert finding.short is short, reason


@pytest.mark.parametrize(
    ("machine", "capacity", "codes", "reason"),
    [
        ("m7i.2xlarge", CapacityKind.ON_DEMAND, ["L-1216C47A"], "a standard family"),
        ("c7g.2xlarge", CapacityKind.SPOT, ["L-34B43A08"], "standard, spot"),
        ("g6.2xlarge", CapacityKind.ON_DEMAND, ["L-DB2E81BA"], "graphics"),
        ("g6.2xlarge", CapacityKind.SPOT_WITH_FALLBACK, ["L-3819A6DF", "L-DB2E81BA"], "both kinds are needed"),
        ("p5.48xlarge", CapacityKind.SPOT, ["L-C4BD4855"], "the newest has a spot quota of its own"),
        ("p4d.24xlarge", CapacityKind.SPOT, ["L-7212CCBC"], "older ones share theirs"),
    ],
)
def test_aws_counts_vcpus_by_class(machine: str, capacity: CapacityKind, codes: list[str], reason: str) -> None:
    pools = [accelerated_pool(L4, nodes=FOUR, capacity=capacity)]
    found = aws.demands(pools, chosen(accelerated=machine))
    assert [each.quota for each in found] == codes, reason
    assert {each.amount for each in found} == {Decimal(4 * aws.machine_of(machine).vcpu)}


def test_aws_asks_the_account_for_each_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    untyped: Any = boto3
    client = untyped.client("service-quotas", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    settings = RIGS["aws"].stack(environment(pools=(cpu_pool(nodes=FOUR),))).settings

    def given(*_arguments: object, **_options: object) -> object:
        return client

    monkeypatch.setattr(boto3, "client", given)
    stubber: Any = Stubber
    with stubber(client) as stub:
        asked = {"ServiceCode": "ec2", "QuotaCode": "L-1216C47A"}
        stub.add_response("get_service_quota", {"Quota": {"Value": 5.0}}, asked)
        (finding,) = aws.check_quotas(settings, chosen(cpu="m7i.xlarge"))
        assert (finding.limit, finding.short) == (Decimal("5.0"), True)
        stub.add_client_error("get_service_quota", "AccessDeniedException", "no", expected_params=asked)
        with pytest.raises(OperationError, match="servicequotas:GetServiceQuota"):
            aws.check_quotas(settings, chosen(cpu="m7i.xlarge"))


def test_azure_counts_vcpus_by_family_and_spot_in_one_pot() -> None:
    spot = accelerated_pool(L4, nodes=FOUR, capacity=CapacityKind.SPOT_WITH_FALLBACK)
    skus = [
        {"resourceType": "virtualMachines", "name": "Standard_D4s_v5", "family": "standardDSv5Family"},
        {"resourceType": "disks", "name": "Premium_LRS"},
    ]
    machines = chosen(cpu="Standard_D4s_v5", accelerated="Standard_D4s_v5")
    found = azure.demands([cpu_pool(nodes=FOUR), spot], machines, azure.families(skus))
    assert found == (
        demand("standardDSv5Family", 32, "cpu", "accelerated"),
        demand("cores", 32, "cpu", "accelerated"),
        demand("lowPriorityCores", 16, "accelerated"),
    )


def test_azure_reads_every_page_and_tells_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    vcpus = {"name": {"value": "standardDSv5Family"}, "currentValue": 0, "limit": 8}
    skus = {"resourceType": "virtualMachines", "name": "Standard_D4s_v5", "family": "standardDSv5Family"}

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == "Bearer token"
        if "usages" not in str(request.url):
            return httpx.Response(200, json={"value": [skus]})
        if "page=2" in str(request.url):
            return httpx.Response(200, json={"value": [vcpus]})
        return httpx.Response(200, json={"value": [], "nextLink": f"{azure.API}/usages?page=2"})

    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, request=request)

    settings = RIGS["azure"].stack(environment(pools=(cpu_pool(nodes=FOUR),))).settings

    def token(*_scopes: str) -> object:
        return SimpleNamespace(token="token")

    monkeypatch.setattr("azure.identity.DefaultAzureCredential", lambda: SimpleNamespace(get_token=token))
    client = httpx.Client

    def asked(handler: Callable[[httpx.Request], httpx.Response]) -> None:
        monkeypatch.setattr(httpx, "Client", partial(client, transport=httpx.MockTransport(handler)))

    asked(answer)
    found = {each.demand.quota: each for each in azure.check_quotas(settings, chosen(cpu="Standard_D4s_v5"))}
    assert (found["standardDSv5Family"].limit, found["standardDSv5Family"].short) == (Decimal(8), True)
    assert found["cores"].limit is None
    asked(refuse)
    with pytest.raises(OperationError, match="Reader on the subscription"):
        azure.check_quotas(settings, chosen(cpu="Standard_D4s_v5"))


def test_azure_reads_limits_by_their_names() -> None:
    assert azure.limits([{"name": {"value": "cores"}, "currentValue": 3, "limit": 10}]) == {"cores": Decimal(10)}


@pytest.mark.parametrize(
    ("machine", "capacity", "wanted", "reason"),
    [
        ("n2-standard-4", CapacityKind.ON_DEMAND, {"N2_CPUS": 16}, "a family with a quota of its own"),
        ("e2-standard-4", CapacityKind.ON_DEMAND, {"CPUS": 16}, "a family without"),
        ("n2-standard-4", CapacityKind.SPOT, {"PREEMPTIBLE_CPUS": 16}, "spot CPUs are one pot"),
        (
            "g2-standard-8",
            CapacityKind.SPOT_WITH_FALLBACK,
            {"NVIDIA_L4_GPUS": 4, "PREEMPTIBLE_NVIDIA_L4_GPUS": 4},
            "GPUs are counted, not their CPUs",
        ),
        ("a2-ultragpu-1g", CapacityKind.ON_DEMAND, {"NVIDIA_A100_80GB_GPUS": 4}, "the larger A100 is counted apart"),
        ("ct5lp-hightpu-4t", CapacityKind.ON_DEMAND, {"TPU_V5E_CHIPS": 16}, "chips, which the region does not list"),
    ],
)
def test_gcp_counts_by_family_and_kind(
    machine: str, capacity: CapacityKind, wanted: dict[str, int], reason: str
) -> None:
    found = gcp.demands([accelerated_pool(L4, nodes=FOUR, capacity=capacity)], chosen(accelerated=machine))
    assert {each.quota: int(each.amount) for each in found} == wanted, reason


def test_gcp_without_spot_cpus_of_its_own_has_no_limit_on_them() -> None:
    given = [{"metric": "CPUS", "limit": 24.0}, {"metric": "PREEMPTIBLE_CPUS", "limit": 0.0}]
    assert gcp.limits(given) == {"CPUS": Decimal("24.0")}


def test_the_command_fails_when_a_pool_cannot_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(limit: int) -> None:
        def asked(_name: str) -> list[Finding]:
            return [Finding(demand=demand("a", 12, "cpu"), limit=Decimal(limit))]

        monkeypatch.setattr(account, "ask_account", asked)

    told(11)
    refused = CliRunner().invoke(app, ["doctor", "--target", "onprem", "--environment", "prod"])
    assert (refused.exit_code, "too little" in refused.output) == (1, True)
    told(12)
    granted = CliRunner().invoke(app, ["doctor", "--target", "onprem", "--environment", "prod"])
    assert (granted.exit_code, "enough" in granted.output) == (0, True)
