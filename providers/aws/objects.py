"""The bucket that models are kept in: private, encrypted, versioned, and cleaned of what is no longer wanted."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from components.results import Native
from providers.aws.policies import only_over_tls

BUCKET = "objects"
REPLICA = "objects-replica"
_ABANDONED_UPLOAD_DAYS = 7
"""After so many days an upload that nobody finished is one that nobody will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketRequest:
    """What a bucket is made from.

    Attributes:
        bucket: its name, unique among everybody's.
        region: where it is, when that is not where the stack is.
        keep_noncurrent_days: days for which an overwritten or removed object can be brought back.
        key_arn: the key that objects are encrypted with; None for S3's own.
        keep_on_destroy: whether a destroy fails while there are objects.
    """

    bucket: str
    region: str | None
    keep_noncurrent_days: int
    key_arn: pulumi.Input[str] | None
    keep_on_destroy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketResult:
    """A bucket, and when it can be replicated."""

    bucket: s3.Bucket
    versioning: s3.BucketVersioning
    native: Native


def build_bucket(parent: pulumi.Resource, resource_name: str, request: BucketRequest) -> BucketResult:
    """Creates a bucket that nobody but the account's own identities can read, and those over TLS only."""
    region = request.region
    bucket = s3.Bucket(
        resource_name,
        bucket=request.bucket,
        force_destroy=not request.keep_on_destroy,
        region=region,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    # What belongs to a bucket goes with it, and is created through the same provider.
    child = pulumi.ResourceOptions(parent=bucket)
    closed = s3.BucketPublicAccessBlock(
        f"{resource_name}-closed",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        region=region,
        opts=child,
    )
    ownership = s3.BucketOwnershipControls(
        f"{resource_name}-ownership",
        bucket=bucket.id,
        rule={"object_ownership": "BucketOwnerEnforced"},
        region=region,
        opts=child,
    )
    versioning = s3.BucketVersioning(
        f"{resource_name}-versioning",
        bucket=bucket.id,
        versioning_configuration={"status": "Enabled"},
        region=region,
        opts=child,
    )
    encryption = s3.BucketServerSideEncryptionConfiguration(
        f"{resource_name}-encryption", bucket=bucket.id, rules=[_encryption(request)], region=region, opts=child
    )
    lifecycle = s3.BucketLifecycleConfiguration(
        f"{resource_name}-lifecycle",
        bucket=bucket.id,
        rules=[_lifecycle(request.keep_noncurrent_days)],
        region=region,
        # Without versions there is nothing noncurrent to expire.
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[versioning])),
    )
    policy = s3.BucketPolicy(
        f"{resource_name}-policy",
        bucket=bucket.id,
        policy=only_over_tls(bucket.arn),
        region=region,
        # S3 refuses two changes to who may access a bucket at a time.
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[closed])),
    )
    parts = {
        "": bucket,
        "-closed": closed,
        "-ownership": ownership,
        "-versioning": versioning,
        "-encryption": encryption,
        "-lifecycle": lifecycle,
        "-policy": policy,
    }
    role = BUCKET if region is None else REPLICA
    native: dict[str, pulumi.Resource] = {f"{role}{suffix}": resource for suffix, resource in parts.items()}
    return BucketResult(bucket=bucket, versioning=versioning, native=native)


def _encryption(request: BucketRequest) -> s3.BucketServerSideEncryptionConfigurationRuleArgsDict:
    if request.key_arn is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    return {
        "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": request.key_arn},
        # One request to KMS for many objects, rather than one for each.
        "bucket_key_enabled": True,
    }


def _lifecycle(keep_noncurrent_days: int) -> s3.BucketLifecycleConfigurationRuleArgsDict:
    return {
        "id": "forget",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "noncurrent_version_expiration": {"noncurrent_days": keep_noncurrent_days},
        "expiration": {"expired_object_delete_marker": True},
        "abort_incomplete_multipart_upload": {"days_after_initiation": _ABANDONED_UPLOAD_DAYS},
    }
