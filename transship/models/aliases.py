"""Aliases: names such as `production` that move from version to version, with their history.

Every promotion is an object of its own, numbered, and written only if that number is free. So two who promote at once
cannot overwrite each other, and every store can do it, local folders included (docs/adr/0003-registry-layout.md).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from components.errors import NotFoundError, OperationError, nearest
from transship.models import layout
from transship.models.json_reader import JsonReader
from transship.models.reference import AliasReference, Reference, VersionReference
from transship.models.registry import Registry

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Promotion:
    """An alias was pointed at a version, or retired when the version is empty.

    Attributes:
        at: UTC, ISO 8601.
        by: who did it, as user@host.
    """

    number: int
    version: str
    at: str
    by: str


def aliases_of(registry: Registry, name: str) -> dict[str, str]:
    """The aliases of a model and the version each points at."""
    latest = _latest_numbers(registry, f"{layout.ALIASES}/{name}")
    pointed = {
        alias: _promotion(registry, AliasReference(name, alias), number).version
        for alias, number in sorted(latest.items())
    }
    return {alias: version for alias, version in pointed.items() if version}


def resolve(registry: Registry, reference: Reference) -> VersionReference:
    """The version that a reference stands for now.

    Raises:
        NotFoundError: there is no such alias, or it was retired; with the nearest there are.
    """
    if isinstance(reference, VersionReference):
        return reference
    number = _latest_number(registry, reference)
    version = _promotion(registry, reference, number).version if number else ""
    if version:
        return VersionReference(reference.name, version)
    known = nearest(reference.alias, aliases_of(registry, reference.name))
    hint = known or f"transship models promote {reference.name}/<version> --to {reference.alias}"
    raise NotFoundError.because(registry.label, f"{reference} points at no version", hint=hint)


def history(registry: Registry, reference: AliasReference, most: int = 20) -> Sequence[Promotion]:
    """The latest promotions of an alias, newest first."""
    latest = _latest_number(registry, reference)
    return [_promotion(registry, reference, number) for number in range(latest, max(0, latest - most), -1)]


def promote(registry: Registry, reference: VersionReference, alias: str, *, at: str, by: str) -> str:
    """Points an alias at a version that exists; returns the version it pointed at before, empty when none.

    Raises:
        NotFoundError: there is no such version.
        OperationError: somebody else moved the alias, or removed the version, at the same time.
    """
    registry.manifest(reference)
    target = AliasReference(reference.name, alias)
    before = _point(registry, target, reference.version, at=at, by=by)
    if registry.find(reference) is None:
        # `remove` looks at aliases after it took the version away, and this looks at the version after it moved the
        # alias: whichever comes second sees the other.
        _point(registry, target, before, at=at, by=by)
        raise OperationError.because(str(target), f"{reference} was removed meanwhile: the alias was put back")
    return before


def retire(registry: Registry, reference: AliasReference, *, at: str, by: str) -> str:
    """Makes an alias point at nothing, keeping its history; returns the version it pointed at."""
    resolve(registry, reference)
    return _point(registry, reference, "", at=at, by=by)


def _point(registry: Registry, reference: AliasReference, version: str, *, at: str, by: str) -> str:
    latest = _latest_number(registry, reference)
    before = _promotion(registry, reference, latest).version if latest else ""
    if before == version:
        return before
    promotion = Promotion(latest + 1, version, at, by)
    data = json.dumps({"schema_version": SCHEMA_VERSION, **asdict(promotion)}, indent=1).encode()
    if not registry.bucket.create(layout.promotion_key(reference.name, reference.alias, promotion.number), data):
        raise OperationError.because(
            str(reference),
            "somebody else moved this alias at the same time",
            hint=f"transship models show {reference} says where it points now; then promote again if you still want to",
        )
    return before


def _promotion(registry: Registry, reference: AliasReference, number: int) -> Promotion:
    key = layout.promotion_key(reference.name, reference.alias, number)
    data = registry.bucket.read(key)
    if data is None:
        raise OperationError.because(str(reference), f"{registry.label}/{key} vanished while it was read")
    reader = JsonReader.of(bytes(data), f"{registry.label}/{key}", SCHEMA_VERSION)
    promotion = Promotion(number, reader.text("version"), reader.text("at"), reader.text("by"))
    reader.finish()
    return promotion


def _latest_number(registry: Registry, reference: AliasReference) -> int:
    """The number of the latest promotion, 0 when there is none."""
    folder = layout.alias_folder(reference.name, reference.alias)
    return _latest_numbers(registry, folder).get(reference.alias, 0)


def _latest_numbers(registry: Registry, folder: str) -> dict[str, int]:
    """The number of the latest promotion of every alias below a folder."""
    latest: dict[str, int] = {}
    for found in registry.bucket.objects(folder):
        alias, number = found.key.removesuffix(".json").rsplit("/", 2)[-2:]
        latest[alias] = max(latest.get(alias, 0), int(number))
    return latest
