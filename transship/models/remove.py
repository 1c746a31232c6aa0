"""Takes a version out of the registry: invisible first, then deleted, so that nobody sees half of it."""

from components.errors import OperationError, Problem
from transship.models import layout
from transship.models.aliases import aliases_of
from transship.models.leftovers import sweep
from transship.models.progress import Watcher
from transship.models.reference import VersionReference
from transship.models.registry import REMOVING, Registry


def remove(registry: Registry, reference: VersionReference, watcher: Watcher) -> None:
    """Removes a version, finished or not, with everything that interrupted pushes of it left.

    Raises:
        NotFoundError: there is nothing of it.
        OperationError: an alias points at it.
    """
    before = registry.slot(reference)
    if before is None and not any(registry.bucket.objects(layout.version_folder(reference))):
        registry.manifest(reference)
    _refuse_if_aliased(registry, reference)
    _take_slot(registry, reference, before)
    try:
        _refuse_if_aliased(registry, reference)
    except OperationError:
        # Somebody promoted it in between (see `aliases.promote`): it comes back as it was.
        registry.bucket.write(layout.manifest_key(reference), before or REMOVING)
        raise
    sweep(registry, reference, (), watcher)
    registry.bucket.delete([layout.manifest_key(reference)])


def _take_slot(registry: Registry, reference: VersionReference, before: bytes | None) -> None:
    """Makes the version invisible and keeps pushers out until its folder is empty."""
    slot = layout.manifest_key(reference)
    if before is not None:
        registry.bucket.write(slot, REMOVING)
    elif not registry.bucket.create(slot, REMOVING):
        raise OperationError.because(
            registry.label, f"a push of {reference} was finished just now", hint="remove it again if you still want to"
        )


def _refuse_if_aliased(registry: Registry, reference: VersionReference) -> None:
    aliases = [alias for alias, version in aliases_of(registry, reference.name).items() if version == reference.version]
    if not aliases:
        return
    problems = [
        Problem(
            f"models://{reference.name}@{alias}",
            "points at it",
            f"transship models promote {reference.name}/<version> --to {alias}, "
            f"or transship models remove {reference.name}@{alias}",
        )
        for alias in aliases
    ]
    raise OperationError(f"{reference} cannot be removed", problems)
