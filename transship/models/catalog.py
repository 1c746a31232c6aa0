"""What a registry holds, for people and programs that look."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial

from transship.models import layout
from transship.models.aliases import aliases_of
from transship.models.manifest import Manifest
from transship.models.reference import VersionReference
from transship.models.registry import Registry
from transship.models.transfer import PARALLEL_REQUESTS


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished version, and the aliases that point at it."""

    manifest: Manifest
    aliases: Sequence[str]


def entries(registry: Registry, name: str = "") -> list[Entry]:
    """Every finished version of one model, or of all, by name and version number."""
    names = [name] if name else registry.names()
    references = [VersionReference(one, version) for one in names for version in registry.versions(one)]
    with ThreadPoolExecutor(PARALLEL_REQUESTS) as pool:
        found = [manifest for manifest in pool.map(registry.find, references) if manifest is not None]
        aliases = dict(zip(names, pool.map(partial(aliases_of, registry), names), strict=True))
    return [Entry(manifest, _pointing_at(manifest.reference, aliases[manifest.reference.name])) for manifest in found]


def entry(registry: Registry, reference: VersionReference) -> Entry:
    """One version; raises NotFoundError when there is none."""
    manifest = registry.manifest(reference)
    return Entry(manifest, _pointing_at(reference, aliases_of(registry, reference.name)))


def summary(registry: Registry, found: Entry) -> dict[str, object]:
    """A version as `--json` gives it, without its files."""
    manifest = found.manifest
    content = layout.content_folder(manifest.reference, manifest.content)
    return {
        "reference": str(manifest.reference),
        "name": manifest.reference.name,
        "version": manifest.reference.version,
        "aliases": list(found.aliases),
        **asdict(manifest.details),
        "created_at": manifest.created_at,
        "tool": manifest.tool,
        "size_bytes": manifest.size_bytes,
        "file_count": len(manifest.files),
        "location": f"{registry.label}/{content}",
    }


def _pointing_at(reference: VersionReference, aliases: dict[str, str]) -> list[str]:
    return [alias for alias, version in aliases.items() if version == reference.version]
