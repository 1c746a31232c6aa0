"""One identity for each thing in the cluster that talks to Azure, and what it may do."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native.managedidentity import FederatedIdentityCredential, UserAssignedIdentity

from providers.azure.foundation import Foundation
from providers.azure.roles import Role, grant
from providers.incluster.names import SERVER_CONTAINER

IDENTITY = "identity"
TRUST = "trust"
READ = "read"

IDENTITY_LABEL: Mapping[str, str] = {"azure.workload.identity/use": "true"}
PULL_STEP_ONLY: Mapping[str, str] = {"azure.workload.identity/skip-containers": SERVER_CONTAINER}
"""Keeps the token out of the model server, which has no use for it.

Source: https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html,
2026-11-21.
"""

"""What a pod carries so that AKS gives it a token."""
CLIENT_ANNOTATION = "azure.workload.identity/client-id"
"""What a service account carries so that the token is the identity's.

Source: https://learn.microsoft.com/azure/aks/workload-identity-overview, 2026-11-21.
"""

_AUDIENCE = "api://AzureADTokenExchange"
_BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """A service account of the cluster, and who vouches for it.

    Attributes:
        issuer: the URL by which the cluster signs its tokens.
    """

    issuer: pulumi.Input[str]
    namespace: pulumi.Input[str]
    name: str

    @property
    def subject(self) -> pulumi.Output[str]:
        """What its tokens say they are."""
        return pulumi.Output.concat("system:serviceaccount:", self.namespace, ":", self.name)


def build_identity(
    parent: pulumi.Resource, name: str, foundation: Foundation, role: str, account: ServiceAccount | None = None
) -> UserAssignedIdentity:
    """Creates an identity; with a service account, one that only its pods can take.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        foundation: where it is created.
        role: what tells it from the environment's other identities.
        account: whose pods take it.
    """
    access = foundation.access
    identity = UserAssignedIdentity(
        f"{name}-{IDENTITY}",
        resource_name_=access.names.regional(role),
        resource_group_name=foundation.group.name,
        location=access.region,
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    if account is not None:
        FederatedIdentityCredential(
            f"{name}-{TRUST}",
            federated_identity_credential_resource_name="cluster",
            resource_name_=identity.name,
            resource_group_name=foundation.group.name,
            issuer=account.issuer,
            subject=account.subject,
            audiences=[_AUDIENCE],
            opts=pulumi.ResourceOptions(parent=parent),
        )
    return identity


def model_identity(
    parent: pulumi.Resource, name: str, foundation: Foundation, account: ServiceAccount, container: pulumi.Input[str]
) -> pulumi.Output[str]:
    """Creates the identity of a model's pods, which reads and lists this model in the container and nothing else.

    Returns:
        Its client id, once it may read: what waits for the one has the other.
    """
    identity = build_identity(parent, name, foundation, f"model-{account.name}", account)
    reads = grant(
        parent,
        f"{name}-{READ}",
        foundation.access,
        Role.BLOB_DATA_READER,
        to=identity.principal_id,
        on=container,
        condition=only_below(f"models/{account.name}/"),
    )
    return pulumi.Output.all(identity.client_id, reads.id).apply(lambda known: known[0])


def only_below(prefix: str) -> str:
    """The condition under which a reader of blobs reads and lists those whose names start with the prefix only.

    Source: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples, 2026-11-21.
    """
    reads, lists = f"ActionMatches{{'{_BLOBS}/read'}}", "SubOperationMatches{'Blob.List'}"
    may_read = f"@Resource[{_BLOBS}:path] StringStartsWith '{prefix}'"
    may_list = f"@Request[{_BLOBS}:prefix] StringStartsWith '{prefix}'"
    return f"((!({reads} AND NOT {lists})) OR ({may_read})) AND ((!({reads} AND {lists})) OR ({may_list}))"
