"""Finds what an earlier component created: results carry resources by role, and later ones attach to them."""

from typing import cast

from pulumi_aws import amp, ec2, eks, iam, kms, s3

from components.results import Native
from providers.aws.cluster import CLUSTER
from providers.aws.keys import KEY
from providers.aws.metrics import WORKSPACE
from providers.aws.node_role import NODE_ROLE
from providers.aws.nodes import Home
from providers.aws.objects import BUCKET
from providers.aws.subnets import PRIVATE

SYSTEM_GROUP = "system-group"


def key_of(native: Native) -> kms.Key:
    """The environment's own key."""
    return cast("kms.Key", native[KEY])


def bucket_of(native: Native) -> s3.Bucket:
    """The bucket with models."""
    return cast("s3.Bucket", native[BUCKET])


def cluster_of(native: Native) -> eks.Cluster:
    """The EKS cluster."""
    return cast("eks.Cluster", native[CLUSTER])


def workspace_of(native: Native) -> amp.Workspace:
    """Where metrics are kept."""
    return cast("amp.Workspace", native[WORKSPACE])


def home_of(native: Native, zone_ids: tuple[str, ...]) -> Home:
    """Where nodes join: on the private subnets of these zones, or of all of them, under the role of all nodes.

    After the cluster's own nodes: all that those had to wait for is there, and goes only when the others are gone.
    """
    cluster = cluster_of(native)
    some = [cast("ec2.Subnet", native[f"{PRIVATE}-{zone}"]).id for zone in zone_ids]
    return Home(
        cluster=cluster,
        role=cast("iam.Role", native[NODE_ROLE]),
        subnet_ids=some or cluster.vpc_config.subnet_ids,
        after=[native[SYSTEM_GROUP]],
    )
