"""Where models and container images lie: storage accounts and registries."""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Value
from lab.clouds.vendors import rules
from lab.clouds.vendors.azure.arm import arm, guid
from lab.clouds.vendors.kinds import Made, measured, paths

_ACCOUNT: Final = "Microsoft.Storage/storageAccounts/{accountName}"
_REGISTRY: Final = "Microsoft.ContainerRegistry/registries/{registryName}"


def _endpoints(made: Made) -> Value:
    services = {"blob": "blob", "dfs": "dfs", "file": "file", "queue": "queue", "table": "table"}
    hosts: Mapping[str, Value] = {
        service: made.text(f"https://{{accountName}}.{host}.core.windows.net/") for service, host in services.items()
    }
    return {**hosts, "web": made.text("https://{accountName}.z1.web.core.windows.net/")}


def _policy(made: Made) -> str:
    """The destination makes up the policy's id, the source is told it."""
    given = made.text("{objectReplicationPolicyId}")
    return guid("policy")(made) if given == "default" else given


KINDS: Final = (
    arm(
        "storage:StorageAccount",
        _ACCOUNT,
        naming=r"[a-z0-9]{3,24}",
        outputs={
            "primaryEndpoints": _endpoints,
            "primaryLocation": "{location}",
            "statusOfPrimary": "available",
            "creationTime": "2026-01-01T00:00:00Z",
        },
        replaced_by=paths(
            "dnsEndpointType enableNfsV3 encryption.requireInfrastructureEncryption extendedLocation isHnsEnabled "
            "immutableStorageWithVersioning"
        ),
        seconds=measured(27, "azurerm_storage_account", 10),
    ),
    arm(
        "storage:BlobServiceProperties",
        f"{_ACCOUNT}/blobServices/default",
        checks=(rules.named("blobServicesName", "default", "there is one, called default"),),
    ),
    arm(
        "storage:BlobContainer",
        f"{_ACCOUNT}/blobServices/default/containers/{{containerName}}",
        naming=r"(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]|\$root|\$web|\$logs",
        outputs={"hasImmutabilityPolicy": False, "hasLegalHold": False, "leaseState": "Available"},
    ),
    arm(
        "storage:ManagementPolicy",
        f"{_ACCOUNT}/managementPolicies/default",
        checks=(rules.named("managementPolicyName", "default", "there is one, called default"),),
    ),
    arm(
        "storage:ObjectReplicationPolicy",
        f"{_ACCOUNT}/objectReplicationPolicies/{{objectReplicationPolicyId}}",
        outputs={"policyId": _policy},
    ),
    arm(
        "containerregistry:Registry",
        _REGISTRY,
        naming=r"[A-Za-z0-9]{5,50}",
        outputs={
            "loginServer": lambda made: made.text("{registryName}").lower() + ".azurecr.io",
            "creationDate": "2026-01-01T00:00:00Z",
        },
        replaced_by=paths("encryption zoneRedundancy"),
        seconds=measured(24, "azurerm_container_registry", 2),
    ),
    arm(
        "containerregistry:Replication",
        f"{_REGISTRY}/replications/{{replicationName}}",
        naming=r"[A-Za-z0-9]{5,50}",
        replaced_by=paths("zoneRedundancy"),
    ),
    arm(
        "containerregistry:CacheRule",
        f"{_REGISTRY}/cacheRules/{{cacheRuleName}}",
        naming=r"[A-Za-z0-9-]{5,50}",
        replaced_by=paths("sourceRepository targetRepository"),
    ),
)
