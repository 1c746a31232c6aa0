"""A managed node group: like machines that join the cluster, and that its autoscaler adds and removes."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import autoscaling, ec2, eks, iam

from components.results import Native
from providers.aws.node_group import HINT, NodesRequest, group_name, hints_of, image_of

_ROOT_DEVICE = "/dev/xvda"
_EFFECTS = {"NoSchedule": "NO_SCHEDULE", "PreferNoSchedule": "PREFER_NO_SCHEDULE", "NoExecute": "NO_EXECUTE"}


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
        node_group_name=group_name(request),
        node_role_arn=home.role.arn,
        subnet_ids=home.subnet_ids,
        instance_types=[request.machine],
        ami_type=image_of(request),
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
        f"hint-{what}": _tag(parent, f"{resource_name}-hint-{what}", group, f"{HINT}/{key}", value)
        for what, (key, value) in hints_of(request).items()
    }
    return group, {"template": template, "group": group, **hints}


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
