"""Finds what an earlier component created: results carry resources by role, and later ones attach to them."""

from typing import cast

from pulumi_aws import amp, eks, iam, kms, s3

from components.results import Native
from providers.aws.cluster import CLUSTER
from providers.aws.keys import KEY
from providers.aws.metrics import WORKSPACE
from providers.aws.nodes import NODE_ROLE, Home
from providers.aws.objects import BUCKET

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


def home_of(native: Native) -> Home:
    """Where nodes join: on the subnets that the cluster's control plane is on, under the role of all nodes.

    After the cluster's own nodes: all that those had to wait for is there, and goes only when the others are gone.
    """
    cluster = cluster_of(native)
    return Home(
        cluster=cluster,
        role=cast("iam.Role", native[NODE_ROLE]),
        subnet_ids=cluster.vpc_config.subnet_ids,
        after=[native[SYSTEM_GROUP]],
    )
