"""AWS."""

from tests.rigs.refusals import Accepted, Refused

ROLE = "arn:aws:iam::111122223333:role/nodes"
TRUST = '{"Version": "2012-10-17", "Statement": []}'
NODE_GROUP = {
    "clusterName": "models",
    "nodeGroupName": "gpu",
    "nodeRoleArn": ROLE,
    "subnetIds": ["subnet-1"],
    "scalingConfig": {"minSize": 0, "desiredSize": 0, "maxSize": 4},
}

CASES: list[Refused] = [
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
ACCEPTED: list[Accepted] = [
    ("aws:eks/nodeGroup:NodeGroup", NODE_GROUP),
    ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "models"}}),
    ("aws:iam/role:Role", {"name": "nodes", "assumeRolePolicy": TRUST}),
    ("aws:s3/bucket:Bucket", {"bucket": "models-0123.eu"}),
]
