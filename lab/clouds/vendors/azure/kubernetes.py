"""AKS: clusters and their agent pools.

What replaces: what the reference of Microsoft.ContainerService says cannot be changed,
https://learn.microsoft.com/azure/templates/microsoft.containerservice/managedclusters, 2026-11-21.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lab.clouds.values import UNKNOWN, Properties, Value, at
from lab.clouds.vendor import Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.azure.arm import arm, guid, merged
from lab.clouds.vendors.azure.network import SUBNET
from lab.clouds.vendors.azure.nodes import cluster_nodes, pool_nodes
from lab.clouds.vendors.kinds import Made, Rule, everything_at, measured, paths, texts_at

CLUSTER: Final = "azure-native:containerservice:ManagedCluster"
DISK_ENCRYPTION: Final = "azure-native:compute:DiskEncryptionSet"

_NEWEST: Final = "1.35"
_TAINT: Final = r"[A-Za-z0-9./_-]+(=[A-Za-z0-9._-]*)?:(NoSchedule|PreferNoSchedule|NoExecute)"
_POOL_NAME: Final = r"[a-z][a-z0-9]{0,11}"
_POOL_RULE: Final = (
    "pools of Linux nodes are called by 1 to 12 small letters and digits, a letter first; "
    "https://learn.microsoft.com/azure/aks/create-node-pools#limitations"
)
_FIXED_OF_A_POOL: Final = (
    "availabilityZones capacityReservationGroupID creationData enableEncryptionAtHost enableUltraSSD "
    "gpuInstanceProfile hostGroupID kubeletDiskType maxPods nodePublicIPPrefixID osDiskSizeGB osDiskType osType "
    "podSubnetID proximityPlacementGroupID scaleSetEvictionPolicy scaleSetPriority type vmSize vnetSubnetID "
    "workloadRuntime"
)


def _system(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://learn.microsoft.com/azure/aks/use-system-pools, 2026-11-21."""
    del existing
    pools = inputs.get("agentPoolProfiles")
    modes = list(everything_at(inputs, "agentPoolProfiles.mode"))
    if pools is not UNKNOWN and "System" not in modes and UNKNOWN not in modes:
        yield Failure("agentPoolProfiles", "a cluster begins with at least one pool of mode System")


def _pool(prefix: str) -> Rule:
    """Checks of one pool, or of every pool in a cluster.

    Sources: https://learn.microsoft.com/azure/aks/spot-node-pool and
    https://learn.microsoft.com/azure/aks/cluster-autoscaler, 2026-11-21.
    """

    def rule(inputs: Properties, existing: Existing) -> Iterator[Failure]:
        del existing
        pools = inputs.get(prefix) if prefix else [dict(inputs)]
        for index, pool in enumerate(pools if isinstance(pools, list) else []):
            if isinstance(pool, dict):
                start = f"{prefix}[{index}]." if prefix else ""
                yield from _scaling(pool, start)
                yield from _spot(pool, start)

    return rule


def _scaling(pool: Properties, start: str) -> Iterator[Failure]:
    least, count, most = (pool.get(place) for place in ("minCount", "count", "maxCount"))
    if pool.get("enableAutoScaling") is not True:
        for place in ("minCount", "maxCount"):
            if pool.get(place) is not None:
                yield Failure(start + place, "is for pools with enableAutoScaling")
        return
    if not isinstance(least, int) or not isinstance(most, int):
        yield Failure(f"{start}minCount", "minCount and maxCount are needed with enableAutoScaling")
    elif least > most:
        yield Failure(f"{start}minCount", f"is {least}, more than maxCount {most}")
    elif isinstance(count, int) and not least <= count <= most:
        yield Failure(f"{start}count", f"is {count}, not between minCount {least} and maxCount {most}")


def _spot(pool: Properties, start: str) -> Iterator[Failure]:
    spot = pool.get("scaleSetPriority") == "Spot"
    if spot and pool.get("mode") == "System":
        yield Failure(f"{start}scaleSetPriority", "pools of mode System cannot be Spot")
    for place in () if spot else ("scaleSetEvictionPolicy", "spotMaxPrice"):
        if pool.get(place) is not None:
            yield Failure(start + place, "is for pools of scaleSetPriority Spot")
    if spot and at(pool, "upgradeSettings.maxSurge") is not None:
        yield Failure(f"{start}upgradeSettings.maxSurge", "pools of scaleSetPriority Spot cannot surge")


