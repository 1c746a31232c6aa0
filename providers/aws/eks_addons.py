"""What EKS itself adds to a cluster: addresses for pods, network policies, names, identities."""

import json

import pulumi
from pulumi_aws import eks

from providers.aws.identity import PodIdentity, build_role
from providers.aws.site import Site

_SYSTEM = "kube-system"
_BEFORE_NODES = ("kube-proxy", "eks-pod-identity-agent")
"""Add-ons without which a node never gets ready, or a pod never an identity."""
_AFTER_NODES = ("coredns",)
"""Add-ons that are not healthy before there is a node to run on."""


def build_early_addons(parent: pulumi.Resource, name: str, site: Site, cluster: eks.Cluster) -> list[pulumi.Resource]:
    """Creates the add-ons that have to be there before nodes are."""
    others = [_addon(parent, name, cluster, addon) for addon in _BEFORE_NODES]
    return [_network_addon(parent, name, site, cluster), *others]


def build_late_addons(
    parent: pulumi.Resource, name: str, cluster: eks.Cluster, nodes: list[pulumi.Resource]
) -> list[pulumi.Resource]:
    """Creates the add-ons that are pods on nodes like any others."""
    return [_addon(parent, name, cluster, addon, after=nodes) for addon in _AFTER_NODES]


def _network_addon(parent: pulumi.Resource, name: str, site: Site, cluster: eks.Cluster) -> eks.Addon:
    """Gives pods addresses and enforces network policies; by a role of its own, so that nodes need not have it.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html, 2026-11-21.
    """
    wanted = PodIdentity(
        site=site,
        role="pod-network",
        namespace=_SYSTEM,
        service_account="aws-node",
        policies=(site.managed_policy("AmazonEKS_CNI_Policy"),),
    )
    role, allowed = build_role(parent, f"{name}-pod-network", wanted)
    return eks.Addon(
        f"{name}-addon-vpc-cni",
        cluster_name=cluster.name,
        addon_name="vpc-cni",
        configuration_values=json.dumps({"enableNetworkPolicy": "true"}),
        pod_identity_associations=[{"role_arn": role.arn, "service_account": wanted.service_account}],
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="PRESERVE",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=allowed),
    )


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
