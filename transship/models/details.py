"""Checks what a pusher says about a version, before anything is sent."""

import math
from urllib.parse import urlsplit

from components.errors import InvalidInputError, Problem, nearest
from transship.models.manifest import Details
from transship.models.reference import VersionReference, version_problems
from transship.models.registry import Registry

_LONGEST_TEXT = 500


def check_details(registry: Registry, reference: VersionReference, details: Details) -> None:
    """Raises InvalidInputError with everything that is wrong with the details of a version to come."""
    problems = [
        *_text_problems("framework", details.framework),
        *_text_problems("source", details.source),
        *_source_problems(details.source),
        *(
            Problem(f"metrics.{name}", f"expected a finite number, found {value}")
            for name, value in details.metrics.items()
            if not math.isfinite(value)
        ),
        *(_parent_problems(registry, reference, details.parent) if details.parent else []),
    ]
    if problems:
        raise InvalidInputError(str(reference), problems)


def detail_problems(existing: Details, details: Details) -> list[Problem]:
    """Where the details differ from those of a version that exists."""
    pairs = {
        "framework": (existing.framework, details.framework),
        "metrics": (dict(existing.metrics), dict(details.metrics)),
        "source": (existing.source, details.source),
        "parent": (existing.parent, details.parent),
    }
    return [
        Problem(name, f"is {before!r} in the version, {now!r} here")
        for name, (before, now) in pairs.items()
        if before != now
    ]


def _text_problems(where: str, text: str) -> list[Problem]:
    if text.isprintable() and len(text) <= _LONGEST_TEXT:
        return []
    return [Problem(where, f"expected at most {_LONGEST_TEXT} printable characters on one line")]


def _source_problems(source: str) -> list[Problem]:
    if "://" in source and urlsplit(source).username is not None:
        return [Problem("source", "holds credentials, which everybody who reads the registry would see")]
    return []


def _parent_problems(registry: Registry, reference: VersionReference, parent: str) -> list[Problem]:
    if problems := version_problems(parent, "parent"):
        return problems
    if parent == reference.version:
        return [Problem("parent", "is the version itself")]
    if registry.find(VersionReference(reference.name, parent)) is None:
        known = nearest(parent, registry.versions(reference.name))
        return [Problem("parent", f"there is no version {parent} of {reference.name}", known)]
    return []
