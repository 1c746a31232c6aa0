"""The object store: a storage account and a container, private, encrypted, versioned, and copied where asked for."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import storage

from components.results import Native
from providers.azure.foundation import log
from providers.azure.keys import DataKey
from providers.azure.replication import CONTAINER, ObjectStore, build_replication
from providers.azure.stores import StoreRequest

ACCOUNT = "account"
REPLICA = "replica"

_VERSIONS_RULE = "old-versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """Where models are."""

    account: storage.StorageAccount
    container: storage.BlobContainer
    native: Native


def build_objects(parent: pulumi.Resource, name: str, request: StoreRequest) -> Objects:
    """Creates the account with its container, and a second one where models are replicated."""
    foundation, names = request.foundation, request.foundation.access.names
    own = _store(parent, name, request, names.storage, foundation.access.region)
    native: dict[str, pulumi.Resource] = {ACCOUNT: own.account, CONTAINER: own.container}
    if request.spec.replicated and request.replica_region:
        copy = _store(parent, f"{name}-{REPLICA}", request, names.replica_storage, request.replica_region)
        native |= {REPLICA: copy.account}
        native |= build_replication(parent, name, foundation, own, copy)
    return Objects(account=own.account, container=own.container, native=native)


def _store(parent: pulumi.Resource, name: str, request: StoreRequest, account_name: str, region: str) -> ObjectStore:
    group = request.foundation.group.name
    opts = pulumi.ResourceOptions(parent=parent)
    account = _account(parent, f"{name}-{ACCOUNT}", request, account_name, region)
    properties = _properties(parent, f"{name}-versions", request, account)
    container = storage.BlobContainer(
        f"{name}-{CONTAINER}",
        container_name=CONTAINER,
        account_name=account.name,
        resource_group_name=group,
        public_access=storage.PublicAccess.NONE,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[properties])),
    )
    _lifecycle(parent, f"{name}-lifecycle", request, account, properties)
    blobs = account.id.apply(lambda account_id: f"{account_id}/blobServices/default")
    log(
        parent,
        f"{name}-objects-logs",
        request.foundation,
        blobs,
        categories=["StorageRead", "StorageWrite", "StorageDelete"],
    )
    return ObjectStore(account=account, container=container, properties=properties)


def _account(
    parent: pulumi.Resource, resource_name: str, request: StoreRequest, account_name: str, region: str
) -> storage.StorageAccount:
    key = request.data_key
    return storage.StorageAccount(
        resource_name,
        account_name=account_name,
        resource_group_name=request.foundation.group.name,
        location=region,
        kind=storage.Kind.STORAGE_V2,
        sku=storage.SkuArgs(name=storage.SkuName.STANDARD_ZRS),
        access_tier=storage.AccessTier.HOT,
        allow_blob_public_access=False,
        # Account keys open everything and never expire: identities only.
        allow_shared_key_access=False,
        allow_cross_tenant_replication=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        public_network_access="Enabled" if request.allowed else "Disabled",
        network_rule_set=storage.NetworkRuleSetArgs(
            default_action=storage.DefaultAction.DENY,
            bypass=storage.Bypass.AZURE_SERVICES,
            ip_rules=[_allowed(block) for block in request.allowed],
        ),
        identity=_identity(key) if key else None,
        encryption=_encryption(key),
        tags=request.foundation.access.tags,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[key.ready] if key else []),
    )


def _allowed(block: str) -> storage.IPRuleArgs:
    """Storage wants single addresses without their length.

    Source: https://learn.microsoft.com/azure/storage/common/storage-network-security, 2026-11-21.
    """
    address = block.removesuffix("/32")
    return storage.IPRuleArgs(i_p_address_or_range=address, action=storage.Action.ALLOW)


def _identity(key: DataKey) -> storage.IdentityArgs:
    return storage.IdentityArgs(type=storage.IdentityType.USER_ASSIGNED, user_assigned_identities=[key.user.id])


def _encryption(key: DataKey | None) -> storage.EncryptionArgs:
    services = storage.EncryptionServicesArgs(
        blob=storage.EncryptionServiceArgs(enabled=True, key_type=storage.KeyType.ACCOUNT)
    )
    if key is None:
        return storage.EncryptionArgs(key_source=storage.KeySource.MICROSOFT_STORAGE, services=services)
    return storage.EncryptionArgs(
        key_source=storage.KeySource.MICROSOFT_KEYVAULT,
        services=services,
        encryption_identity=storage.EncryptionIdentityArgs(encryption_user_assigned_identity=key.user.id),
        # Without a version: the newest is taken within a day of a rotation.
        key_vault_properties=storage.KeyVaultPropertiesArgs(key_name=key.key.name, key_vault_uri=key.vault_uri),
    )


def _properties(
    parent: pulumi.Resource, resource_name: str, request: StoreRequest, account: storage.StorageAccount
) -> storage.BlobServiceProperties:
    kept = storage.DeleteRetentionPolicyArgs(enabled=True, days=request.spec.keep_noncurrent_days)
    return storage.BlobServiceProperties(
        resource_name,
        blob_services_name="default",
        account_name=account.name,
        resource_group_name=request.foundation.group.name,
        is_versioning_enabled=True,
        # Replication reads what changed from here.
        change_feed=storage.ChangeFeedArgs(enabled=request.spec.replicated),
        delete_retention_policy=kept,
        container_delete_retention_policy=kept,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _lifecycle(
    parent: pulumi.Resource,
    resource_name: str,
    request: StoreRequest,
    account: storage.StorageAccount,
    properties: storage.BlobServiceProperties,
) -> storage.ManagementPolicy:
    """Old versions go once nobody can want them back; blocks of uploads that never ended go by themselves in a week.

    Source: https://learn.microsoft.com/rest/api/storageservices/put-block, 2026-11-21.
    """
    age = storage.DateAfterCreationArgs(days_after_creation_greater_than=request.spec.keep_noncurrent_days)
    rule = storage.ManagementPolicyRuleArgs(
        name=_VERSIONS_RULE,
        type=storage.RuleType.LIFECYCLE,
        enabled=True,
        definition=storage.ManagementPolicyDefinitionArgs(
            filters=storage.ManagementPolicyFilterArgs(blob_types=["blockBlob"]),
            actions=storage.ManagementPolicyActionArgs(version=storage.ManagementPolicyVersionArgs(delete=age)),
        ),
    )
    return storage.ManagementPolicy(
        resource_name,
        management_policy_name="default",
        account_name=account.name,
        resource_group_name=request.foundation.group.name,
        policy=storage.ManagementPolicySchemaArgs(rules=[rule]),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[properties]),
    )
