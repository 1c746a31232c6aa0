"""What AWS creates by itself for objects in an EKS cluster: load balancers with security groups, volumes.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html, 2026-11-21.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Value
from lab.clouds.vendor import Existing, Reference, Side
from lab.clouds.vendors import manifests
from lab.clouds.vendors.aws.guards import SECURITY_GROUP
from lab.clouds.vendors.aws.kubernetes import CLUSTER
from lab.clouds.vendors.aws.network import SUBNET, VPC
from lab.clouds.vendors.kinds import texts_at

_BALANCER: Final = "aws:lb/loadBalancer:LoadBalancer"
_VOLUME: Final = "aws:ebs/volume:Volume"


def sides(manifest: Mapping[str, Value], existing: Existing) -> list[Side]:
    """A balancer's interfaces lie in the cluster's subnets, its security group in the VPC: neither goes before it."""
    digits = hashlib.sha256(manifests.title(manifest).encode()).hexdigest()
    if manifests.wants_disk(manifest):
        return [Side(token=_VOLUME, id=f"vol-0{digits[:16]}")]
    if not manifests.wants_balancer(manifest):
        return []
    clusters = existing.resources(CLUSTER)
    subnets = [id_ for cluster in clusters for id_ in texts_at(cluster.outputs, "vpcConfig.subnetIds")]
    networks = [id_ for cluster in clusters for id_ in texts_at(cluster.outputs, "vpcConfig.vpcId")]
    return [
        Side(token=_BALANCER, id=f"k8s-{digits[:32]}", references=[Reference(each, SUBNET) for each in subnets]),
        Side(token=SECURITY_GROUP, id=f"sg-0{digits[32:48]}", references=[Reference(each, VPC) for each in networks]),
    ]
