"""The cluster autoscaler: adds nodes for pods that find none, takes spot before on-demand, removes what is idle."""

import pulumi
from pulumi_aws import eks

from components.results import Native
from providers.aws.identity import PodIdentity, build_identity
from providers.aws.policies import Statement, allow
from providers.aws.site import Site
from providers.incluster.addons import ChartValues, Installation, build_release
from providers.incluster.charts import Chart

NODES = "node-autoscaling"

CLUSTER_AUTOSCALER = Chart(
    name="cluster-autoscaler",
    repository="https://kubernetes.github.io/autoscaler",
    version="9.56.0",
    release="cluster-autoscaler",
    namespace="cluster-autoscaler",
    pod_security="restricted",
    values={
        "fullnameOverride": "cluster-autoscaler",
        "replicaCount": 2,
        "podDisruptionBudget": {"maxUnavailable": 1},
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 65534,
            "runAsGroup": 65534,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containerSecurityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
    },
    source="https://github.com/kubernetes/autoscaler/releases",
)

_SERVICE_ACCOUNT = "cluster-autoscaler"
_LOOKS = (
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeAutoScalingInstances",
    "autoscaling:DescribeLaunchConfigurations",
    "autoscaling:DescribeScalingActivities",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:GetInstanceTypesFromInstanceRequirements",
)
_CHANGES = ("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup")

_PRIORITIES = """\
50:
  - ^eks-[a-z0-9-]+$
10:
  - .*
"""
"""Which groups grow first: all before the on-demand siblings of spot groups, whose names hold an underscore.

A group that several patterns match has the highest of their priorities, and the patterns know no "all but".
Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md, 2026-11-21.
"""


def build_node_autoscaling(
    parent: pulumi.Resource, layer: pulumi.Resource, name: str, site: Site, cluster: eks.Cluster
) -> Native:
    """Installs the autoscaler, with a role that can change the size of the cluster's own groups and no others.

    Args:
        parent: gives what is outside the cluster its provider.
        layer: gives what is inside the cluster its provider.
        name: what the names of all children start with.
        site: what things in the account are called after.
        cluster: whose nodes.
    """
    wanted = PodIdentity(
        site=site,
        role="cluster-autoscaler",
        namespace=CLUSTER_AUTOSCALER.namespace,
        service_account=_SERVICE_ACCOUNT,
        statements=statements(site),
    )
    role, identity = build_identity(parent, f"{name}-{NODES}", cluster, wanted)
    installation = Installation(
        role=NODES,
        chart=CLUSTER_AUTOSCALER,
        namespace=CLUSTER_AUTOSCALER.namespace,
        release=CLUSTER_AUTOSCALER.release,
        # By way of the identity's own name for its cluster, so that no pod starts without its role.
        values=values(site, identity.cluster_name),
    )
    release = build_release(layer, f"{name}-{NODES}", site.environment, installation)
    return {f"{NODES}-role": role, f"{NODES}-identity": identity, NODES: release}


def statements(site: Site) -> list[Statement]:
    """What the autoscaler may do."""
    owned = {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{site.cluster}": "owned"}
    return [
        allow(_LOOKS, "*"),
        allow(("eks:DescribeNodegroup",), site.arn("eks", f"nodegroup/{site.cluster}/*/*")),
        allow(_CHANGES, site.arn("autoscaling", "autoScalingGroup:*"), Condition={"StringEquals": owned}),
    ]


def values(site: Site, cluster_name: pulumi.Input[str]) -> ChartValues:
    """What the chart has to know of the cluster."""
    return {
        "autoDiscovery": {"clusterName": cluster_name},
        "awsRegion": site.region,
        "rbac": {"serviceAccount": {"name": _SERVICE_ACCOUNT}},
        "extraArgs": {
            "expander": "priority,least-waste",
            # Pods of models keep nothing on their nodes that cannot be pulled again.
            "skip-nodes-with-local-storage": False,
            "skip-nodes-with-system-pods": False,
        },
        "expanderPriorities": _PRIORITIES,
    }
