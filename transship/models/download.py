"""Fetches files in parallel and checks every SHA-256 on the way; what does not match is named and never kept."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from obstore import Bytes

from components.errors import OperationError, Problem
from transship.models.bucket import Bucket
from transship.models.destination import Destination
from transship.models.in_order import InOrder
from transship.models.manifest import ModelFile
from transship.models.progress import Watcher
from transship.models.source import CHUNK_BYTES
from transship.models.transfer import DOWNLOAD_IN_FLIGHT_BYTES, DOWNLOAD_PART_BYTES, Transfer


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: what it should be, the object that holds it, and where its bytes go."""

    file: ModelFile
    key: str
    destination: Destination


def fetch(bucket: Bucket, wanted: Iterable[Wanted], watcher: Watcher) -> list[Problem]:
    """Fetches every file that is as its manifest says, and returns what is wrong with the others.

    Raises:
        OperationError: the registry or the disk failed; whatever was fetched is kept for the next attempt.
    """
    first = _Fetcher(bucket, watcher)
    first.run(wanted)
    # What an interrupted fetch left was not what this file begins with: it is gone now, so begin again without it.
    second = _Fetcher(bucket, watcher)
    second.run(first.again)
    return sorted([*first.problems, *second.problems], key=lambda problem: problem.where)


class _Fetcher:
    """One pass over some files."""

    def __init__(self, bucket: Bucket, watcher: Watcher) -> None:
        self._bucket = bucket
        self.watcher = watcher
        self._transfer = Transfer(DOWNLOAD_IN_FLIGHT_BYTES)
        self.problems: list[Problem] = []
        self.again: list[Wanted] = []

    def run(self, wanted: Iterable[Wanted]) -> None:
        with self._transfer:
            for one in wanted:
                if one.file.size_bytes <= DOWNLOAD_PART_BYTES:
                    self._transfer.start(one.file.size_bytes, partial(self._fetch_whole, one))
                else:
                    self._fetch_parts(one)

    def _fetch_whole(self, wanted: Wanted) -> None:
        file = wanted.file
        try:
            data = self._bucket.read_exactly(wanted.key, file.size_bytes)
            if data is None:
                self._name_deviation(wanted)
            elif (found := hashlib.sha256(data).hexdigest()) != file.sha256:
                self.problems.append(mismatch(file, found, file.size_bytes))
            else:
                wanted.destination.append(data)
                wanted.destination.finish()
            self.watcher.advance(file.size_bytes)
        finally:
            self._transfer.release(file.size_bytes)

    def _fetch_parts(self, wanted: Wanted) -> None:
        size_bytes = wanted.file.size_bytes
        if self._bucket.size_bytes(wanted.key) != size_bytes:
            self._transfer.start(0, partial(self._name_deviation, wanted))
            return
        arrival = _Arrival(self, wanted)
        for index, start in enumerate(range(arrival.resumed_bytes, size_bytes, DOWNLOAD_PART_BYTES)):
            end = min(start + DOWNLOAD_PART_BYTES, size_bytes)
            self._transfer.start(end - start, partial(arrival.fetch_part, index, start, end))
        if arrival.resumed_bytes == size_bytes:
            arrival.end()

    def _name_deviation(self, wanted: Wanted) -> None:
        """Notes what lies in place of a file whose size is wrong: nothing, or something with another hash."""
        if self._bucket.size_bytes(wanted.key) is None:
            self.problems.append(Problem(wanted.file.path, "is missing from the registry"))
            return
        digest, size_bytes = hashlib.sha256(), 0
        for chunk in self._bucket.stream(wanted.key, CHUNK_BYTES):
            digest.update(chunk)
            size_bytes += len(chunk)
        self.problems.append(mismatch(wanted.file, digest.hexdigest(), size_bytes))

    def fetch_range(self, key: str, start: int, end: int) -> Bytes:
        part = self._bucket.read_range(key, start, end)
        if len(part) != end - start:
            raise OperationError.because(f"{self._bucket.label}/{key}", "changed while it was read")
        return part

    def consumed(self, size_bytes: int) -> None:
        self._transfer.release(size_bytes)
        self.watcher.advance(size_bytes)


class _Arrival:
    """One large file on its way: parts come in any order, are hashed and written in theirs."""

    def __init__(self, fetcher: _Fetcher, wanted: Wanted) -> None:
        self._fetcher = fetcher
        self._wanted = wanted
        self._digest = hashlib.sha256()
        self.resumed_bytes = wanted.destination.resume(self._digest.update, wanted.file.size_bytes)
        self._missing_bytes = wanted.file.size_bytes - self.resumed_bytes
        self._parts = InOrder(self._consume)
        fetcher.watcher.advance(self.resumed_bytes)

    def fetch_part(self, index: int, start: int, end: int) -> None:
        self._parts.deliver(index, self._fetcher.fetch_range(self._wanted.key, start, end))

    def _consume(self, part: Bytes) -> None:
        self._digest.update(part)
        self._wanted.destination.append(part)
        self._missing_bytes -= len(part)
        self._fetcher.consumed(len(part))
        if not self._missing_bytes:
            self.end()

    def end(self) -> None:
        """Keeps the file if its hash is right; otherwise says so, or tries again without what was resumed."""
        file = self._wanted.file
        if (found := self._digest.hexdigest()) == file.sha256:
            self._wanted.destination.finish()
            return
        self._wanted.destination.discard()
        if self.resumed_bytes:
            self._fetcher.again.append(self._wanted)
        else:
            self._fetcher.problems.append(mismatch(file, found, file.size_bytes))


def mismatch(file: ModelFile, found_sha256: str, found_bytes: int) -> Problem:
    """A file whose content is not what its manifest says, with both hashes."""
    what = f"expected sha256 {file.sha256}, found {found_sha256}"
    if found_bytes != file.size_bytes:
        what += f"; expected {file.size_bytes} bytes, found {found_bytes}"
    return Problem(file.path, what)
