"""Ends S3 uploads that were never completed: the one thing about S3 that obstore has no call for."""

import os
from collections.abc import Iterable, Mapping
from typing import Protocol, cast

from obstore.store import S3Store

from transship.models.progress import Watcher

_OTHERWISE = "a lifecycle rule (AbortIncompleteMultipartUpload) ends them too"


class _Paginator(Protocol):
    def paginate(self, **arguments: str) -> Iterable[Mapping[str, list[dict[str, str]]]]: ...


class _S3Client(Protocol):
    """The part of boto3's client that is used; boto3 itself has no types."""

    def get_paginator(self, operation_name: str) -> _Paginator: ...
    def abort_multipart_upload(self, **arguments: str) -> object: ...


def abort_multipart_uploads(store: S3Store, folder: str, watcher: Watcher) -> None:
    """Ends every unfinished upload below a folder. S3 shows them in no listing, and bills their parts.

    Whoever cannot (boto3 is not installed, a right is missing) is told what to do; what a version holds is not touched
    by it.
    """
    try:
        import boto3  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
    except ImportError:
        watcher.note(f"parts of interrupted uploads may be left: pip install 'transship[s3]' ends them; {_OTHERWISE}")
        return
    bucket = str(store.config.get("bucket", ""))
    prefix = f"{store.prefix}/{folder}/" if store.prefix else f"{folder}/"
    client = cast("_S3Client", boto3.client("s3", region_name=os.environ.get("AWS_REGION")))  # pyright: ignore[reportUnknownMemberType]
    try:
        for page in client.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix):
            for upload in page.get("Uploads", []):
                client.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
    except (BotoCoreError, ClientError) as error:
        watcher.note(f"parts of interrupted uploads may be left ({error}); {_OTHERWISE}")
