"""Identities of pods: a role for one service account of one cluster, and what it may do. No key is ever stored."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam

from providers.aws.policies import Statement, allow, document, trusts_pods
from providers.aws.site import Site

ROLE = "role"
IDENTITY = "identity"

_MODELS = "models"
"""Where a model's versions and aliases are in the registry, by its name; see docs/adr/0003-registry-layout.md."""
_CONTENT = "s3:GetObject"
_LISTING = "s3:ListBucket"


@dataclass(frozen=True, slots=True, kw_only=True)
class PodIdentity:
    """Who a pod is, and what that one may do.

    Attributes:
        role: what the role is for; a part of its name.
        namespace: of the service account.
        policies: AWS's own policies, by ARN.
        statements: what else it may do.
    """

    site: Site
    role: str
    namespace: pulumi.Input[str]
    service_account: str
    policies: Sequence[str] = ()
    statements: Sequence[Statement] = ()


def build_role(
    parent: pulumi.Resource, resource_name: str, wanted: PodIdentity
) -> tuple[iam.Role, list[pulumi.Resource]]:
    """Creates the role, and what it may do: an add-on that takes the role has to wait for both."""
    child = pulumi.ResourceOptions(parent=parent)
    role = iam.Role(
        resource_name,
        name=wanted.site.role(wanted.role),
        assume_role_policy=trusts_pods(wanted.site, wanted.namespace, wanted.service_account),
        opts=child,
    )
    allowed: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(
            f"{resource_name}-{arn.rpartition('/')[2]}", role=role.name, policy_arn=arn, opts=child
        )
        for arn in wanted.policies
    ]
    if wanted.statements:
        allowed.append(
            iam.RolePolicy(
                resource_name, name=wanted.role, role=role.name, policy=document(*wanted.statements), opts=child
            )
        )
    return role, allowed


def build_identity(
    parent: pulumi.Resource, resource_name: str, cluster: eks.Cluster, wanted: PodIdentity
) -> tuple[iam.Role, eks.PodIdentityAssociation]:
    """Creates the role, and tells the cluster whose pods get it; pods that start earlier do not."""
    role, allowed = build_role(parent, f"{resource_name}-{ROLE}", wanted)
    association = eks.PodIdentityAssociation(
        f"{resource_name}-{IDENTITY}",
        cluster_name=cluster.name,
        namespace=wanted.namespace,
        service_account=wanted.service_account,
        role_arn=role.arn,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=allowed),
    )
    return role, association


def reads_model(bucket_arn: pulumi.Input[str], model: str, key_arn: pulumi.Input[str] | None) -> list[Statement]:
    """What serving a model takes: its own files, and that nothing else in the registry can be seen.

    Args:
        bucket_arn: the registry's bucket.
        model: the model's name in the registry.
        key_arn: the key that objects are encrypted with; None for S3's own.
    """
    prefix = f"{_MODELS}/{model}/"
    listed = {"StringLike": {"s3:prefix": [prefix, f"{prefix}*"]}}
    statements = [
        allow((_CONTENT,), pulumi.Output.concat(bucket_arn, f"/{prefix}*")),
        allow((_LISTING,), bucket_arn, Condition=listed),
    ]
    if key_arn is not None:
        statements.append(allow(("kms:Decrypt",), key_arn))
    return statements
