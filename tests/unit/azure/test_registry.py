"""Models and images: private, under identities only, versioned, kept as long as asked, copied where asked."""

from dataclasses import replace

import pytest

from components.specs import RegistrySpec, ServingSpec
from providers.azure.options import RegistryOptions
from providers.incluster.options import AddonMode
from tests.rigs.azure import ADMINISTRATORS, named, options, planned
from tests.rigs.environments import environment
from transship.plan.recorder import Recording

REPLICATED = environment(registry=RegistrySpec(replicated=True, keep_noncurrent_days=14, scan_images=True))
OWN_KEYS = environment(serving=ServingSpec(customer_keys=True), registry=RegistrySpec(replicated=True))


@pytest.fixture(scope="module", name="plain")
def plain_stack() -> Recording:
    return planned()


@pytest.fixture(scope="module", name="own_keys")
def own_keys_stack() -> Recording:
    return planned(OWN_KEYS)


def test_the_storage_account_is_private_and_has_no_keys(plain: Recording) -> None:
    account = named(plain, "storage:StorageAccount", "registry-account").inputs
    assert account["publicNetworkAccess"] == "Disabled"
    assert account["networkRuleSet"]["defaultAction"] == "Deny"
    assert account["allowBlobPublicAccess"] is False
    assert account["allowSharedKeyAccess"] is False
    assert account["enableHttpsTrafficOnly"] is True
    assert account["minimumTlsVersion"] == "TLS1_2"
    assert account["sku"]["name"] == "Standard_ZRS"
    assert named(plain, "storage:BlobContainer", "registry-models").inputs["publicAccess"] == "None"


def test_the_image_registry_is_private_and_has_no_admin(plain: Recording) -> None:
    registry = named(plain, "containerregistry:Registry", "registry-images").inputs
    assert registry["publicNetworkAccess"] == "Disabled"
    assert registry["adminUserEnabled"] is False
    assert registry["anonymousPullEnabled"] is False
    assert registry["sku"]["name"] == "Premium"


def test_those_who_are_named_reach_models_and_images() -> None:
    chosen = options(registry=replace(options().registry, allowed_cidrs=("203.0.113.0/24", "198.51.100.7/32")))
    recording = planned(chosen=chosen)
    account = named(recording, "storage:StorageAccount", "registry-account").inputs
    registry = named(recording, "containerregistry:Registry", "registry-images").inputs
    assert account["publicNetworkAccess"] == registry["publicNetworkAccess"] == "Enabled"
    assert [rule["iPAddressOrRange"] for rule in account["networkRuleSet"]["ipRules"]] == [
        "203.0.113.0/24",
        "198.51.100.7",
    ]
    assert [rule["iPAddressOrRange"] for rule in registry["networkRuleSet"]["ipRules"]] == [
        "203.0.113.0/24",
        "198.51.100.7/32",
    ]


def test_what_is_removed_can_be_brought_back_for_as_long_as_asked() -> None:
    recording = planned(REPLICATED)
    kept = named(recording, "storage:BlobServiceProperties", "registry-versions").inputs
    assert kept["isVersioningEnabled"] is True
    assert kept["deleteRetentionPolicy"] == {"days": 14, "enabled": True}
    (rule,) = named(recording, "storage:ManagementPolicy", "registry-lifecycle").inputs["policy"]["rules"]
    assert rule["definition"]["actions"] == {"version": {"delete": {"daysAfterCreationGreaterThan": 14}}}
    retention = named(recording, "containerregistry:Registry", "registry-images").inputs["policies"]["retentionPolicy"]
    assert retention == {"days": 14, "status": "enabled"}


def test_models_and_images_are_copied_to_the_second_region() -> None:
    recording = planned(REPLICATED)
    accounts = {each.name: each.inputs for each in recording.of("azure-native:storage:StorageAccount")}
    assert accounts["registry-replica-account"]["location"] == "westus2"
    assert accounts["registry-replica-account"]["accountName"] != accounts["registry-account"]["accountName"]
    arriving = named(recording, "storage:ObjectReplicationPolicy", "registry-replication-arriving").inputs
    leaving = named(recording, "storage:ObjectReplicationPolicy", "registry-replication-leaving")
    assert arriving["objectReplicationPolicyId"] == "default"
    assert arriving["destinationAccount"] == leaving.inputs["destinationAccount"] == "registry-replica-account-id"
    assert leaving.inputs["sourceAccount"] == "registry-account-id"
    assert {each.inputs["changeFeed"]["enabled"] for each in recording.of("azure-native:storage:BlobServiceProperties")}
    replica = named(recording, "containerregistry:Replication", "registry-images-replica").inputs
    assert replica["location"] == "westus2"


def test_nothing_is_copied_unless_asked(plain: Recording) -> None:
    assert len(plain.of("azure-native:storage:StorageAccount")) == 1
    assert plain.of("azure-native:containerregistry:Replication") == ()


