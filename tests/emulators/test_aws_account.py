"""What the emulated account is good for: it refuses what AWS refuses, and notices when it holds something else."""

import json
from collections.abc import Callable, Iterator
from itertools import count

import pulumi
import pytest
from pulumi_aws import autoscaling, budgets, ec2, ecr, eks, iam, s3

from tests.rigs.aws.emulated import Emulated, emulated_account
from tests.rigs.aws.kinds import KINDS
from transship.plan.recorder import record

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


NUMBERS = count()


@pytest.fixture(scope="module")
def whole() -> Iterator[Emulated]:
    """One account for all tests: starting moto costs more than any of them."""
    with emulated_account("123456789012", "eu-central-1") as emulated:
        yield emulated


@pytest.fixture
def account(whole: Emulated) -> Emulated:
    """The same account, of which nothing is known yet."""
    return Emulated(whole.account, KINDS)


def fresh_role() -> iam.Role:
    """A role whose name nobody has taken."""
    return iam.Role(f"role-{next(NUMBERS)}", assume_role_policy=TRUST)


def network() -> tuple[ec2.Vpc, ec2.Subnet]:
    vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    return vpc, ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/20", availability_zone_id="euc1-az1")


def nodes(ami_type: str, capacity_type: str) -> None:
    _, subnet = network()
    role = fresh_role()
    eks.NodeGroup(
        "group",
        cluster_name="cluster",
        node_role_arn=role.arn,
        subnet_ids=[subnet.id],
        ami_type=ami_type,
        capacity_type=capacity_type,
        instance_types=["g6.xlarge"],
        scaling_config={"min_size": 0, "max_size": 1, "desired_size": 0},
        update_config={"max_unavailable": 1},
        node_repair_config={"enabled": True},
    )


def subnet_elsewhere() -> None:
    vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.1.0.0/20")


def two_subnets_over_each_other() -> None:
    vpc, _ = network()
    ec2.Subnet("other", vpc_id=vpc.id, cidr_block="10.0.8.0/21")


def zone_of_another_region() -> None:
    vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/20", availability_zone_id="use1-az1")


def policy(text: str) -> Callable[[], None]:
    def program() -> None:
        role = fresh_role()
        iam.RolePolicy("policy", role=role.name, policy=text)

    return program


def statement(**members: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **members}]})


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (lambda: s3.Bucket("Upper", bucket="Upper_Case"), "InvalidBucketName"),
        (lambda: ec2.Vpc("vpc", cidr_block="10.0.0.0/8"), "InvalidVpc.Range"),
        (subnet_elsewhere, "InvalidSubnet.Range"),
        (two_subnets_over_each_other, "InvalidSubnet.Conflict"),
        (zone_of_another_region, "InvalidParameterValue"),
        (policy("{"), "MalformedPolicyDocument"),
        (policy(statement(Action="s3:GetObject", Resource="bucket")), "MalformedPolicyDocument"),
        (policy(statement(Action="GetObject", Resource="*")), "MalformedPolicyDocument"),
        (policy(statement(Action="s3:GetObject", Ressource="*")), "MalformedPolicyDocument"),
        (lambda: iam.Role("role", name="r" * 65, assume_role_policy=TRUST), "RoleName"),
        (
            lambda: iam.RolePolicyAttachment("a", role="nobody", policy_arn="arn:aws:iam::aws:policy/None"),
            "NoSuchEntity",
        ),
        (lambda: nodes("AL2023_X86_64_NVIDIA", "SPOT"), "amiType"),
        (lambda: nodes("AL2023_x86_64_NVIDIA", "spot"), "capacityType"),
        (lambda: nodes("AL2023_x86_64_NVIDIA", "SPOT"), "No cluster found"),
        (
            lambda: ecr.Repository(
                "images",
                name="Models",
                image_tag_mutability="IMMUTABLE",
                image_scanning_configuration={"scan_on_push": True},
            ),
            "repositoryName",
        ),
        (
            lambda: budgets.Budget("b", budget_type="COSTS", time_unit="MONTHLY", limit_amount="1", limit_unit="USD"),
            "BudgetType",
        ),
    ],
)
def test_what_aws_refuses_is_refused(account: Emulated, program: Callable[[], None], said: str) -> None:
    record(program, answers=account)
    (refusal,) = account.refused
    assert said in refusal.error


def test_references_are_to_what_was_created(account: Emulated) -> None:
    record(lambda: pulumi.export("subnet", network()[1].id), answers=account)
    assert not account.refused
    assert account.differences() == []
    assert [held.id.split("-")[0] for held in account.held] == ["vpc", "subnet"]


def test_what_changed_since_is_noticed(account: Emulated) -> None:
    def program() -> None:
        bucket = s3.Bucket("models", bucket="models-of-somebody")
        s3.BucketVersioning("versions", bucket=bucket.id, versioning_configuration={"status": "Enabled"})

    record(program, answers=account)
    assert account.differences() == []
    account.account.client("s3").put_bucket_versioning(
        Bucket="models-of-somebody", VersioningConfiguration={"Status": "Suspended"}
    )
    (difference,) = account.differences()
    assert "declared {'status': 'Enabled'}, holds {'status': 'Suspended'}" in difference


def test_an_input_that_nobody_reads_back_is_noticed(account: Emulated) -> None:
    def program() -> None:
        ec2.Vpc("vpc", cidr_block="10.0.0.0/16", instance_tenancy="dedicated")

    record(program, answers=account)
    (difference,) = account.differences()
    assert "instanceTenancy is lost" in difference


def test_a_type_that_nobody_taught_it_is_noticed(account: Emulated) -> None:
    def program() -> None:
        autoscaling.Group("machines", min_size=0, max_size=1)

    record(program, answers=account)
    assert account.unknown == ["aws:autoscaling/group:Group"]
