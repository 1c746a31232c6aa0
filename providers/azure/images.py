"""The image registry: private, its admin account off, encrypted, and replicated where asked for."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import containerregistry as acr

from components.results import Native
from providers.azure.foundation import log
from providers.azure.keys import DataKey
from providers.azure.stores import StoreRequest

IMAGES = "images"
REPLICA = "images-replica"


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """Where images are."""

    registry: acr.Registry
    native: Native


def build_images(parent: pulumi.Resource, name: str, request: StoreRequest) -> Images:
    """Creates the registry, and its replica where images are replicated."""
    foundation = request.foundation
    registry = _registry(parent, f"{name}-{IMAGES}", request)
    native: dict[str, pulumi.Resource] = {IMAGES: registry}
    log(parent, f"{name}-{IMAGES}-logs", foundation, registry.id, groups=["allLogs"])
    if request.spec.replicated and request.replica_region:
        native[REPLICA] = acr.Replication(
            f"{name}-{REPLICA}",
            replication_name=request.replica_region,
            registry_name=registry.name,
            resource_group_name=foundation.group.name,
            location=request.replica_region,
            tags=foundation.access.tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
    return Images(registry=registry, native=native)


def _registry(parent: pulumi.Resource, resource_name: str, request: StoreRequest) -> acr.Registry:
    """Premium: the tier with private endpoints, replication and own keys."""
    access, key = request.foundation.access, request.data_key
    return acr.Registry(
        resource_name,
        registry_name=access.names.registry,
        resource_group_name=request.foundation.group.name,
        location=access.region,
        sku=acr.SkuArgs(name=acr.SkuName.PREMIUM),
        admin_user_enabled=False,
        anonymous_pull_enabled=False,
        public_network_access="Enabled" if request.allowed else "Disabled",
        network_rule_bypass_options=acr.NetworkRuleBypassOptions.AZURE_SERVICES,
        network_rule_set=acr.NetworkRuleSetArgs(
            default_action=acr.DefaultAction.DENY,
            ip_rules=[acr.IPRuleArgs(i_p_address_or_range=block, action=acr.Action.ALLOW) for block in request.allowed],
        ),
        policies=acr.PoliciesArgs(
            retention_policy=acr.RetentionPolicyArgs(
                status=acr.PolicyStatus.ENABLED, days=request.spec.keep_noncurrent_days
            ),
        ),
        identity=_identity(key) if key else None,
        encryption=_encryption(key) if key else None,
        zone_redundancy=acr.ZoneRedundancy.ENABLED,
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[key.ready] if key else []),
    )


def _identity(key: DataKey) -> acr.IdentityPropertiesArgs:
    users = key.user.id.apply(lambda user: {user: acr.UserIdentityPropertiesArgs()})
    return acr.IdentityPropertiesArgs(type=acr.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=users)


def _encryption(key: DataKey) -> acr.EncryptionPropertyArgs:
    """Under the newest version of the key: its address names none."""
    return acr.EncryptionPropertyArgs(
        status=acr.EncryptionStatus.ENABLED,
        key_vault_properties=acr.KeyVaultPropertiesArgs(key_identifier=key.key.key_uri, identity=key.user.client_id),
    )
