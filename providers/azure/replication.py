"""Copies of models in a second region: everything that is written to one container arrives in the other."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import storage

from providers.azure.foundation import Foundation

CONTAINER = "models"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStore:
    """One account with its container, and the settings of its blobs."""

    account: storage.StorageAccount
    container: storage.BlobContainer
    properties: storage.BlobServiceProperties


def build_replication(
    parent: pulumi.Resource, name: str, foundation: Foundation, own: ObjectStore, copy: ObjectStore
) -> dict[str, pulumi.Resource]:
    """The same policy on both accounts: first where copies arrive, which gives it its ids, then where they come from.

    Source: https://learn.microsoft.com/azure/storage/blobs/object-replication-overview, 2026-11-21.
    """
    group = foundation.group.name
    after = pulumi.ResourceOptions(
        parent=parent, depends_on=[own.container, own.properties, copy.container, copy.properties]
    )
    rule = storage.ObjectReplicationPolicyRuleArgs(source_container=CONTAINER, destination_container=CONTAINER)
    arriving = storage.ObjectReplicationPolicy(
        f"{name}-replication-arriving",
        object_replication_policy_id="default",
        account_name=copy.account.name,
        resource_group_name=group,
        source_account=own.account.id,
        destination_account=copy.account.id,
        rules=[rule],
        opts=after,
    )
    leaving = storage.ObjectReplicationPolicy(
        f"{name}-replication-leaving",
        object_replication_policy_id=arriving.policy_id,
        account_name=own.account.name,
        resource_group_name=group,
        source_account=own.account.id,
        destination_account=copy.account.id,
        rules=[
            storage.ObjectReplicationPolicyRuleArgs(
                rule_id=arriving.rules.apply(lambda rules: rules[0].rule_id if rules else None),
                source_container=CONTAINER,
                destination_container=CONTAINER,
            )
        ],
        opts=after,
    )
    return {"replication-arriving": arriving, "replication-leaving": leaving}
