"""What Google Cloud creates by itself for objects in a GKE cluster: forwarding rules, firewall rules, disks.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer, 2026-11-21.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Value
from lab.clouds.vendor import Existing, Reference, Side
from lab.clouds.vendors import manifests
from lab.clouds.vendors.google.kubernetes import CLUSTER
from lab.clouds.vendors.google.network import NETWORK, SUBNETWORK
from lab.clouds.vendors.kinds import texts_at

_RULE: Final = "gcp:compute/forwardingRule:ForwardingRule"
_FIREWALL: Final = "gcp:compute/firewall:Firewall"
_DISK: Final = "gcp:compute/disk:Disk"


def sides(manifest: Mapping[str, Value], existing: Existing) -> list[Side]:
    """A balancer's forwarding rule lies in the subnetwork, its firewall rule in the network: neither goes before it."""
    digits = hashlib.sha256(manifests.title(manifest).encode()).hexdigest()
    if manifests.wants_disk(manifest):
        return [Side(token=_DISK, id=f"pvc-{digits[:32]}")]
    if not manifests.wants_balancer(manifest):
        return []
    clusters = existing.resources(CLUSTER)
    subnetworks = [link for cluster in clusters for link in texts_at(cluster.inputs, "subnetwork")]
    networks = [link for cluster in clusters for link in texts_at(cluster.inputs, "network")]
    return [
        Side(token=_RULE, id=f"a{digits[:31]}", references=[Reference(each, SUBNETWORK) for each in subnetworks]),
        Side(token=_FIREWALL, id=f"k8s-fw-a{digits[:31]}", references=[Reference(each, NETWORK) for each in networks]),
    ]
