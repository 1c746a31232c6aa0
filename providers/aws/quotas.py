"""What an AWS account may run of the pools' machines: vCPUs by class of instance, on demand and spot apart.

Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html (2026-11-21). The API names quotas
by codes, which the page leaves out; they are listed in
https://github.com/gruntwork-io/terraform-aws-utilities/blob/main/docs/quotas.md (2026-11-21).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, cast

from components.contract import MachineChoice, StackSettings
from components.errors import MissingExtraError, OperationError, Problem
from components.quotas import Demand, Finding, findings, summed
from components.specs import CapacityKind, PoolSpec
from providers.aws.shapes import machine_of

SERVICE = "ec2"
ON_DEMAND = {"standard": "L-1216C47A", "g": "L-DB2E81BA", "p": "L-417A185B"}
SPOT = {"standard": "L-34B43A08", "g": "L-3819A6DF", "p": "L-7212CCBC", "p5": "L-C4BD4855"}
BOUGHT = {
    CapacityKind.ON_DEMAND: (ON_DEMAND,),
    CapacityKind.SPOT: (SPOT,),
    CapacityKind.SPOT_WITH_FALLBACK: (SPOT, ON_DEMAND),
}


class QuotaApi(Protocol):
    """The part of the Service Quotas API that is used."""

    def get_service_quota(self, *, ServiceCode: str, QuotaCode: str) -> Mapping[str, Mapping[str, object]]:  # noqa: N803
        """One quota of the account, in the client's region."""
        ...


def check_quotas(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Sequence[Finding]:
    """The pools' demands beside the account's quotas, by the credentials that boto3 finds.

    Raises:
        MissingExtraError: boto3 is not installed.
        OperationError: the account cannot be asked.
    """
    try:
        import boto3  # noqa: PLC0415 - answering for a target must not load its SDK
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
    except ModuleNotFoundError as error:
        problem = Problem("", "boto3 is not installed", 'pip install "transship[aws]"')
        raise MissingExtraError("quotas of aws", [problem]) from error
    wanted = demands(settings.environment.pools, machines)
    try:
        client = cast("QuotaApi", boto3.client("service-quotas", region_name=settings.region))  # pyright: ignore[reportUnknownMemberType]
        return findings(wanted, {demand.quota: _limit(client, demand.quota) for demand in wanted})
    except (BotoCoreError, ClientError) as error:
        hint = "aws sts get-caller-identity; the permission is servicequotas:GetServiceQuota"
        raise OperationError.because("quotas of aws", str(error), where=settings.region, hint=hint) from error


def demands(pools: Sequence[PoolSpec], machines: Mapping[str, MachineChoice]) -> tuple[Demand, ...]:
    """What the pools take at their most, in vCPUs; a pool with a fallback takes of both kinds."""
    return summed(demand for pool in pools for demand in _of(pool, machines[pool.name].machine))


def _of(pool: PoolSpec, machine: str) -> Iterator[Demand]:
    amount = Decimal(pool.nodes.max * machine_of(machine).vcpu)
    for codes in BOUGHT[pool.capacity]:
        yield Demand(quota=_code(codes, machine), unit="vCPU", amount=amount, pools=(pool.name,))


def _code(codes: Mapping[str, str], machine: str) -> str:
    """The quota of a machine: by its family's number where there is one, else by its letter, else the standard one."""
    family = re.match(r"([a-z]+)(\d*)", machine)
    letters, number = family.groups() if family else ("", "")
    letter = letters[:1]
    return codes.get(f"{letter}{number}") or codes.get(letter) or codes["standard"]


def _limit(client: QuotaApi, code: str) -> Decimal:
    answer = client.get_service_quota(ServiceCode=SERVICE, QuotaCode=code)
    return Decimal(str(answer["Quota"]["Value"]))
