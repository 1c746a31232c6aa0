"""Copies the bucket with models to a second region, object by object, as they come."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, kms, s3

from components.results import Native
from providers.aws.objects import BucketResult
from providers.aws.policies import Statement, allow, document, trusts_service
from providers.aws.site import Site

REPLICATION = "objects-replication"

_READS_SOURCE = ("s3:GetReplicationConfiguration", "s3:ListBucket")
_READS_VERSIONS = (
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
)
_WRITES_REPLICAS = ("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicationRequest:
    """What replication is made from.

    Attributes:
        keys: the source's and the replica's own keys, where objects are encrypted with them.
    """

    site: Site
    source: BucketResult
    replica: BucketResult
    keys: tuple[kms.Key, kms.Key] | None


def build_replication(parent: pulumi.Resource, resource_name: str, request: ReplicationRequest) -> Native:
    """Creates the role that copies, and the rule that says what: everything."""
    child = pulumi.ResourceOptions(parent=parent)
    role = iam.Role(
        f"{resource_name}-role",
        name=request.site.role("replication"),
        assume_role_policy=trusts_service("s3.amazonaws.com"),
        opts=child,
    )
    policy = iam.RolePolicy(
        f"{resource_name}-role",
        name="copy-objects",
        role=role.name,
        policy=document(*_statements(request)),
        opts=child,
    )
    after = [request.source.versioning, request.replica.versioning, policy]
    config = s3.BucketReplicationConfig(
        resource_name,
        bucket=request.source.bucket.id,
        role=role.arn,
        rules=[_rule(request)],
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=after)),
    )
    return {REPLICATION: config, f"{REPLICATION}-role": role}


def _statements(request: ReplicationRequest) -> list[Statement]:
    source, replica = request.source.bucket.arn, request.replica.bucket.arn
    statements = [
        allow(_READS_SOURCE, source),
        allow(_READS_VERSIONS, pulumi.Output.concat(source, "/*")),
        allow(_WRITES_REPLICAS, pulumi.Output.concat(replica, "/*")),
    ]
    if request.keys is not None:
        here, there = request.keys
        statements += [allow(("kms:Decrypt",), here.arn), allow(("kms:Encrypt", "kms:GenerateDataKey"), there.arn)]
    return statements


def _rule(request: ReplicationRequest) -> s3.BucketReplicationConfigRuleArgsDict:
    everything: s3.BucketReplicationConfigRuleArgsDict = {
        "id": "everything",
        "status": "Enabled",
        "priority": 0,
        "filter": {"prefix": ""},
        "delete_marker_replication": {"status": "Enabled"},
        "destination": {"bucket": request.replica.bucket.arn},
    }
    if request.keys is None:
        return everything
    return {
        **everything,
        "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}},
        "destination": {
            "bucket": request.replica.bucket.arn,
            "encryption_configuration": {"replica_kms_key_id": request.keys[1].arn},
        },
    }
