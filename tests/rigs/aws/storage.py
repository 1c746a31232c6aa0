"""Buckets, and what belongs to a bucket."""

# pyright: basic

import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ParamValidationError

from tests.rigs.aws.kind import Account, Created, Inputs, Kind

_FORCE = "what a destroy does, which S3 knows nothing of"
_NORTH_VIRGINIA = "us-east-1"
_BUCKET = re.compile(r"(?!xn--|sthree-)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
"""moto takes the capitals and underscores of AWS's first years.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (2026-11-21)
"""


def _create_bucket(account: Account, name: str, inputs: Inputs) -> Created:
    bucket, region = inputs.get("bucket", name), inputs.get("region") or account.region
    if not _BUCKET.fullmatch(bucket):
        raise ParamValidationError(report=f"InvalidBucketName: {bucket}")
    where = {} if region == _NORTH_VIRGINIA else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    account.client("s3", inputs).create_bucket(Bucket=bucket, **where)
    return Created(bucket, {"bucket": bucket, "arn": f"arn:aws:s3:::{bucket}"})


def _read_bucket(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    location = account.client("s3", inputs).get_bucket_location(Bucket=identifier)["LocationConstraint"]
    return {"bucket": identifier, "region": location or _NORTH_VIRGINIA}


Setting = Callable[[Inputs], dict[str, Any]]


def _part(put: str, get: str, wanted: Setting, found: Setting, unread: Mapping[str, str] | None = None) -> Kind:
    """A setting of a bucket: put with one request, read with another."""

    def create(account: Account, name: str, inputs: Inputs) -> Created:
        del name
        getattr(account.client("s3", inputs), put)(Bucket=inputs["bucket"], **wanted(inputs))
        return Created(inputs["bucket"])

    def read(account: Account, identifier: str, inputs: Inputs) -> Inputs:
        held = getattr(account.client("s3", inputs), get)(Bucket=identifier)
        return {"bucket": identifier, "region": inputs.get("region"), **found(held)}

    return Kind(create, read, unread or {})


_BLOCKED = {
    "blockPublicAcls": "BlockPublicAcls",
    "blockPublicPolicy": "BlockPublicPolicy",
    "ignorePublicAcls": "IgnorePublicAcls",
    "restrictPublicBuckets": "RestrictPublicBuckets",
}


def _blocked_wanted(inputs: Inputs) -> dict[str, Any]:
    return {"PublicAccessBlockConfiguration": {api: inputs[key] for key, api in _BLOCKED.items() if key in inputs}}


def _blocked_found(held: Inputs) -> dict[str, Any]:
    return {key: held["PublicAccessBlockConfiguration"][api] for key, api in _BLOCKED.items()}


def _owned_wanted(inputs: Inputs) -> dict[str, Any]:
    return {"OwnershipControls": {"Rules": [{"ObjectOwnership": inputs["rule"]["objectOwnership"]}]}}


def _owned_found(held: Inputs) -> dict[str, Any]:
    (rule,) = held["OwnershipControls"]["Rules"]
    return {"rule": {"objectOwnership": rule["ObjectOwnership"]}}


def _encrypted_wanted(inputs: Inputs) -> dict[str, Any]:
    return {"ServerSideEncryptionConfiguration": {"Rules": [_encryption(rule) for rule in inputs["rules"]]}}


def _encryption(rule: Inputs) -> dict[str, Any]:
    default = rule["applyServerSideEncryptionByDefault"]
    made: dict[str, Any] = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": default["sseAlgorithm"]}}
    if "kmsMasterKeyId" in default:
        made["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] = default["kmsMasterKeyId"]
    return made | ({"BucketKeyEnabled": rule["bucketKeyEnabled"]} if "bucketKeyEnabled" in rule else {})


def _encrypted_found(held: Inputs) -> dict[str, Any]:
    rules: list[dict[str, Any]] = []
    for rule in held["ServerSideEncryptionConfiguration"]["Rules"]:
        default = rule["ApplyServerSideEncryptionByDefault"]
        found = {"sseAlgorithm": default["SSEAlgorithm"], "kmsMasterKeyId": default.get("KMSMasterKeyID")}
        # S3 fills in a bucket key that was not asked for.
        enabled = rule.get("BucketKeyEnabled") or None
        rules.append({"applyServerSideEncryptionByDefault": found, "bucketKeyEnabled": enabled})
    return {"rules": rules}


def _lifecycle_wanted(inputs: Inputs) -> dict[str, Any]:
    return {"LifecycleConfiguration": {"Rules": [_lifecycle(rule) for rule in inputs["rules"]]}}


def _lifecycle(rule: Inputs) -> dict[str, Any]:
    made = {"ID": rule["id"], "Status": rule["status"], "Filter": {"Prefix": rule["filter"]["prefix"]}}
    if "noncurrentVersionExpiration" in rule:
        days = int(rule["noncurrentVersionExpiration"]["noncurrentDays"])
        made["NoncurrentVersionExpiration"] = {"NoncurrentDays": days}
    if "expiration" in rule:
        made["Expiration"] = {"ExpiredObjectDeleteMarker": rule["expiration"]["expiredObjectDeleteMarker"]}
    if "abortIncompleteMultipartUpload" in rule:
        days = int(rule["abortIncompleteMultipartUpload"]["daysAfterInitiation"])
        made["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": days}
    return made


def _lifecycle_found(held: Inputs) -> dict[str, Any]:
    return {
        "rules": [
            {
                "id": rule["ID"],
                "status": rule["Status"],
                "filter": {"prefix": rule["Filter"]["Prefix"]},
                "noncurrentVersionExpiration": {
                    "noncurrentDays": rule["NoncurrentVersionExpiration"]["NoncurrentDays"]
                },
                "expiration": {"expiredObjectDeleteMarker": rule["Expiration"]["ExpiredObjectDeleteMarker"]},
                "abortIncompleteMultipartUpload": {
                    "daysAfterInitiation": rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
                },
            }
            for rule in held["Rules"]
        ]
    }


def _replicated_wanted(inputs: Inputs) -> dict[str, Any]:
    rules = [_replication(rule) for rule in inputs["rules"]]
    return {"ReplicationConfiguration": {"Role": inputs["role"], "Rules": rules}}


def _replication(rule: Inputs) -> dict[str, Any]:
    destination = {"Bucket": rule["destination"]["bucket"]}
    if "encryptionConfiguration" in rule["destination"]:
        key = rule["destination"]["encryptionConfiguration"]["replicaKmsKeyId"]
        destination["EncryptionConfiguration"] = {"ReplicaKmsKeyID": key}
    made = {
        "ID": rule["id"],
        "Status": rule["status"],
        "Priority": int(rule["priority"]),
        "Filter": {"Prefix": rule["filter"]["prefix"]},
        "DeleteMarkerReplication": {"Status": rule["deleteMarkerReplication"]["status"]},
        "Destination": destination,
    }
    if "sourceSelectionCriteria" in rule:
        status = rule["sourceSelectionCriteria"]["sseKmsEncryptedObjects"]["status"]
        made["SourceSelectionCriteria"] = {"SseKmsEncryptedObjects": {"Status": status}}
    return made


def _replicated_found(held: Inputs) -> dict[str, Any]:
    configuration = held["ReplicationConfiguration"]
    rules: list[dict[str, Any]] = []
    for rule in configuration["Rules"]:
        key = rule["Destination"].get("EncryptionConfiguration", {}).get("ReplicaKmsKeyID")
        encryption = {"replicaKmsKeyId": key} if key else None
        rules.append(
            {
                "id": rule["ID"],
                "status": rule["Status"],
                "priority": int(rule["Priority"]),
                "filter": {"prefix": rule["Filter"]["Prefix"]},
                "destination": {"bucket": rule["Destination"]["Bucket"], "encryptionConfiguration": encryption},
            }
        )
    return {"role": configuration["Role"], "rules": rules}


def _versioned_wanted(inputs: Inputs) -> dict[str, Any]:
    return {"VersioningConfiguration": {"Status": inputs["versioningConfiguration"]["status"]}}


def _versioned_found(held: Inputs) -> dict[str, Any]:
    return {"versioningConfiguration": {"status": held["Status"]}}


KINDS = {
    "aws:s3/bucket:Bucket": Kind(_create_bucket, _read_bucket, {"forceDestroy": _FORCE}),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _part(
        "put_public_access_block", "get_public_access_block", _blocked_wanted, _blocked_found
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _part(
        "put_bucket_ownership_controls", "get_bucket_ownership_controls", _owned_wanted, _owned_found
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _part(
        "put_bucket_versioning", "get_bucket_versioning", _versioned_wanted, _versioned_found
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _part(
        "put_bucket_encryption", "get_bucket_encryption", _encrypted_wanted, _encrypted_found
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _part(
        "put_bucket_lifecycle_configuration",
        "get_bucket_lifecycle_configuration",
        _lifecycle_wanted,
        _lifecycle_found,
    ),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": _part(
        "put_bucket_replication",
        "get_bucket_replication",
        _replicated_wanted,
        _replicated_found,
        {
            "rules.deleteMarkerReplication": "moto says Disabled, whatever was asked",
            "rules.sourceSelectionCriteria": "moto forgets it",
        },
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _part(
        "put_bucket_policy",
        "get_bucket_policy",
        lambda inputs: {"Policy": inputs["policy"]},
        lambda held: {"policy": held["Policy"]},
    ),
}
