"""Image repositories: one for each image that is the environment's own, tags that never move, old layers forgotten."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr

from components.results import Native
from components.specs import Environment
from providers.aws.site import Site

IMAGES = "images"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesRequest:
    """What repositories are made from.

    Attributes:
        keep_untagged_days: days for which an image that no tag names is kept.
        key_arn: the key that images are encrypted with; None for ECR's own.
    """

    site: Site
    repositories: tuple[str, ...]
    scan: bool
    keep_untagged_days: int
    key_arn: pulumi.Input[str] | None
    keep_on_destroy: bool


def own_images(environment: Environment) -> tuple[str, ...]:
    """The repositories of custom runtimes whose image names no registry: they are looked for in the environment's."""
    images = [variant.runtime.image for model in environment.models for variant in model.variants]
    return tuple(sorted({_repository(image) for image in images if image and not _names_registry(image)}))


def build_images(parent: pulumi.Resource, name: str, request: ImagesRequest) -> Native:
    """Creates the repositories; the account's registry is there already."""
    native: dict[str, pulumi.Resource] = {}
    for repository in request.repositories:
        resource_name = f"{name}-{IMAGES}-{repository.replace('/', '-')}"
        made = _repository_of(parent, resource_name, repository, request)
        forget = ecr.LifecyclePolicy(
            f"{resource_name}-forget",
            repository=made.name,
            policy=_forget(request.keep_untagged_days),
            opts=pulumi.ResourceOptions(parent=made),
        )
        native |= {f"{IMAGES}-{repository}": made, f"{IMAGES}-{repository}-forget": forget}
    return native


def _repository_of(
    parent: pulumi.Resource, resource_name: str, repository: str, request: ImagesRequest
) -> ecr.Repository:
    encryption = ecr.RepositoryEncryptionConfigurationArgs(
        encryption_type="KMS" if request.key_arn is not None else "AES256", kms_key=request.key_arn
    )
    return ecr.Repository(
        resource_name,
        name=f"{request.site.cluster}/{repository}",
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": request.scan},
        encryption_configurations=[encryption],
        force_delete=not request.keep_on_destroy,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _forget(keep_untagged_days: int) -> str:
    rule = {
        "rulePriority": 1,
        "description": "Images that no tag names",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": keep_untagged_days,
        },
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [rule]})


def _names_registry(image: str) -> bool:
    """Whether the first part of a reference is a host, by the rule that every container engine follows."""
    first, slash, _ = image.partition("/")
    return bool(slash) and ("." in first or ":" in first or first == "localhost")


def _repository(image: str) -> str:
    """A reference without its digest and tag."""
    return image.partition("@")[0].partition(":")[0]
