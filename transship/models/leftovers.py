"""Deletes what interrupted pushes left in a version's folder. Only who holds the version's slot may call this."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from obstore.store import LocalStore, S3Store

from transship.models import layout
from transship.models.bucket import Bucket
from transship.models.multipart_uploads import abort_multipart_uploads
from transship.models.progress import Watcher
from transship.models.reference import VersionReference
from transship.models.registry import Registry

_DELETE_BATCH = 1000
_STAGING_FILE = re.compile(r".*#\d+$")


def sweep(registry: Registry, reference: VersionReference, keep: Collection[str], watcher: Watcher) -> None:
    """Empties a version's folder, but for its slot and the objects whose keys are kept."""
    bucket, folder = registry.bucket, layout.version_folder(reference)
    kept = {layout.manifest_key(reference), *keep}
    delete_all(bucket, [one.key for one in bucket.objects(folder) if one.key not in kept])
    if isinstance(bucket.store, LocalStore):
        _delete_staging_files(Path(bucket.store.prefix or "/") / folder)
    elif isinstance(bucket.store, S3Store):
        abort_multipart_uploads(bucket.store, folder, watcher)


def delete_all(bucket: Bucket, keys: Sequence[str]) -> None:
    """Deletes any number of objects."""
    for start in range(0, len(keys), _DELETE_BATCH):
        bucket.delete(keys[start : start + _DELETE_BATCH])


def _delete_staging_files(folder: Path) -> None:
    """Local folders keep unfinished objects as `<name>#<number>`, which listings pass over."""
    for path in folder.rglob("*"):
        if _STAGING_FILE.match(path.name):
            path.unlink(missing_ok=True)
