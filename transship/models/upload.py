"""Sends local files in parallel and hashes them on the way, so that what is recorded is what was sent."""

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from components.errors import OperationError
from transship.models.bucket import Bucket
from transship.models.journal import Receipt
from transship.models.manifest import ModelFile
from transship.models.progress import Watcher
from transship.models.source import CHUNK_BYTES, LocalFile
from transship.models.transfer import UPLOAD_IN_FLIGHT_BYTES, UPLOAD_PART_BYTES, Transfer

_MOST_PARTS = 10_000
"""S3 takes no more parts than this for one object.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html (2026-11-21)
"""


def send(
    bucket: Bucket, folder: str, files: Sequence[LocalFile], arrived: Callable[[Receipt], None], watcher: Watcher
) -> None:
    """Writes files below a folder of the bucket.

    Args:
        bucket: where to.
        folder: the folder that becomes theirs.
        files: what to send.
        arrived: is told about each file once it is there, from any thread.
        watcher: hears how far it is.

    Raises:
        OperationError: the registry failed or a file could not be read.
    """
    sender = _Sender(bucket, folder, arrived, watcher)
    large = [file for file in files if file.size_bytes > UPLOAD_PART_BYTES]
    sender.send_whole(file for file in files if file.size_bytes <= UPLOAD_PART_BYTES)
    # A large file is parallel in itself, and one at a time keeps the memory of the parts bounded.
    for file in large:
        sender.send_parts(file)


class _Sender:
    """Writes the files of one push."""

    def __init__(self, bucket: Bucket, folder: str, arrived: Callable[[Receipt], None], watcher: Watcher) -> None:
        self._bucket = bucket
        self._folder = folder
        self._arrived = arrived
        self._watcher = watcher

    def send_whole(self, files: Iterable[LocalFile]) -> None:
        """Many files at once, each in one request."""
        with Transfer(UPLOAD_IN_FLIGHT_BYTES) as transfer:
            for file in files:
                transfer.start(file.size_bytes, partial(self._write, file, transfer))

    def send_parts(self, file: LocalFile) -> None:
        """One file, many of its parts at once. In a thread of its own, so that an interrupt is noticed meanwhile."""
        with Transfer(UPLOAD_IN_FLIGHT_BYTES, parallel=1) as transfer:
            transfer.start(0, partial(self._write_parts, file, transfer))

    def _write(self, file: LocalFile, transfer: Transfer) -> None:
        try:
            data = b"".join(self._chunks(file, transfer))
            tag = self._bucket.write(f"{self._folder}/{file.path}", data)
            self._arrived(Receipt(ModelFile(file.path, hashlib.sha256(data).hexdigest(), len(data)), tag))
        finally:
            transfer.release(file.size_bytes)

    def _write_parts(self, file: LocalFile, transfer: Transfer) -> None:
        digest, size_bytes = hashlib.sha256(), 0

        def hashed() -> Iterator[bytes]:
            nonlocal size_bytes
            for chunk in self._chunks(file, transfer):
                digest.update(chunk)
                size_bytes += len(chunk)
                yield chunk

        part_bytes = max(UPLOAD_PART_BYTES, math.ceil(file.size_bytes / _MOST_PARTS))
        parallel = max(1, UPLOAD_IN_FLIGHT_BYTES // part_bytes)
        tag = self._bucket.write_parts(f"{self._folder}/{file.path}", hashed(), part_bytes, parallel)
        self._arrived(Receipt(ModelFile(file.path, digest.hexdigest(), size_bytes), tag))

    def _chunks(self, file: LocalFile, transfer: Transfer) -> Iterator[bytes]:
        try:
            with file.source.open("rb", buffering=0) as opened:
                while chunk := opened.read(CHUNK_BYTES):
                    if transfer.stopped:
                        raise OperationError.because(file.path, "was not sent: the push was stopped")
                    self._watcher.advance(len(chunk))
                    yield chunk
        except OSError as error:
            raise OperationError.because(str(file.source), f"could not be read: {error.strerror}") from error
