"""What Azure refuses and accepts: by its API specifications, and by the rules that no model holds."""

from typing import Any

import pytest

from tests.rigs.pretended import Pretended, unknown_one_by_one

CLOUD = Pretended.of("azure")
IN_GROUP = {"resourceGroupName": "models"}
POOL = {**IN_GROUP, "resourceName": "models", "agentPoolName": "gpu", "vmSize": "Standard_D4s_v5", "count": 1}
CLUSTER = {
    **IN_GROUP,
    "resourceName": "models",
    "dnsPrefix": "models",
    "agentPoolProfiles": [{"name": "system", "mode": "System", "count": 2, "vmSize": "Standard_D4s_v5"}],
}
ACCOUNT = {**IN_GROUP, "accountName": "models0123", "kind": "StorageV2", "sku": {"name": "Standard_ZRS"}}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    ("azure-native:storage:StorageAccount", ACCOUNT, {"accountName": "My-Store"}, "accountName", "[a-z0-9]{3,24}"),
    ("azure-native:storage:StorageAccount", ACCOUNT, {"sku": {"name": "Standard"}}, "sku.name", "(SkuName)"),
    ("azure-native:storage:StorageAccount", ACCOUNT, {"kind": None}, "kind", "is required"),
    ("azure-native:containerservice:AgentPool", POOL, {"agentPoolName": "gpu-nodes"}, "agentPoolName", "1 to 12"),
    ("azure-native:containerservice:AgentPool", POOL, {"minCount": 1}, "minCount", "for pools with enableAutoScaling"),
    (
        "azure-native:containerservice:AgentPool",
        POOL,
        {"spotMaxPrice": -1},
        "spotMaxPrice",
        "for pools of scaleSetPriority",
    ),
    (
        "azure-native:containerservice:AgentPool",
        POOL,
        {"scaleSetPriority": "Spot", "mode": "System"},
        "scaleSetPriority",
        "cannot be Spot",
    ),
    ("azure-native:containerservice:AgentPool", POOL, {"nodeTaints": ["gpu:Never"]}, "nodeTaints", "key=value:effect"),
    (
        "azure-native:containerservice:ManagedCluster",
        CLUSTER,
        {"agentPoolProfiles": None},
        "agentPoolProfiles",
        "System",
    ),
    (
        "azure-native:containerservice:ManagedCluster",
        CLUSTER,
        {"networkProfile": {"serviceCidr": "10.1.0.0/16", "dnsServiceIP": "10.2.0.10"}},
        "networkProfile.dnsServiceIP",
        "does not lie in",
    ),
    (
        "azure-native:containerservice:ManagedCluster",
        CLUSTER,
        {"networkProfile": {"outboundType": "userAssignedNATGateway"}},
        "networkProfile.outboundType",
        "subnet of one's own",
    ),
    (
        "azure-native:network:NetworkSecurityGroup",
        {**IN_GROUP, "networkSecurityGroupName": "rules"},
        {
            "securityRules": [
                {"access": "Allow", "direction": "Inbound", "protocol": "Tcp", "priority": 1, "name": "first"},
            ]
        },
        "securityRules[0].priority",
        "not between 100 and 4096",
    ),
    (
        "azure-native:authorization:RoleAssignment",
        {"principalId": "11111111-2222-3333-4444-555555555555", "scope": "/subscriptions/1"},
        {"roleDefinitionId": "Reader"},
        "roleDefinitionId",
        "roles are ids",
    ),
]
ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("azure-native:storage:StorageAccount", ACCOUNT),
    ("azure-native:containerservice:AgentPool", POOL),
    ("azure-native:containerservice:ManagedCluster", CLUSTER),
]


@pytest.mark.parametrize(("token", "good", "change", "path", "reason"), CASES)
def test_what_is_refused(token: str, good: dict[str, Any], change: dict[str, Any], path: str, reason: str) -> None:
    found = CLOUD.vendor.failures(token, {**good, **change}, CLOUD.existing)
    assert [failure.property for failure in found] == [path]
    assert reason in found[0].reason


@pytest.mark.parametrize(("token", "inputs"), ACCEPTED)
def test_what_is_accepted_also_while_some_of_it_is_unknown(token: str, inputs: dict[str, Any]) -> None:
    for each in (inputs, *unknown_one_by_one(inputs)):
        assert CLOUD.vendor.failures(token, each, CLOUD.existing) == []


def test_subnets_of_a_virtual_network_lie_in_it_and_apart() -> None:
    cloud = Pretended.of("azure")
    network = {**IN_GROUP, "virtualNetworkName": "network"}
    space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    cloud.create("azure-native:network:VirtualNetwork", "network", {**network, **space})
    for name, block in {"one": "10.0.0.0/24", "two": "10.0.0.128/25", "three": "10.1.0.0/24"}.items():
        subnet = {**network, "subnetName": name, "addressPrefix": block}
        cloud.create("azure-native:network:Subnet", name, subnet)
    overlapping, outside = cloud.refused
    assert "10.0.0.128/25 overlaps 10.0.0.0/24" in overlapping
    assert "10.1.0.0/24 does not lie in 10.0.0.0/16" in outside
