"""The control plane: a private EKS cluster, who administers it, and its own add-ons."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ec2, eks, iam

from components.results import Native
from providers.aws.identity import PodIdentity, build_role
from providers.aws.network import Network
from providers.aws.options import ClusterOptions
from providers.aws.policies import allow, document, trusts_service
from providers.aws.private_access import HTTPS, LogSettings
from providers.aws.site import Site

CLUSTER = "eks"
SYSTEM = "kube-system"
LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

_CLUSTER_POLICIES = ("AmazonEKSClusterPolicy",)
_ADMIN_POLICY = "AmazonEKSClusterAdminPolicy"
_BEFORE_NODES = ("kube-proxy", "eks-pod-identity-agent")
"""Add-ons without which a node never gets ready, or a pod never an identity."""
_AFTER_NODES = ("coredns",)
"""Add-ons that are not healthy before there is a node to run on."""


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
    # EKS would create the group itself, and keep its logs forever.
    logs = cloudwatch.LogGroup(
        f"{name}-logs",
        name=f"/aws/eks/{site.cluster}/cluster",
        retention_in_days=request.logs.retention_days,
        kms_key_id=request.logs.key_arn,
        opts=child,
    )
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
    ready = _network_addon(parent, name, site, cluster)
    ready += [_addon(parent, name, cluster, addon) for addon in _BEFORE_NODES]
    ready += [*_administrators(parent, name, request, cluster), internal]
    return ControlPlane(cluster=cluster, ready=ready, native=native)


def build_late_addons(
    parent: pulumi.Resource, name: str, cluster: eks.Cluster, nodes: list[pulumi.Resource]
) -> list[pulumi.Resource]:
    """Creates the add-ons that are pods on nodes like any others."""
    return [_addon(parent, name, cluster, addon, after=nodes) for addon in _AFTER_NODES]


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


def _network_addon(parent: pulumi.Resource, name: str, site: Site, cluster: eks.Cluster) -> list[pulumi.Resource]:
    """Gives pods addresses and enforces network policies; by a role of its own, so that nodes need not have it.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html, 2026-11-21.
    """
    wanted = PodIdentity(
        site=site,
        role="pod-network",
        namespace=SYSTEM,
        service_account="aws-node",
        policies=(site.managed_policy("AmazonEKS_CNI_Policy"),),
    )
    role, allowed = build_role(parent, f"{name}-pod-network", wanted)
    addon = eks.Addon(
        f"{name}-addon-vpc-cni",
        cluster_name=cluster.name,
        addon_name="vpc-cni",
        configuration_values=json.dumps({"enableNetworkPolicy": "true"}),
        pod_identity_associations=[{"role_arn": role.arn, "service_account": wanted.service_account}],
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="PRESERVE",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=allowed),
    )
    return [addon]


def _addon(
    parent: pulumi.Resource,
    name: str,
    cluster: eks.Cluster,
    addon: str,
    *,
    after: list[pulumi.Resource] | None = None,
) -> eks.Addon:
    """An add-on at the version that EKS takes for the cluster's own, which it keeps when it is upgraded by hand."""
    return eks.Addon(
        f"{name}-addon-{addon}",
        cluster_name=cluster.name,
        addon_name=addon,
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="PRESERVE",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=after),
    )
