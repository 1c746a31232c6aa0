"""Who may do what: one identity for the nodes, one for Prometheus, and one for each model; none has a key."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_gcp.artifactregistry import RepositoryIamMember
from pulumi_gcp.projects import IAMMember
from pulumi_gcp.serviceaccount import Account
from pulumi_gcp.storage import ManagedFolder, ManagedFolderIamMember

from components.results import Native
from providers.gcp.access import Access
from providers.gcp.objects import bucket_name

NODES = "node-account"
FOLDER = "folder"
READER = "reader"
METRICS = "metrics-writer"
ACCOUNT_LENGTH = 30

NODE_ROLE = "roles/container.defaultNodeServiceAccount"
"""What a node needs to write its logs and metrics, and nothing more.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts, 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeIdentity:
    """What nodes act as.

    Attributes:
        ready: what must be there before nodes are.
    """

    ready: tuple[pulumi.Resource, ...]
    native: Native


def build_node_identity(
    parent: pulumi.Resource, name: str, access: Access, location: str, images: pulumi.Resource
) -> NodeIdentity:
    """Creates the identity of the nodes: they write logs and metrics, and pull images of the environment.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        access: the project.
        location: of the image repository.
        images: the image repository.
    """
    child = pulumi.ResourceOptions(parent=parent)
    account = Account(
        f"{name}-{NODES}",
        account_id=_node_account(access),
        display_name=f"Nodes of environment {access.environment}",
        opts=child,
    )
    duties = IAMMember(
        f"{name}-{NODES}-duties", project=access.project, role=NODE_ROLE, member=account.member, opts=child
    )
    pull = RepositoryIamMember(
        f"{name}-{NODES}-images",
        repository=access.named(),
        location=location,
        role="roles/artifactregistry.reader",
        member=account.member,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[images]),
    )
    native = {NODES: account, f"{NODES}-duties": duties, f"{NODES}-images": pull}
    return NodeIdentity(ready=(duties, pull), native=native)


def node_account_email(access: Access) -> str:
    """What nodes act as, by the name that Google Cloud makes of the account's."""
    return f"{_node_account(access)}@{access.project}.iam.gserviceaccount.com"


def _node_account(access: Access) -> str:
    return access.named("nodes", most=ACCOUNT_LENGTH)


def build_model_identity(
    parent: pulumi.Resource,
    name: str,
    model: str,
    access: Access,
    namespace: pulumi.Input[str],
    after: Sequence[pulumi.Resource],
) -> dict[str, pulumi.Resource]:
    """Lets one model's service account read its own versions, and nothing else, of the bucket.

    A managed folder has a policy of its own, so no condition on names is needed, and listing inside it works too.
    Source: https://cloud.google.com/storage/docs/managed-folders, 2026-11-21.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        model: its name in the registry, and the name of its Kubernetes service account.
        access: the project.
        namespace: where the model is served.
        after: the bucket, and the cluster: the project has no identities of pods before its first cluster.
    """
    opts = pulumi.ResourceOptions(parent=parent, depends_on=list(after))
    folder = ManagedFolder(
        f"{name}-{FOLDER}",
        bucket=bucket_name(access),
        name=f"models/{model}/",
        # The folder is a policy, not the objects: they stay when it goes.
        force_destroy=True,
        opts=opts,
    )
    reader = ManagedFolderIamMember(
        f"{name}-{READER}",
        bucket=bucket_name(access),
        managed_folder=folder.name,
        role="roles/storage.objectViewer",
        member=access.principal(namespace, model),
        opts=opts,
    )
    return {FOLDER: folder, READER: reader}


def build_metrics_identity(
    parent: pulumi.Resource,
    name: str,
    access: Access,
    namespace: str,
    account: str,
    after: Sequence[pulumi.Resource],
) -> dict[str, pulumi.Resource]:
    """Lets Prometheus, by its Kubernetes service account, write what it records to Cloud Monitoring."""
    return {
        METRICS: IAMMember(
            f"{name}-{METRICS}",
            project=access.project,
            role="roles/monitoring.metricWriter",
            member=access.principal(namespace, account),
            opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after)),
        )
    }
