"""The bucket that model versions are kept in: private, versioned, encrypted, in one region or in two."""

from dataclasses import dataclass

import pulumi
from pulumi_gcp.storage import (
    Bucket,
    BucketCustomPlacementConfigArgs,
    BucketEncryptionArgs,
    BucketLifecycleRuleActionArgs,
    BucketLifecycleRuleArgs,
    BucketLifecycleRuleConditionArgs,
    BucketVersioningArgs,
)

from components.naming import joined
from components.specs import RegistrySpec
from providers.gcp.access import Access
from providers.gcp.placement import Placement

OBJECTS = "objects"
NAME_LENGTH = 63
UNFINISHED_UPLOAD_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketRequest:
    """What the bucket is built from.

    Attributes:
        key: what it is encrypted with; None for a key of Google's.
        after: what must be there first: the permission to use the key.
    """

    spec: RegistrySpec
    access: Access
    placement: Placement
    key: pulumi.Output[str] | None
    after: tuple[pulumi.Resource, ...]


def build_bucket(parent: pulumi.Resource, name: str, request: BucketRequest) -> Bucket:
    """Creates the bucket. It is never emptied: a `destroy` with models in it stops there, and says so."""
    where = request.placement
    return Bucket(
        f"{name}-{OBJECTS}",
        name=bucket_name(request.access),
        location=where.objects,
        custom_placement_config=BucketCustomPlacementConfigArgs(data_locations=where.regions)
        if where.regions
        else None,
        # Turbo replication: objects are in the second region within 15 minutes, rather than 12 hours.
        rpo="ASYNC_TURBO" if where.regions else None,
        storage_class="STANDARD",
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        versioning=BucketVersioningArgs(enabled=True),
        lifecycle_rules=_lifecycle(request.spec),
        encryption=BucketEncryptionArgs(default_kms_key_name=request.key) if request.key else None,
        force_destroy=False,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(request.after)),
    )


def bucket_name(access: Access) -> str:
    """The bucket's name; all projects share one namespace, so it starts with the project's."""
    return joined(access.project, access.named("models"), most=NAME_LENGTH)


def _lifecycle(spec: RegistrySpec) -> list[BucketLifecycleRuleArgs]:
    return [
        BucketLifecycleRuleArgs(
            action=BucketLifecycleRuleActionArgs(type="Delete"),
            condition=BucketLifecycleRuleConditionArgs(
                days_since_noncurrent_time=spec.keep_noncurrent_days, with_state="ARCHIVED"
            ),
        ),
        BucketLifecycleRuleArgs(
            action=BucketLifecycleRuleActionArgs(type="AbortIncompleteMultipartUpload"),
            condition=BucketLifecycleRuleConditionArgs(age=UNFINISHED_UPLOAD_DAYS),
        ),
    ]
