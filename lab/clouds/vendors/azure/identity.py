"""Groups, identities, who may do what, and keys."""

from collections.abc import Iterator, Mapping
from typing import Final

from lab.clouds.values import Properties, Value, at
from lab.clouds.vendor import Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.azure.arm import arm, guid, merged
from lab.clouds.vendors.kinds import Kind, Made, measured, paths

_GUID: Final = r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_RECOVERABLE_DAYS: Final = range(7, 91)


def _recovery(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview, 2026-11-21."""
    del existing
    days = at(inputs, "properties.softDeleteRetentionInDays")
    if isinstance(days, int) and days not in _RECOVERABLE_DAYS:
        yield Failure("properties.softDeleteRetentionInDays", f"is {days}, not between 7 and 90")


def _assignment(made: Made) -> str:
    """Azure's provider makes up the GUID of an assignment that has none."""
    given = made.words.get("roleAssignmentName")
    name = given if isinstance(given, str) else guid("assignment")(made)
    return made.text("{scope}/providers/Microsoft.Authorization/roleAssignments/") + name


def _vault(made: Made) -> Mapping[str, Value]:
    return {"vaultUri": made.text("https://{vaultName}.vault.azure.net/"), "provisioningState": "Succeeded"}


KINDS: Final = (
    arm(
        "resources:ResourceGroup",
        "",
        scope="/subscriptions/{subscription}/resourceGroups/{resourceGroupName}",
        naming=r"[-\w._()]{0,89}[-\w_()]",
        outputs={"properties": {"provisioningState": "Succeeded"}, "type": "Microsoft.Resources/resourceGroups"},
    ),
    arm(
        "managedidentity:UserAssignedIdentity",
        "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
        naming=r"[A-Za-z0-9][\w-]{2,127}",
        outputs={"clientId": guid("client"), "principalId": guid("principal"), "tenantId": "{tenant}"},
    ),
    arm(
        "managedidentity:FederatedIdentityCredential",
        "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}"
        "/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
        naming=r"[A-Za-z0-9][\w-]{2,119}",
        checks=(rules.named("issuer", r"https://.+", "issuers begin with https://"),),
    ),
    Kind(
        "azure-native:authorization:RoleAssignment",
        identity=_assignment,
        replaced_by=paths(
            "roleAssignmentName scope principalId roleDefinitionId principalType delegatedManagedIdentityResourceId"
        ),
        rules=(
            rules.named("roleAssignmentName", _GUID, "role assignments are called by GUIDs"),
            rules.named("scope", r"/.*", "scopes are ids, which begin with a slash"),
            rules.named("principalId", _GUID, "principals are GUIDs"),
            rules.named(
                "roleDefinitionId",
                rf".*/providers/Microsoft\.Authorization/roleDefinitions/{_GUID[4:]}",
                "roles are ids of Microsoft.Authorization/roleDefinitions",
            ),
        ),
        seconds=measured(25, "azurerm_role_assignment", 1),
    ),
    arm(
        "keyvault:Vault",
        "Microsoft.KeyVault/vaults/{vaultName}",
        naming=r"[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]",
        outputs={"properties": merged("properties", _vault)},
        replaced_by=paths("properties.tenantId"),
        checks=(_recovery,),
        seconds=measured(147, "azurerm_key_vault", 1),
    ),
    arm(
        "keyvault:Key",
        "Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}",
        naming=r"[A-Za-z0-9-]{1,127}",
        outputs={
            "keyUri": "https://{vaultName}.vault.azure.net/keys/{keyName}",
            "keyUriWithVersion": "https://{vaultName}.vault.azure.net/keys/{keyName}/{fresh}",
        },
        replaced_by=paths("properties.kty properties.keySize properties.curveName"),
    ),
    arm(
        "security:Pricing",
        "/providers/Microsoft.Security/pricings/{pricingName}",
        scope="/{scopeId}",
        replaced_by=paths("scopeId"),
    ),
)
