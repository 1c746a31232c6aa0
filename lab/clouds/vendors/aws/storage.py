"""Where models lie: S3 buckets and everything that is said about them.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of, v6.47.1,
https://github.com/hashicorp/terraform-provider-aws/tree/v6.47.1/internal/service/s3, 2026-11-21.
"""

from collections.abc import Iterator
from typing import Final

from lab.clouds.values import Properties, at
from lab.clouds.vendor import AutoName, Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.kinds import Kind, Rule, paths

BUCKET: Final = "aws:s3/bucket:Bucket"

_NAME: Final = rules.named(
    "bucket",
    r"(?!xn--|sthree-)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias)(?<!--ol-s3)",
    "bucket names are 3 to 63 small letters, digits, dots and hyphens, and begin and end with a letter or digit; "
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)


def _key_without_kms(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html, 2026-11-21."""
    del existing
    given = inputs.get("rules")
    for index in range(len(given) if isinstance(given, list) else 0):
        place = f"rules[{index}].applyServerSideEncryptionByDefault"
        if at(inputs, f"{place}.kmsMasterKeyId") is not None and at(inputs, f"{place}.sseAlgorithm") == "AES256":
            yield Failure(f"{place}.kmsMasterKeyId", "AES256 takes no key, aws:kms does (InvalidArgument)")


def _about(part: str, model: str, *, checks: tuple[Rule, ...] = ()) -> Kind:
    """What is said about a bucket: it has the bucket's name as its id, and goes with it."""
    return Kind(
        f"aws:s3/bucket{part}:Bucket{part}",
        model=model,
        renames={"bucket": ""},
        identity="{bucket}",
        replaced_by=paths("bucket"),
        rules=checks,
    )


KINDS: Final = (
    Kind(
        BUCKET,
        model="s3.CreateBucket",
        name=AutoName(property="bucket", lower=True),
        identity="{bucket}",
        outputs={
            "arn": "arn:aws:s3:::{bucket}",
            "bucketDomainName": "{bucket}.s3.amazonaws.com",
            "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
            "bucketRegion": "{region}",
            "hostedZoneId": "Z3AQBSTGFYJSTF",
        },
        replaced_by=paths("bucket bucketNamespace bucketPrefix objectLockEnabled"),
        rules=(_NAME,),
    ),
    _about("Versioning", "s3.PutBucketVersioning"),
    _about("PublicAccessBlock", "s3.PutPublicAccessBlock.PublicAccessBlockConfiguration"),
    _about(
        "ServerSideEncryptionConfiguration",
        "s3.PutBucketEncryption.ServerSideEncryptionConfiguration",
        checks=(_key_without_kms,),
    ),
    _about("LifecycleConfiguration", "s3.PutBucketLifecycleConfiguration.LifecycleConfiguration"),
    _about("ReplicationConfig", "s3.PutBucketReplication.ReplicationConfiguration"),
    _about("OwnershipControls", "s3.PutBucketOwnershipControls.OwnershipControls"),
    _about("Policy", "s3.PutBucketPolicy", checks=(rules.document("policy"),)),
    _about("Logging", "s3.PutBucketLogging.BucketLoggingStatus.LoggingEnabled"),
)
