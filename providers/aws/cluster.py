"""The control plane: a private EKS cluster, and who administers it."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, eks, iam

from components.results import Native
from providers.aws.eks_addons import build_early_addons
from providers.aws.logs import LogSettings, build_log_group
from providers.aws.network import Network
from providers.aws.options import ClusterOptions
from providers.aws.policies import allow, document, trusts_service
from providers.aws.private_access import HTTPS
from providers.aws.site import Site

CLUSTER = "eks"
LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

_CLUSTER_POLICIES = ("AmazonEKSClusterPolicy",)
_ADMIN_POLICY = "AmazonEKSClusterAdminPolicy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPlaneRequest:
    """What a control plane is made from.

    Attributes:
        key_arn: the key that the cluster's secrets are encrypted with.
        services_cidr: addresses of Services inside the cluster.
    """

    site: Site
    options: ClusterOptions
    network: Network
    services_cidr: str
    key_arn: pulumi.Input[str]
    logs: LogSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPlane:
    """A cluster that nodes can join.

    Attributes:
        ready: what has to be there before nodes are.
    """

    cluster: eks.Cluster
    ready: list[pulumi.Resource]
    native: Native


def build_control_plane(parent: pulumi.Resource, name: str, request: ControlPlaneRequest) -> ControlPlane:
    """Creates the cluster, its administrators, and the add-ons that nodes need from the start."""
    site, options = request.site, request.options
    child = pulumi.ResourceOptions(parent=parent)
    logs = build_log_group(parent, f"{name}-logs", f"/aws/eks/{site.cluster}/cluster", request.logs)
    role, allowed = _role(parent, name, request)
    cluster = eks.Cluster(
        f"{name}-{CLUSTER}",
        name=site.cluster,
        version=options.version,
        role_arn=role.arn,
        vpc_config={
            "subnet_ids": request.network.subnet_ids,
            "endpoint_private_access": True,
            "endpoint_public_access": bool(options.api_allowed_cidrs),
            "public_access_cidrs": list(options.api_allowed_cidrs) or None,
        },
        access_config={
            "authentication_mode": "API",
            "bootstrap_cluster_creator_admin_permissions": not options.admins,
        },
        encryption_config={"provider": {"key_arn": request.key_arn}, "resources": ["secrets"]},
        kubernetes_network_config={"ip_family": "ipv4", "service_ipv4_cidr": request.services_cidr},
        enabled_cluster_log_types=LOG_TYPES,
        # They come as add-ons below, which can be configured and are upgraded in place.
        bootstrap_self_managed_addons=False,
        deletion_protection=options.deletion_protection,
        upgrade_policy={"support_type": "STANDARD"},
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[logs, *allowed])),
    )
    internal = _internal_access(parent, name, request, cluster)
    native: dict[str, pulumi.Resource] = {
        CLUSTER: cluster,
        "logs": logs,
        f"{CLUSTER}-role": role,
        f"{CLUSTER}-access": internal,
    }
    ready = [*build_early_addons(parent, name, site, cluster)]
    ready += [*_administrators(parent, name, request, cluster), internal]
    return ControlPlane(cluster=cluster, ready=ready, native=native)


def _role(parent: pulumi.Resource, name: str, request: ControlPlaneRequest) -> tuple[iam.Role, list[pulumi.Resource]]:
    child = pulumi.ResourceOptions(parent=parent)
    role = iam.Role(
        f"{name}-{CLUSTER}-role",
        name=request.site.role("control-plane"),
        assume_role_policy=trusts_service("eks.amazonaws.com"),
        opts=child,
    )
    allowed: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(
            f"{name}-{CLUSTER}-role-{policy}",
            role=role.name,
            policy_arn=request.site.managed_policy(policy),
            opts=child,
        )
        for policy in _CLUSTER_POLICIES
    ]
    uses_key = allow(("kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"), request.key_arn)
    policy = iam.RolePolicy(
        f"{name}-{CLUSTER}-role", name="encrypt-secrets", role=role.name, policy=document(uses_key), opts=child
    )
    return role, [*allowed, policy]


def _internal_access(
    parent: pulumi.Resource, name: str, request: ControlPlaneRequest, cluster: eks.Cluster
) -> ec2.SecurityGroupRule:
    """EKS lets nodes reach the API server, and nobody else in the VPC or behind it."""
    return ec2.SecurityGroupRule(
        f"{name}-{CLUSTER}-access",
        type="ingress",
        description="API server, from inside",
        security_group_id=cluster.vpc_config.cluster_security_group_id,
        protocol="tcp",
        from_port=HTTPS,
        to_port=HTTPS,
        cidr_blocks=[request.network.cidr, *request.options.api_internal_cidrs],
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _administrators(
    parent: pulumi.Resource, name: str, request: ControlPlaneRequest, cluster: eks.Cluster
) -> list[pulumi.Resource]:
    policy = f"arn:{request.site.partition}:eks::aws:cluster-access-policy/{_ADMIN_POLICY}"
    made: list[pulumi.Resource] = []
    for arn in request.options.admins:
        resource_name = f"{name}-admin-{arn.rpartition('/')[2]}"
        child = pulumi.ResourceOptions(parent=parent)
        entry = eks.AccessEntry(resource_name, cluster_name=cluster.name, principal_arn=arn, opts=child)
        granted = eks.AccessPolicyAssociation(
            resource_name,
            cluster_name=cluster.name,
            principal_arn=entry.principal_arn,
            policy_arn=policy,
            access_scope={"type": "cluster"},
            opts=child,
        )
        made += [entry, granted]
    return made
