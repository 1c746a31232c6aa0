"""What Azure creates by itself for objects in an AKS cluster: addresses of load balancers, disks.

Both lie in the cluster's own group of nodes, which goes with it. Only an internal balancer's address is in a subnet.
Source: https://learn.microsoft.com/azure/aks/internal-lb, 2026-11-21.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Value, at
from lab.clouds.vendor import Existing, Reference, Side
from lab.clouds.vendors import manifests
from lab.clouds.vendors.azure.kubernetes import CLUSTER, DISK_ENCRYPTION
from lab.clouds.vendors.azure.network import SUBNET
from lab.clouds.vendors.kinds import texts_at

_ADDRESS: Final = "azure-native:network:LoadBalancer"
_DISK: Final = "azure-native:compute:Disk"
_INTERNAL: Final = "service.beta.kubernetes.io/azure-load-balancer-internal"


def sides(manifest: Mapping[str, Value], existing: Existing) -> list[Side]:
    """A frontend of the cluster's balancer, or a disk."""
    digits = hashlib.sha256(manifests.title(manifest).encode()).hexdigest()
    clusters = existing.resources(CLUSTER)
    group = str(clusters[0].outputs.get("nodeResourceGroup")) if clusters else "nodes"
    if manifests.wants_disk(manifest):
        keys = [id_ for cluster in clusters for id_ in texts_at(cluster.inputs, "diskEncryptionSetID")]
        references = [Reference(key, DISK_ENCRYPTION) for key in keys]
        return [Side(token=_DISK, id=f"/resourceGroups/{group}/disks/pvc-{digits[:16]}", references=references)]
    if not manifests.wants_balancer(manifest):
        return []
    annotations = at(manifest, "metadata.annotations")
    internal = isinstance(annotations, dict) and annotations.get(_INTERNAL) == "true"
    subnets = [id_ for each in clusters if internal for id_ in texts_at(each.inputs, "agentPoolProfiles.vnetSubnetID")]
    identity = f"/resourceGroups/{group}/loadBalancers/kubernetes/frontendIPConfigurations/{digits[:32]}"
    return [Side(token=_ADDRESS, id=identity, references=[Reference(each, SUBNET) for each in subnets])]
