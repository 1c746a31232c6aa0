"""A registry: which models and versions it holds, and the slot that makes a version exist."""

from components.errors import NotFoundError, OperationError, nearest
from transship.models import layout
from transship.models.bucket import Bucket
from transship.models.manifest import Manifest, decode
from transship.models.reference import VersionReference, version_order

REMOVING = b'{"removing": true}'
"""What lies in a version's slot while `remove` empties its folder: the version is gone, and cannot be pushed yet."""


class Registry:
    """What lies below one registry URL. Cheap to make; nothing is read until asked for."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    @property
    def label(self) -> str:
        """The registry's URL without secrets."""
        return self.bucket.label

    def names(self) -> list[str]:
        """Every model that has a folder; whether it has a finished version is for `manifests` to say."""
        return self.bucket.folders(layout.MODELS)

    def versions(self, name: str) -> list[str]:
        """Every version that has a folder, finished or not, oldest number first."""
        return sorted(self.bucket.folders(f"{layout.MODELS}/{name}"), key=version_order)

    def find(self, reference: VersionReference) -> Manifest | None:
        """A version's manifest; nothing when it is not there, not finished, or being removed."""
        data = self.slot(reference)
        if data is None or data == REMOVING:
            return None
        return self._decoded(data, reference)

    def manifest(self, reference: VersionReference) -> Manifest:
        """A version's manifest.

        Raises:
            NotFoundError: with the nearest names or versions that there are.
            OperationError: it is being removed.
        """
        if found := self.find(reference):
            return found
        self.refuse_if_removing(reference)
        what, hint = self._missing(reference)
        raise NotFoundError.because(self.label, what, hint=hint)

    def slot(self, reference: VersionReference) -> bytes | None:
        """What lies in the version's slot: a manifest, REMOVING or nothing."""
        data = self.bucket.read(layout.manifest_key(reference))
        return None if data is None else bytes(data)

    def refuse_if_removing(self, reference: VersionReference) -> None:
        """Raises when a removal of this version was begun and not finished."""
        if self.slot(reference) == REMOVING:
            raise OperationError.because(
                self.label,
                f"{reference} is being removed",
                hint=f"transship models remove {reference} finishes a removal that was interrupted",
            )

    def _decoded(self, data: bytes, reference: VersionReference) -> Manifest:
        manifest = decode(data, f"{self.label}/{layout.manifest_key(reference)}")
        if manifest.reference != reference:
            raise OperationError.because(
                f"{self.label}/{layout.manifest_key(reference)}",
                f"expected the manifest of {reference}, found that of {manifest.reference}",
            )
        return manifest

    def _missing(self, reference: VersionReference) -> tuple[str, str]:
        versions = self.versions(reference.name)
        if not versions:
            known = nearest(reference.name, self.names())
            return f"no model {reference.name}", known or "transship models push makes the first version"
        if reference.version in versions:
            return f"{reference} is not finished", "its push was interrupted: run the same push again to resume it"
        return f"no version {reference.version} of {reference.name}", nearest(reference.version, versions)
