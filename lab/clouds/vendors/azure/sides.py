"""What Azure creates by itself for objects in an AKS cluster: addresses of load balancers, disks.

Both lie in the cluster's own group of nodes, which goes with it. Only an internal balancer's address is in a subnet.
Source: https://learn.microsoft.com/azure/aks/internal-lb, 2026-11-21.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from lab.clouds.values import Value, at
from lab.clouds.vendor import Existing, Side
from lab.clouds.vendors import manifests
from lab.clouds.vendors.azure.kubernetes import CLUSTER, DISK_ENCRYPTION
from lab.clouds.vendors.azure.network import SUBNET
from lab.clouds.vendors.manifests import Part

_BALANCERS: Final = "Microsoft.Network/loadBalancers/kubernetes/frontendIPConfigurations/"
_PUBLIC: Final = Part("azure-native:network:LoadBalancer", _BALANCERS, 32)
_PRIVATE: Final = replace(_PUBLIC, needs={"agentPoolProfiles.vnetSubnetID": SUBNET})
_DISK: Final = Part(
    "azure-native:compute:Disk", "Microsoft.Compute/disks/pvc-", 32, {"diskEncryptionSetID": DISK_ENCRYPTION}
)
_INTERNAL: Final = "service.beta.kubernetes.io/azure-load-balancer-internal"


def sides(manifest: Mapping[str, Value], existing: Existing) -> list[Side]:
    """A frontend of the cluster's balancer, or a disk."""
    annotations = at(manifest, "metadata.annotations")
    internal = isinstance(annotations, dict) and annotations.get(_INTERNAL) == "true"
    frontend = _PRIVATE if internal else _PUBLIC
    return manifests.sides(manifest, existing.resources(CLUSTER), balancer=[frontend], disk=_DISK)
