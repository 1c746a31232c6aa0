"""What nodes are allowed to do, in the name of every one of them."""

import pulumi
from pulumi_aws import iam

from providers.aws.policies import trusts_service
from providers.aws.site import Site

NODE_ROLE = "node-role"
_NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
"""Join the cluster, pull images: nothing else. Pods have roles of their own.

Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html, 2026-11-21.
"""


def build_node_role(parent: pulumi.Resource, name: str, site: Site) -> tuple[iam.Role, list[pulumi.Resource]]:
    """Creates the role of every node; nodes have to wait for what it may do as well."""
    child = pulumi.ResourceOptions(parent=parent)
    role = iam.Role(
        f"{name}-{NODE_ROLE}",
        name=site.role("node"),
        assume_role_policy=trusts_service(f"ec2.{site.dns_suffix}"),
        opts=child,
    )
    allowed: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(
            f"{name}-{NODE_ROLE}-{policy}", role=role.name, policy_arn=site.managed_policy(policy), opts=child
        )
        for policy in _NODE_POLICIES
    ]
    return role, allowed
