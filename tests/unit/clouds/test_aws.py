"""What AWS refuses and accepts: by its own service models, and by the rules that no model holds."""

from typing import Any

import pytest

from tests.rigs.pretended import Pretended, unknown_one_by_one

CLOUD = Pretended.of("aws")
ROLE = "arn:aws:iam::111122223333:role/nodes"
TRUST = '{"Version": "2012-10-17", "Statement": []}'
NODE_GROUP = {
    "clusterName": "models",
    "nodeGroupName": "gpu",
    "nodeRoleArn": ROLE,
    "subnetIds": ["subnet-1"],
    "scalingConfig": {"minSize": 0, "desiredSize": 0, "maxSize": 4},
}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    (
        "aws:eks/nodeGroup:NodeGroup",
        NODE_GROUP,
        {"capacityType": "SPOTTY"},
        "capacityType",
        "not among ON_DEMAND, SPOT",
    ),
    ("aws:eks/nodeGroup:NodeGroup", NODE_GROUP, {"nodeRoleArn": None}, "nodeRoleArn", "is required"),
    (
        "aws:eks/nodeGroup:NodeGroup",
        NODE_GROUP,
        {"diskSize": 9, "launchTemplate": {"id": "lt-0123456789", "version": "1"}},
        "diskSize",
        "template",
    ),
    (
        "aws:eks/nodeGroup:NodeGroup",
        NODE_GROUP,
        {"scalingConfig": {"minSize": 3, "desiredSize": 3, "maxSize": 2}},
        "scalingConfig.minSize",
        "more than maxSize 2",
    ),
    (
        "aws:eks/nodeGroup:NodeGroup",
        NODE_GROUP,
        {"taints": [{"key": "a", "effect": "NoSchedule"}]},
        "taints[0].effect",
        "not among NO_SCHEDULE",
    ),
    ("aws:ec2/vpc:Vpc", {}, {"cidrBlock": "10.0.0.0/8"}, "cidrBlock", "not between /16 and /28"),
    (
        "aws:ec2/vpc:Vpc",
        {},
        {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "mine"},
        "instanceTenancy",
        "not among default",
    ),
    ("aws:ec2/route:Route", {"routeTableId": "rtb-1"}, {"destinationCidrBlock": "0.0.0.0/0"}, "", "one target"),
    ("aws:iam/role:Role", {"assumeRolePolicy": TRUST}, {"name": "r" * 65}, "name", "at most 64"),
    ("aws:iam/role:Role", {"name": "nodes"}, {"assumeRolePolicy": "{"}, "assumeRolePolicy", "is not JSON"),
    ("aws:kms/alias:Alias", {"targetKeyId": "1"}, {"name": "models"}, "name", "alias/"),
    ("aws:s3/bucket:Bucket", {}, {"bucket": "My_Bucket"}, "bucket", "bucket names are"),
    (
        "aws:s3/bucketVersioning:BucketVersioning",
        {"bucket": "models"},
        {"versioningConfiguration": {"status": "On"}},
        "versioningConfiguration.status",
        "not among Enabled, Suspended",
    ),
    (
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        {"bucket": "models"},
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256", "kmsMasterKeyId": "k"}}]},
        "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
        "takes no key",
    ),
    (
        "aws:ecr/repository:Repository",
        {"name": "models"},
        {"imageTagMutability": "NEVER"},
        "imageTagMutability",
        "IMMUTABLE",
    ),
    ("aws:ecr/repository:Repository", {}, {"name": "Models!"}, "name", "does not match"),
    ("aws:cloudwatch/logGroup:LogGroup", {"name": "models"}, {"retentionInDays": 31}, "retentionInDays", "is 31"),
    (
        "aws:cloudwatch/logGroup:LogGroup",
        {"name": "models"},
        {"retentionInDay": 30},
        "retentionInDay",
        "no such property",
    ),
    (
        "aws:budgets/budget:Budget",
        {"name": "models", "budgetType": "COST", "timeUnit": "MONTHLY"},
        {
            "notifications": [
                {
                    "comparisonOperator": "MORE",
                    "notificationType": "ACTUAL",
                    "threshold": 1,
                    "thresholdType": "PERCENTAGE",
                }
            ]
        },
        "notifications[0].comparisonOperator",
        "not among GREATER_THAN",
    ),
]
ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("aws:eks/nodeGroup:NodeGroup", NODE_GROUP),
    ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "models"}}),
    ("aws:iam/role:Role", {"name": "nodes", "assumeRolePolicy": TRUST}),
    ("aws:s3/bucket:Bucket", {"bucket": "models-0123.eu"}),
]


@pytest.mark.parametrize(("token", "good", "change", "path", "reason"), CASES)
def test_what_is_refused(token: str, good: dict[str, Any], change: dict[str, Any], path: str, reason: str) -> None:
    found = CLOUD.vendor.failures(token, {**good, **change}, CLOUD.existing)
    assert [failure.property for failure in found] == [path]
    assert reason in found[0].reason


@pytest.mark.parametrize(("token", "inputs"), ACCEPTED)
def test_what_is_accepted_also_while_some_of_it_is_unknown(token: str, inputs: dict[str, Any]) -> None:
    for each in (inputs, *unknown_one_by_one(inputs)):
        assert CLOUD.vendor.failures(token, each, CLOUD.existing) == []


def test_subnets_of_a_vpc_lie_in_it_and_apart() -> None:
    cloud = Pretended.of("aws")
    vpc = cloud.create("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
    for block in ("10.0.0.0/24", "10.0.0.128/25", "10.1.0.0/24"):
        cloud.create("aws:ec2/subnet:Subnet", block, {"vpcId": vpc, "cidrBlock": block})
    overlapping, outside = cloud.refused
    assert "10.0.0.128/25 overlaps 10.0.0.0/24" in overlapping
    assert "10.1.0.0/24 does not lie in 10.0.0.0/16" in outside


def test_a_cluster_on_eks_needs_two_zones() -> None:
    cloud = Pretended.of("aws")
    vpc = cloud.create("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
    zone = {"vpcId": vpc, "availabilityZone": "us-east-1a"}
    ids = [
        cloud.create("aws:ec2/subnet:Subnet", block, {**zone, "cidrBlock": block})
        for block in ("10.0.0.0/24", "10.0.1.0/24")
    ]
    cloud.create(
        "aws:eks/cluster:Cluster", "models", {"name": "models", "roleArn": ROLE, "vpcConfig": {"subnetIds": ids}}
    )
    assert len(cloud.refused) == 1
    assert "at least two zones" in cloud.refused[0]
