"""What AWS creates by itself for objects in an EKS cluster: load balancers with security groups, volumes.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html, 2026-11-21.
"""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Value
from lab.clouds.vendor import Existing, Side
from lab.clouds.vendors import manifests
from lab.clouds.vendors.aws.guards import SECURITY_GROUP
from lab.clouds.vendors.aws.kubernetes import CLUSTER
from lab.clouds.vendors.aws.network import SUBNET, VPC
from lab.clouds.vendors.manifests import Part

_BALANCER: Final = (
    Part("aws:lb/loadBalancer:LoadBalancer", "k8s-", 32, {"vpcConfig.subnetIds": SUBNET}),
    Part(SECURITY_GROUP, "sg-0", 16, {"vpcConfig.vpcId": VPC}),
)
_DISK: Final = Part("aws:ebs/volume:Volume", "vol-0", 16)


def sides(manifest: Mapping[str, Value], existing: Existing) -> list[Side]:
    """A balancer's interfaces lie in the cluster's subnets, its security group in the VPC: neither goes before it."""
    return manifests.sides(manifest, existing.resources(CLUSTER), balancer=_BALANCER, disk=_DISK)
