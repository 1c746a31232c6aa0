"""The moment a version comes to be: its slot is taken, or somebody else's push stands.

The rule that keeps pushers and removers apart without locks: whoever holds a version's slot may delete everything else
in its folder, and whoever takes the slot looks afterwards whether all its files are there.
"""

from collections.abc import Set as AbstractSet

from components.errors import OperationError
from transship.models import layout
from transship.models.leftovers import delete_all, sweep
from transship.models.manifest import Manifest, encode
from transship.models.progress import Watcher
from transship.models.registry import Registry


def commit(registry: Registry, manifest: Manifest, watcher: Watcher, *, interrupted_before: bool) -> bool:
    """Makes a version of files that were sent, then deletes what other, interrupted pushes of it left.

    Args:
        registry: where the files are.
        manifest: says which.
        watcher: hears of leftovers that could not be deleted.
        interrupted_before: whether this push was interrupted before, so that hidden leftovers are likely.

    Returns:
        Whether this push made the version. If not, another one did, and the files that were sent are deleted.

    Raises:
        OperationError: files vanished meanwhile; the version was taken back.
    """
    data, keys = encode(manifest), keys_of(manifest)
    slot = layout.manifest_key(manifest.reference)
    # A retry after a lost answer finds the slot taken by this very manifest: that is no other push.
    if not registry.bucket.create(slot, data) and registry.slot(manifest.reference) != data:
        delete_all(registry.bucket, sorted(keys))
        return False
    found = {one.key for one in registry.bucket.objects(layout.version_folder(manifest.reference))}
    if vanished := keys - found:
        registry.bucket.delete([slot])
        raise OperationError.because(
            registry.label,
            f"{len(vanished)} files of {manifest.reference} vanished: it was being removed at the same time",
            hint="run the same push again",
        )
    if interrupted_before or found - keys - {slot}:
        sweep(registry, manifest.reference, keys, watcher)
    return True


def keys_of(manifest: Manifest) -> AbstractSet[str]:
    """The objects that hold a version's files."""
    content = layout.content_folder(manifest.reference, manifest.content)
    return {f"{content}/{file.path}" for file in manifest.files}
