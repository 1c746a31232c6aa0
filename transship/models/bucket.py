"""The few calls that a registry makes of an object store, with failures in words that help."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import obstore
from obstore import Bytes
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore

from transship.models.store_errors import explained, is_absent_object

_LIST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object of a listing; `tag` changes whenever the object is written, and is empty where the store has none."""

    key: str
    size_bytes: int
    tag: str


class Bucket:
    """A folder of an object store.

    Args:
        store: the obstore store, with its prefix.
        label: its URL without secrets, for messages.
    """

    def __init__(self, store: ObjectStore, label: str) -> None:
        self.store = store
        self.label = label

    def read(self, key: str) -> Bytes | None:
        """A whole object, for small ones; nothing when it is absent."""
        with self._doing(f"read {key}"):
            try:
                return obstore.get(self.store, key).bytes()
            except FileNotFoundError as error:
                return _absent(error)

    def read_exactly(self, key: str, size_bytes: int) -> Bytes | None:
        """A whole object if it has the expected size; nothing when it is absent or has another."""
        with self._doing(f"read {key}"):
            try:
                result = obstore.get(self.store, key)
            except FileNotFoundError as error:
                return _absent(error)
            return result.bytes() if result.meta["size"] == size_bytes else None

    def read_range(self, key: str, start: int, end: int) -> Bytes:
        """Bytes `start` (inclusive) to `end` (exclusive) of an object that has them."""
        with self._doing(f"read {key}"):
            return obstore.get_range(self.store, key, start=start, end=end)

    def stream(self, key: str, chunk_bytes: int) -> Iterator[bytes]:
        """A whole object in chunks of at least `chunk_bytes`, however large it turns out to be."""
        with self._doing(f"read {key}"):
            yield from obstore.get(self.store, key).stream(chunk_bytes)

    def size_bytes(self, key: str) -> int | None:
        """An object's size; nothing when it is absent."""
        with self._doing(f"look at {key}"):
            try:
                return obstore.head(self.store, key)["size"]
            except FileNotFoundError as error:
                return _absent(error)

    def create(self, key: str, data: bytes) -> bool:
        """Writes an object unless there is one already; says whether it did. Of many writers exactly one does."""
        with self._doing(f"create {key}"):
            try:
                obstore.put(self.store, key, data, mode="create")
            except AlreadyExistsError:
                return False
            return True

    def write(self, key: str, data: bytes) -> str:
        """Writes an object at once and returns its tag."""
        with self._doing(f"write {key}"):
            return obstore.put(self.store, key, data, use_multipart=False)["e_tag"] or ""

    def write_parts(self, key: str, chunks: Iterator[bytes], part_bytes: int, parallel: int) -> str:
        """Writes an object in parts, `parallel` at a time, and returns its tag; it appears whole or not at all."""
        with self._doing(f"write {key}"):
            result = obstore.put(self.store, key, chunks, chunk_size=part_bytes, max_concurrency=parallel)
            return result["e_tag"] or ""

    def objects(self, folder: str) -> Iterator[StoredObject]:
        """Every object below a folder, in no particular order."""
        with self._doing(f"list {folder}"):
            # The store's listing is typed with an optional Arrow package that is not installed.
            for page in obstore.list(self.store, folder, chunk_size=_LIST_PAGE):  # pyright: ignore[reportUnknownMemberType]
                for meta in page:
                    yield StoredObject(meta["path"], meta["size"], meta["e_tag"] or "")

    def folders(self, folder: str) -> list[str]:
        """The names of the folders directly below a folder, sorted."""
        with self._doing(f"list {folder}"):
            found = obstore.list_with_delimiter(self.store, folder)["common_prefixes"]  # pyright: ignore[reportUnknownMemberType]
            return sorted(path.rstrip("/").rsplit("/", 1)[-1] for path in found)

    def delete(self, keys: Sequence[str]) -> None:
        """Deletes objects; the ones that are gone already are as good as deleted."""
        with self._doing("delete objects"):
            try:
                obstore.delete(self.store, keys)
            except FileNotFoundError:
                # Some stores stop at the first absent one: take the rest one by one.
                for key in keys:
                    self._delete_if_there(key)

    def _delete_if_there(self, key: str) -> None:
        try:
            obstore.delete(self.store, key)
        except FileNotFoundError as error:
            _absent(error)

    @contextmanager
    def _doing(self, action: str) -> Generator[None]:
        try:
            yield
        except (BaseError, OSError, NotImplementedError) as error:
            raise explained(error, f"{self.label}: could not {action}") from error


def _absent(error: FileNotFoundError) -> None:
    """Lets an absent object pass; an absent bucket or account arrives as the same exception and must not."""
    if not is_absent_object(str(error)):
        raise error
