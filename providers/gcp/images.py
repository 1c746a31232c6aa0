"""The repository that container images are kept in: tags that never move, and no leftovers."""

from dataclasses import dataclass

import pulumi
from pulumi_gcp.artifactregistry import (
    Repository,
    RepositoryCleanupPolicyArgs,
    RepositoryCleanupPolicyConditionArgs,
    RepositoryDockerConfigArgs,
    RepositoryVulnerabilityScanningConfigArgs,
)

from components.specs import RegistrySpec
from providers.gcp.access import Access

IMAGES = "images"
_SECONDS_PER_DAY = 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesRequest:
    """What the repository is built from.

    Attributes:
        location: a region, or a continent: images are in several of its regions then.
        key: what it is encrypted with; None for a key of Google's.
        after: what must be there first: the permission to use the key.
    """

    spec: RegistrySpec
    access: Access
    location: str
    key: pulumi.Output[str] | None
    after: tuple[pulumi.Resource, ...]


def build_images(parent: pulumi.Resource, name: str, request: ImagesRequest) -> Repository:
    """Creates the repository."""
    return Repository(
        f"{name}-{IMAGES}",
        repository_id=request.access.named(),
        location=request.location,
        format="DOCKER",
        description=f"Images of environment {request.access.environment}",
        docker_config=RepositoryDockerConfigArgs(immutable_tags=True),
        vulnerability_scanning_config=RepositoryVulnerabilityScanningConfigArgs(
            enablement_config="INHERITED" if request.spec.scan_images else "DISABLED"
        ),
        cleanup_policy_dry_run=False,
        cleanup_policies=[_untagged(request.spec.keep_noncurrent_days)],
        kms_key_name=request.key,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(request.after)),
    )


def image_prefix(request: ImagesRequest) -> str:
    """What references to the repository's images start with."""
    return f"{request.location}-docker.pkg.dev/{request.access.project}/{request.access.named()}"


def _untagged(days: int) -> RepositoryCleanupPolicyArgs:
    """Images that nothing names any more go, after as many days as overwritten models."""
    return RepositoryCleanupPolicyArgs(
        id="untagged",
        action="DELETE",
        condition=RepositoryCleanupPolicyConditionArgs(tag_state="UNTAGGED", older_than=f"{days * _SECONDS_PER_DAY}s"),
    )
