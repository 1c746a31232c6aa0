"""Azure."""

from tests.rigs.refusals import Accepted, Refused

IN_GROUP = {"resourceGroupName": "models"}
POOL = {**IN_GROUP, "resourceName": "models", "agentPoolName": "gpu", "vmSize": "Standard_D4s_v5", "count": 1}
CLUSTER = {
    **IN_GROUP,
    "resourceName": "models",
    "dnsPrefix": "models",
    "agentPoolProfiles": [{"name": "system", "mode": "System", "count": 2, "vmSize": "Standard_D4s_v5"}],
}
ACCOUNT = {**IN_GROUP, "accountName": "models0123", "kind": "StorageV2", "sku": {"name": "Standard_ZRS"}}

CASES: list[Refused] = [
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
ACCEPTED: list[Accepted] = [
    ("azure-native:storage:StorageAccount", ACCOUNT),
    ("azure-native:containerservice:AgentPool", POOL),
    ("azure-native:containerservice:ManagedCluster", CLUSTER),
]