@pytest.mark.parametrize(
    ("mode", "bought"),
    [(AddonMode.INSTALL, ["registry-defender"]), (AddonMode.PREINSTALLED, [])],
)
def test_scanning_is_bought_where_the_subscription_lacks_it(mode: AddonMode, bought: list[str]) -> None:
    chosen = options(registry=RegistryOptions(replica_region="westus2", defender=mode))
    plans = planned(REPLICATED, chosen).of("azure-native:security:Pricing")
    assert [each.name for each in plans] == bought
    assert all(each.inputs["pricingTier"] == "Standard" for each in plans)


def test_the_vault_is_private_and_cannot_be_purged(plain: Recording) -> None:
    vault = named(plain, "keyvault:Vault", "registry-vault").inputs["properties"]
    assert vault["publicNetworkAccess"] == "Disabled"
    assert vault["networkAcls"] == {"bypass": "AzureServices", "defaultAction": "Deny"}
    assert vault["enablePurgeProtection"] is True
    assert vault["enableRbacAuthorization"] is True


def test_data_is_under_azures_keys_until_own_ones_are_asked_for(plain: Recording) -> None:
    account = named(plain, "storage:StorageAccount", "registry-account").inputs
    assert account["encryption"]["keySource"] == "Microsoft.Storage"
    assert "encryption" not in named(plain, "containerregistry:Registry", "registry-images").inputs
    assert [key.name for key in plain.of("azure-native:keyvault:Key")] == ["registry-secrets-key"]


def test_own_keys_cover_everything_at_rest(own_keys: Recording) -> None:
    for account in own_keys.of("azure-native:storage:StorageAccount"):
        assert account.inputs["encryption"]["keySource"] == "Microsoft.Keyvault"
        assert account.inputs["encryption"]["keyVaultProperties"] == {
            "keyName": "[registry-data-key.name]",
            "keyVaultUri": "[registry-vault.properties.vaultUri]",
        }
    registry = named(own_keys, "containerregistry:Registry", "registry-images").inputs
    assert registry["encryption"]["status"] == "enabled"
    assert registry["encryption"]["keyVaultProperties"]["keyIdentifier"] == "[registry-data-key.keyUri]"
    disks = named(own_keys, "compute:DiskEncryptionSet", "cluster-disks").inputs
    assert disks["activeKey"]["keyUrl"] == "[registry-data-key.keyUriWithVersion]"
    cluster = named(own_keys, "containerservice:ManagedCluster", "cluster-kubernetes").inputs
    assert cluster["diskEncryptionSetID"] == "cluster-disks-id"


def test_the_data_key_is_rotated_and_the_secrets_key_is_not(own_keys: Recording) -> None:
    keys = {key.name: key.inputs["properties"] for key in own_keys.of("azure-native:keyvault:Key")}
    (action,) = keys["registry-data-key"]["rotationPolicy"]["lifetimeActions"]
    assert (action["action"]["type"], action["trigger"]["timeAfterCreate"]) == ("rotate", "P1Y")
    assert "rotationPolicy" not in keys["registry-secrets-key"]


def test_a_key_is_used_once_its_user_may_use_it(own_keys: Recording) -> None:
    allowed = named(own_keys, "authorization:RoleAssignment", "registry-data-key-user-grant").urn
    users = [
        *own_keys.of("azure-native:storage:StorageAccount"),
        *own_keys.of("azure-native:containerregistry:Registry"),
        *own_keys.of("azure-native:compute:DiskEncryptionSet"),
    ]
    assert len(users) == 4
    assert [user.name for user in users if allowed not in user.dependencies] == []


def test_administrators_may_push_and_nobody_else_may_write(plain: Recording) -> None:
    contributor, push = "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "8311e382-0749-4cb8-b61a-304f252e45ec"
    writers = [
        (role.inputs["principalId"], role.inputs["principalType"], role.inputs["scope"])
        for role in plain.of("azure-native:authorization:RoleAssignment")
        if role.inputs["roleDefinitionId"].endswith((contributor, push))
    ]
    assert sorted(writers) == [
        (ADMINISTRATORS, "Group", "registry-images-id"),
        (ADMINISTRATORS, "Group", "registry-models-id"),
    ]


@pytest.mark.parametrize("of", ["registry-account-id/blobServices/default", "registry-images-id", "registry-vault-id"])
def test_who_read_and_wrote_is_logged(plain: Recording, of: str) -> None:
    settings = plain.of("azure-native:monitor:DiagnosticSetting")
    (found,) = [each.inputs for each in settings if each.inputs["resourceUri"] == of]
    assert found["workspaceId"] == "registry-logs-id"
    assert all(each["enabled"] for each in found["logs"])
    assert found["logs"]
