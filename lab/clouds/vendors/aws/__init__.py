"""AWS, as botocore's service models and Pulumi's SDK describe it."""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Properties, Value, at
from lab.clouds.vendor import Trouble, Vendor
from lab.clouds.vendors.aws import guards, identity, images, kubernetes, network, observing, storage
from lab.clouds.vendors.aws.functions import FUNCTIONS
from lab.clouds.vendors.aws.requests import request
from lab.clouds.vendors.aws.settings import settings
from lab.clouds.vendors.aws.sides import sides
from lab.clouds.vendors.declared import Declared
from lab.clouds.vendors.kinds import Made
from lab.clouds.vendors.modelled import Modelled

_COMPLAINTS: Final[Mapping[Trouble, str]] = {
    Trouble.THROTTLED: "ThrottlingException: Rate exceeded ({kind} {subject})",
    Trouble.QUOTA: "LimitExceededException: the quota for {kind} is used up ({subject})",
    Trouble.IN_USE: "DependencyViolation: {kind} {subject} has a dependent object ({because_of}) and cannot be deleted",
    Trouble.EXISTS: "EntityAlreadyExists: {kind} {subject} already exists",
    Trouble.NOT_FOUND: "ResourceNotFoundException: {kind} {subject}: {because_of} does not exist",
    Trouble.HALF_CREATED: "{kind} {subject} was created, but waiting for it to become active failed",
}


def _fill(declared: Declared, inputs: Properties, configuration: Properties) -> Mapping[str, Value]:
    """The provider's default tags, under those of the resource."""
    tags = at(configuration, "defaultTags.tags")
    if not isinstance(tags, dict) or "tags" not in declared.shape.members or "tagsAll" not in declared.outputs:
        return {}
    own = inputs.get("tags")
    return {"tags": {**tags, **own}} if isinstance(own, dict) else {"tags": tags} if own is None else {}


def _tags(made: Made) -> Value:
    return made.words.get("tags") or {}


VENDOR: Final[Vendor] = Modelled(
    name="aws",
    package="pulumi_aws",
    handles=("arn", "name", "bucket", "keyId"),
    kinds=(
        *network.KINDS,
        *guards.KINDS,
        *kubernetes.KINDS,
        *identity.KINDS,
        *storage.KINDS,
        *images.KINDS,
        *observing.KINDS,
    ),
    functions=FUNCTIONS,
    settings=settings,
    model=request,
    everywhere=frozenset({"region"}),
    fill=_fill,
    added={"region": lambda made: made.words["region"], "tagsAll": _tags},
    aside=sides,
    complaints=_COMPLAINTS,
)
