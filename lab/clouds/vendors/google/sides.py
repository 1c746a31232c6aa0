"""What Google Cloud creates by itself for objects in a GKE cluster: forwarding rules, firewall rules, disks.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer, 2026-11-21.
"""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Value
from lab.clouds.vendor import Existing, Side
from lab.clouds.vendors import manifests
from lab.clouds.vendors.google.kubernetes import CLUSTER
from lab.clouds.vendors.google.network import NETWORK, SUBNETWORK
from lab.clouds.vendors.manifests import Part

_BALANCER: Final = (
    Part("gcp:compute/forwardingRule:ForwardingRule", "a", 31, {"subnetwork": SUBNETWORK}),
    Part("gcp:compute/firewall:Firewall", "k8s-fw-a", 31, {"network": NETWORK}),
)
_DISK: Final = Part("gcp:compute/disk:Disk", "pvc-", 32)


def sides(manifest: Mapping[str, Value], existing: Existing) -> list[Side]:
    """A balancer's forwarding rule lies in the subnetwork, its firewall rule in the network: neither goes before it."""
    return manifests.sides(manifest, existing.resources(CLUSTER), balancer=_BALANCER, disk=_DISK)
