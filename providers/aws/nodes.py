"""A managed node group: like machines that join the cluster, and that its autoscaler adds and removes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import autoscaling, ec2, eks, iam

from components.results import Native
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

_ROOT_DEVICE = "/dev/xvda"
_HINT = "k8s.io/cluster-autoscaler/node-template"
"""What the autoscaler takes a node of an empty group to be like.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md, 2026-11-21.
"""
_EFFECTS = {"NoSchedule": "NO_SCHEDULE", "PreferNoSchedule": "PREFER_NO_SCHEDULE", "NoExecute": "NO_EXECUTE"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where nodes join: the cluster, its subnets, and what nodes are allowed to do.

    Attributes:
        after: what has to be there before nodes are: without network or permissions they never get ready.
    """

    cluster: eks.Cluster
    role: iam.Role
    after: list[pulumi.Resource]
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]


def build_nodes(
    parent: pulumi.Resource,
    resource_name: str,
    home: Home,
    request: NodesRequest,
) -> tuple[eks.NodeGroup, Native]:
    """Creates a launch template, the group, and what the autoscaler has to know of it while it is empty."""
    template = _template(parent, f"{resource_name}-template", request)
    group = eks.NodeGroup(
        resource_name,
        cluster_name=home.cluster.name,
        node_group_name=request.name,
        node_role_arn=home.role.arn,
        subnet_ids=home.subnet_ids,
        instance_types=[request.machine],
        ami_type=_IMAGES[request.architecture, request.accelerators > 0],
        capacity_type="SPOT" if request.spot else "ON_DEMAND",
        launch_template={"id": template.id, "version": template.latest_version.apply(str)},
        scaling_config={"min_size": request.min, "max_size": request.max, "desired_size": request.initial},
        update_config={"max_unavailable_percentage": 33},
        node_repair_config={"enabled": True},
        labels=dict(request.labels),
        taints=[{"key": each.key, "value": each.value, "effect": _EFFECTS[each.effect]} for each in request.taints],
        opts=pulumi.ResourceOptions(parent=parent, depends_on=home.after, ignore_changes=["scalingConfig.desiredSize"]),
    )
    hints = {
        f"hint-{what}": _tag(parent, f"{resource_name}-hint-{what}", group, f"{_HINT}/{key}", value)
        for what, (key, value) in hints_of(request).items()
    }
    return group, {"template": template, "group": group, **hints}


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


def _tag(parent: pulumi.Resource, resource_name: str, group: eks.NodeGroup, key: str, value: str) -> autoscaling.Tag:
    """EKS hands its own tags on to the group of machines, and no others."""
    return autoscaling.Tag(
        resource_name,
        autoscaling_group_name=group.resources[0].autoscaling_groups[0].name,
        tag={"key": key, "value": value, "propagate_at_launch": False},
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _template(parent: pulumi.Resource, resource_name: str, request: NodesRequest) -> ec2.LaunchTemplate:
    """Encrypted disks, and metadata that pods cannot read: credentials of the node are the node's."""
    tags = {"Name": request.site.named(request.name), **request.site.tags(pulumi.get_stack())}
    return ec2.LaunchTemplate(
        resource_name,
        name=request.site.named(request.name),
        update_default_version=True,
        block_device_mappings=[
            {
                "device_name": _ROOT_DEVICE,
                "ebs": {
                    "volume_size": request.disk_gib,
                    "volume_type": "gp3",
                    "encrypted": "true",
                    "kms_key_id": request.key_arn,
                    "delete_on_termination": "true",
                },
            }
        ],
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        # The provider's own tags reach the template, and not what is launched from it.
        tag_specifications=[
            {"resource_type": kind, "tags": tags} for kind in ("instance", "volume", "network-interface")
        ],
        opts=pulumi.ResourceOptions(parent=parent),
    )
