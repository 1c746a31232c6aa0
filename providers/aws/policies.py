"""IAM's policy documents, as small as their purpose; the texts that decide who may do what."""

from collections.abc import Mapping, Sequence

import pulumi

from providers.aws.site import Site

Value = pulumi.Input[str] | Sequence[pulumi.Input[str]]
Conditions = Mapping[str, Mapping[str, Value]]
Statement = Mapping[str, Value | Mapping[str, Value] | Conditions]

_VERSION = "2012-10-17"


def document(*statements: Statement) -> pulumi.Output[str]:
    """A policy document of these statements."""
    return pulumi.Output.json_dumps({"Version": _VERSION, "Statement": list(statements)})


def allow(actions: Sequence[str], resources: Value, **rest: Mapping[str, Value] | Conditions) -> Statement:
    """A statement that allows actions on resources.

    Args:
        actions: for example `s3:GetObject`.
        resources: ARNs, or `*` where an action knows none.
        rest: `Principal`, `Condition`.
    """
    return {"Effect": "Allow", "Action": list(actions), "Resource": resources, **rest}


def trusts_service(service: str, *, for_account: str | None = None) -> pulumi.Output[str]:
    """Lets an AWS service act as a role.

    Args:
        service: for example `eks.amazonaws.com`.
        for_account: the only account on whose behalf; None for a service that does not say for whom it acts.
    """
    trust: Statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    if for_account is None:
        return document(trust)
    return document({**trust, "Condition": {"StringEquals": {"aws:SourceAccount": for_account}}})


def trusts_pods(site: Site, namespace: pulumi.Input[str], service_account: str) -> pulumi.Output[str]:
    """Lets EKS hand a role to the pods of one service account of the environment's cluster, and to no others.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html and
    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html, 2026-11-21.
    """
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    "aws:SourceAccount": site.account_id,
                    "aws:RequestTag/eks-cluster-arn": site.arn("eks", f"cluster/{site.cluster}"),
                    "aws:RequestTag/kubernetes-namespace": namespace,
                    "aws:RequestTag/kubernetes-service-account": service_account,
                }
            },
        }
    )


def only_over_tls(bucket_arn: pulumi.Input[str]) -> pulumi.Output[str]:
    """Refuses every request to a bucket that is not encrypted on its way."""
    return document(
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [bucket_arn, pulumi.Output.concat(bucket_arn, "/*")],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    )
