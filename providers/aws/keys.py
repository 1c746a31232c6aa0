"""The environment's own encryption key: of the cluster's secrets and of alerts always, of all data when asked to."""

import pulumi
from pulumi_aws import kms

from providers.aws.policies import Statement, document
from providers.aws.site import Site

KEY = "key"
REPLICA_KEY = "replica-key"

_USES = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
_WAITING_DAYS = 30
"""Days between a destroy and the key's end: until then what it encrypted can be saved."""


def build_key(
    parent: pulumi.Resource, resource_name: str, site: Site, *, region: str | None = None
) -> tuple[kms.Key, kms.Alias]:
    """Creates a key that changes its material every year, and a name for it.

    Args:
        parent: gives the children their provider.
        resource_name: what the names of both start with.
        site: whose key.
        region: another region than the site's; keys never leave theirs.
    """
    child = pulumi.ResourceOptions(parent=parent)
    key = kms.Key(
        resource_name,
        description=f"Transship environment {site.environment}",
        deletion_window_in_days=_WAITING_DAYS,
        enable_key_rotation=True,
        policy=document(*_statements(site, region or site.region)),
        region=region,
        opts=child,
    )
    alias = kms.Alias(
        f"{resource_name}-alias", name=f"alias/{site.cluster}", target_key_id=key.key_id, region=region, opts=child
    )
    return key, alias


def _statements(site: Site, region: str) -> list[Statement]:
    account = {"StringEquals": {"aws:SourceAccount": site.account_id}}
    return [
        {
            "Sid": "TheAccountDecidesByItsPolicies",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{site.partition}:iam::{site.account_id}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            # As AWS's own key for volumes has it: naming the autoscaling role would fail where it is not there yet.
            "Sid": "VolumesOfTheAccount",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [*_USES, "kms:CreateGrant"],
            "Resource": "*",
            "Condition": {
                "StringEquals": {
                    "kms:CallerAccount": site.account_id,
                    "kms:ViaService": f"ec2.{region}.{site.dns_suffix}",
                }
            },
        },
        {
            "Sid": "LogsOfTheAccount",
            "Effect": "Allow",
            "Principal": {"Service": f"logs.{region}.{site.dns_suffix}"},
            "Action": _USES,
            "Resource": "*",
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": site.arn("logs", "*", region=region)}},
        },
        {
            "Sid": "WhoeverSendsAlerts",
            "Effect": "Allow",
            "Principal": {"Service": ["aps.amazonaws.com", "budgets.amazonaws.com"]},
            "Action": ["kms:GenerateDataKey*", "kms:Decrypt"],
            "Resource": "*",
            "Condition": account,
        },
    ]
