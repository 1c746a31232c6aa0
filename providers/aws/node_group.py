"""What a group of nodes is made from, what it is called, and what the autoscaler has to know of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.specs import Architecture
from providers.aws.site import Site

_IMAGES = {
    (Architecture.AMD64, False): "AL2023_x86_64_STANDARD",
    (Architecture.AMD64, True): "AL2023_x86_64_NVIDIA",
    (Architecture.ARM64, False): "AL2023_ARM_64_STANDARD",
    (Architecture.ARM64, True): "AL2023_ARM_64_NVIDIA",
}
"""Amazon Linux by processor, with NVIDIA's driver and container toolkit where there are GPUs.

Source: https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html, 2026-11-21.
"""

HINT = "k8s.io/cluster-autoscaler/node-template"
"""What the autoscaler takes a node of an empty group to be like.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md, 2026-11-21.
"""

_DIGEST_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Taint:
    """What keeps pods away that do not tolerate it; the effect as Kubernetes spells it."""

    key: str
    value: str
    effect: str = "NoSchedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodesRequest:
    """What a group of nodes is made from.

    Attributes:
        name: of the group in the cluster.
        disk_gib: boot disk, in GiB.
        key_arn: the key that disks are encrypted with; None for EBS's own.
        accelerators: GPUs of one node.
        initial: nodes at first; how many there are later is the autoscaler's business.
        zone_ids: the only zones its nodes may lie in; all of the network's when empty.
    """

    site: Site
    name: str
    machine: str
    architecture: Architecture
    labels: Mapping[str, str]
    taints: tuple[Taint, ...]
    spot: bool
    min: int
    max: int
    initial: int
    disk_gib: int
    accelerators: int
    key_arn: pulumi.Input[str] | None
    zone_ids: tuple[str, ...] = ()


def image_of(request: NodesRequest) -> str:
    """The kind of image that the nodes start from."""
    return _IMAGES[request.architecture, request.accelerators > 0]


def group_name(request: NodesRequest) -> str:
    """A name that differs with everything that EKS cannot change in place.

    So a group that has to be replaced is there before the one that it replaces goes, and serving goes on.
    """
    fixed = (request.machine, image_of(request), "spot" if request.spot else "on-demand", *request.zone_ids)
    digest = hashlib.sha256(" ".join(fixed).encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{request.name}-{digest}"


def hints_of(request: NodesRequest) -> dict[str, tuple[str, str]]:
    """What the autoscaler cannot know of a group without nodes, by what it is about: the hint's key and value."""
    labels = {f"label-{_last(key)}": (f"label/{key}", value) for key, value in request.labels.items()}
    taints = {
        f"taint-{_last(each.key)}": (f"taint/{each.key}", f"{each.value}:{each.effect}") for each in request.taints
    }
    disk = {"disk": ("resources/ephemeral-storage", f"{request.disk_gib}Gi")}
    if not request.accelerators:
        return {**labels, **taints, **disk}
    return {**labels, **taints, **disk, "devices": ("resources/nvidia.com/gpu", str(request.accelerators))}


def _last(key: str) -> str:
    return key.rpartition("/")[2]
