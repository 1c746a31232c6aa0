"""Who may do what: built-in roles, granted at the narrowest scope that works."""

import uuid
from collections.abc import Sequence
from enum import Enum

import pulumi
from pulumi_azure_native.authorization import RoleAssignment

from providers.azure.access import Access

_CONDITION_VERSION = "2.0"
_NAMESPACE = uuid.UUID("6f1b4e0c-5f0a-5c53-9f0e-3d0c6a2f7b11")


class Role(Enum):
    """Azure's built-in roles that are granted, by their ids.

    Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles, 2026-11-21.
    """

    ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec"
    ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
    BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
    BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
    GRAFANA_ADMIN = "22926164-76b3-42b3-bc55-97df8dab3e41"
    KEY_VAULT_CONTRIBUTOR = "f25e0fa2-a7c8-4377-a976-54943a77a395"
    KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
    KEY_VAULT_CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
    MANAGED_IDENTITY_OPERATOR = "f1a07417-d97a-45cb-824c-7a7467783830"
    MONITORING_DATA_READER = "b0d8363b-8ddd-447d-831f-62ca05bff136"
    MONITORING_METRICS_PUBLISHER = "3913510d-42f4-4e42-8a64-420c390055eb"
    NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
    READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"


def grant(
    parent: pulumi.Resource,
    resource_name: str,
    access: Access,
    role: Role,
    *,
    to: pulumi.Input[str],
    on: pulumi.Input[str],
    condition: pulumi.Input[str] | None = None,
    people: bool = False,
) -> RoleAssignment:
    """Grants a role to a managed identity, or to a group of people.

    Args:
        parent: gives the assignment its provider.
        resource_name: tells the assignment from the stack's others.
        access: whose subscription it is.
        role: what is granted.
        to: the identity's principal, or the group's object id.
        on: the resource it is granted on.
        condition: narrows what the role allows, in the language of role assignment conditions.
        people: whether `to` is a group.
    """
    # The name is the same on every run: an `up` that was killed leaves an assignment that the next one finds again.
    name = uuid.uuid5(_NAMESPACE, "/".join([access.subscription_id, access.names.group, resource_name]))
    return RoleAssignment(
        resource_name,
        role_assignment_name=str(name),
        role_definition_id=f"{access.subscription}/providers/Microsoft.Authorization/roleDefinitions/{role.value}",
        principal_id=to,
        # Told, so that nobody looks for an identity that its directory has not heard of yet.
        principal_type="Group" if people else "ServicePrincipal",
        scope=on,
        condition=condition,
        condition_version=_CONDITION_VERSION if condition is not None else None,
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
    )


def grant_people(
    parent: pulumi.Resource,
    resource_name: str,
    access: Access,
    role: Role,
    *,
    groups: Sequence[str],
    on: pulumi.Input[str],
) -> None:
    """Grants a role to groups of people, by their object ids."""
    for group in groups:
        grant(parent, f"{resource_name}-{group.partition('-')[0]}", access, role, to=group, on=on, people=True)
