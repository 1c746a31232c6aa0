"""The environment's own keys: one that the cluster's secrets are always wrapped in, one for data where asked for."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native.keyvault import (
    ActionArgs,
    Key,
    KeyPropertiesArgs,
    KeyRotationPolicyActionType,
    LifetimeActionArgs,
    NetworkRuleSetArgs,
    RotationPolicyArgs,
    SkuArgs,
    SkuName,
    TriggerArgs,
    Vault,
    VaultPropertiesArgs,
)
from pulumi_azure_native.managedidentity import UserAssignedIdentity

from providers.azure.foundation import Foundation, log
from providers.azure.roles import Role, grant

VAULT = "vault"
SECRETS_KEY = "secrets-key"
DATA_KEY = "data-key"
DATA_IDENTITY = "data-key-user"

_RECOVERABLE_DAYS = 7
_ROTATED_AFTER = "P1Y"
_RSA_BITS = 3072


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKey:
    """The key of data at rest, and the identity by which services wrap theirs in it.

    Attributes:
        vault_uri: the URL of the vault.
        ready: what has to be there before a service can use the key.
    """

    key: Key
    user: UserAssignedIdentity
    vault_uri: pulumi.Output[str | None]
    ready: pulumi.Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """A vault and its keys.

    Attributes:
        secrets: wraps the cluster's secrets.
        data: wraps everything else at rest; None where Azure's own keys do.
    """

    vault: Vault
    secrets: Key
    data: DataKey | None


def build_keys(
    parent: pulumi.Resource, name: str, foundation: Foundation, vault_name: str | None, *, customer_keys: bool
) -> Keys:
    """Creates the vault, reachable from the network only, and its keys."""
    vault = _vault(parent, f"{name}-{VAULT}", foundation, vault_name)
    log(parent, f"{name}-{VAULT}-logs", foundation, vault.id, groups=["audit"])
    return Keys(
        vault=vault,
        # Rotating it would leave the cluster's configuration naming a version that is no longer the newest.
        secrets=_key(parent, f"{name}-{SECRETS_KEY}", foundation, vault, rotated=False),
        data=_data_key(parent, name, foundation, vault) if customer_keys else None,
    )


def _vault(parent: pulumi.Resource, resource_name: str, foundation: Foundation, vault_name: str | None) -> Vault:
    access = foundation.access
    return Vault(
        resource_name,
        vault_name=vault_name or access.names.vault,
        resource_group_name=foundation.group.name,
        location=access.region,
        properties=VaultPropertiesArgs(
            tenant_id=access.tenant_id,
            sku=SkuArgs(family="A", name=SkuName.PREMIUM),
            enable_rbac_authorization=True,
            enable_soft_delete=True,
            soft_delete_retention_in_days=_RECOVERABLE_DAYS,
            # Without it a storage account or a registry takes no key: whoever deletes the key deletes the data.
            enable_purge_protection=True,
            public_network_access="Disabled",
            # Azure's own services come by Azure's own way: a storage account has no address in the network.
            network_acls=NetworkRuleSetArgs(default_action="Deny", bypass="AzureServices"),
        ),
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _key(parent: pulumi.Resource, resource_name: str, foundation: Foundation, vault: Vault, *, rotated: bool) -> Key:
    rotate = LifetimeActionArgs(
        trigger=TriggerArgs(time_after_create=_ROTATED_AFTER),
        action=ActionArgs(type=KeyRotationPolicyActionType.ROTATE),
    )
    return Key(
        resource_name,
        key_name=resource_name,
        vault_name=vault.name,
        resource_group_name=foundation.group.name,
        properties=KeyPropertiesArgs(
            kty="RSA",
            key_size=_RSA_BITS,
            key_ops=["encrypt", "decrypt", "wrapKey", "unwrapKey"],
            rotation_policy=RotationPolicyArgs(lifetime_actions=[rotate]) if rotated else None,
        ),
        tags=foundation.access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _data_key(parent: pulumi.Resource, name: str, foundation: Foundation, vault: Vault) -> DataKey:
    access = foundation.access
    key = _key(parent, f"{name}-{DATA_KEY}", foundation, vault, rotated=True)
    user = UserAssignedIdentity(
        f"{name}-{DATA_IDENTITY}",
        resource_name_=access.names.regional(DATA_IDENTITY),
        resource_group_name=foundation.group.name,
        location=access.region,
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    ready = grant(
        parent,
        f"{name}-{DATA_IDENTITY}-grant",
        access,
        Role.KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER,
        to=user.principal_id,
        on=vault.id,
    )
    return DataKey(key=key, user=user, vault_uri=vault.properties.vault_uri, ready=ready)