def _addresses(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://learn.microsoft.com/azure/aks/configure-azure-cni, 2026-11-21."""
    del existing
    place = "networkProfile"
    services, wrong = rules.ranges(f"{place}.serviceCidr", [at(inputs, f"{place}.serviceCidr")])
    pods, wrong_too = rules.ranges(f"{place}.podCidr", [at(inputs, f"{place}.podCidr")])
    yield from (*wrong, *wrong_too)
    yield from rules.apart(f"{place}.podCidr", pods, [("serviceCidr", network) for network in services])
    dns, wrong = rules.ranges(f"{place}.dnsServiceIP", [at(inputs, f"{place}.dnsServiceIP")])
    yield from wrong
    yield from rules.inside(f"{place}.dnsServiceIP", dns, services, "serviceCidr")


def _outbound(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://learn.microsoft.com/azure/aks/egress-outboundtype, 2026-11-21."""
    del existing
    way = at(inputs, "networkProfile.outboundType")
    own = {"userAssignedNATGateway", "userDefinedRouting"}
    if way in own and any(isinstance(pool, dict) and not pool.get("vnetSubnetID") for pool in _profiles(inputs)):
        yield Failure("networkProfile.outboundType", f"{way} needs a subnet of one's own: vnetSubnetID of every pool")


def _profiles(inputs: Properties) -> list[Value]:
    given = inputs.get("agentPoolProfiles")
    return given if isinstance(given, list) else []


def _host(made: Made) -> str:
    prefix = next(iter(texts_at(made.words, "dnsPrefix")), "cluster")
    return f"{prefix}-{made.digest('host')[:8]}"


def _fqdn(made: Made) -> str:
    return made.text(f"{_host(made)}.hcp.{{location}}.azmk8s.io")


def _private_fqdn(made: Made) -> str:
    private = at(made.words, "apiServerAccessProfile.enablePrivateCluster") is True
    return made.text(f"{_host(made)}.{made.digest('zone')[:8]}.privatelink.{{location}}.azmk8s.io") if private else ""


def _issuer(made: Made) -> Mapping[str, Value]:
    enabled = at(made.words, "oidcIssuerProfile.enabled") is True
    issuer = made.text("https://{location}.oic.prod-aks.azure.com/{tenant}/") + guid("issuer")(made) + "/"
    return {"issuerURL": issuer} if enabled else {}


def _node_group(made: Made) -> str:
    given = made.words.get("nodeResourceGroup")
    return given if isinstance(given, str) else made.text("MC_{resourceGroupName}_{resourceName}_{location}")


def _version(made: Made) -> str:
    given = made.words.get("kubernetesVersion") or made.words.get("orchestratorVersion")
    return given if isinstance(given, str) else _NEWEST


KINDS: Final = (
    arm(
        "containerservice:ManagedCluster",
        "Microsoft.ContainerService/managedClusters/{resourceName}",
        naming=r"[a-zA-Z0-9]([-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?",
        outputs={
            "fqdn": _fqdn,
            "privateFQDN": _private_fqdn,
            "azurePortalFQDN": _fqdn,
            "oidcIssuerProfile": merged("oidcIssuerProfile", _issuer),
            "nodeResourceGroup": _node_group,
            "currentKubernetesVersion": _version,
            "maxAgentPools": 100,
            "powerState": {"code": "Running"},
            "resourceUID": lambda made: made.digest("uid")[:24],
        },
        replaced_by=paths(
            "diskEncryptionSetID dnsPrefix fqdnSubdomain nodeResourceGroup linuxProfile networkProfile.dnsServiceIP "
            "networkProfile.loadBalancerSku networkProfile.serviceCidr apiServerAccessProfile.enablePrivateCluster "
            "servicePrincipalProfile.clientId"
        ),
        needs={
            "agentPoolProfiles.vnetSubnetID": SUBNET,
            "apiServerAccessProfile.subnetId": SUBNET,
            "diskEncryptionSetID": DISK_ENCRYPTION,
        },
        checks=(
            _system,
            _pool("agentPoolProfiles"),
            _addresses,
            _outbound,
            rules.named(
                "dnsPrefix", r"[a-zA-Z0-9]([-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?", "1 to 54 letters, digits and hyphens"
            ),
            rules.named("agentPoolProfiles.name", _POOL_NAME, _POOL_RULE),
            rules.named("agentPoolProfiles.nodeTaints", _TAINT, "taints are key=value:effect"),
        ),
        nodes=cluster_nodes,
        seconds=measured(367, "azurerm_kubernetes_cluster", 8),
    ),
    arm(
        "containerservice:AgentPool",
        "Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}",
        outputs={"name": "{agentPoolName}", "currentOrchestratorVersion": _version, "powerState": {"code": "Running"}},
        replaced_by=paths(_FIXED_OF_A_POOL),
        needs={"vnetSubnetID": SUBNET},
        checks=(
            _pool(""),
            rules.named("agentPoolName", _POOL_NAME, _POOL_RULE),
            rules.named("nodeTaints", _TAINT, "taints are key=value:effect"),
        ),
        nodes=pool_nodes,
        seconds=measured(156, "azurerm_kubernetes_cluster_node_pool", 1),
    ),
    arm(
        "compute:DiskEncryptionSet",
        "Microsoft.Compute/diskEncryptionSets/{diskEncryptionSetName}",
        naming=r"[\w-]{1,80}",
        replaced_by=paths("encryptionType"),
    ),
)
