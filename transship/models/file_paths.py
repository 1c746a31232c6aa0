"""Which file paths a version may hold: the ones that every store keeps as they are, and that stay where they belong."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from components.errors import Problem

RESERVED_PREFIX = ".transship-"
"""What this client itself leaves in a pulled folder begins so; no version may hold it."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_STAGING_SUFFIX = re.compile(r"#\d+$")
"""Local stores keep unfinished uploads under names that end so, and refuse such objects."""

_LONGEST_SEGMENT_BYTES = 200
_LONGEST_PATH_BYTES = 800
"""Stores allow keys of 1,024 bytes and file systems names of 255; the rest is for prefixes and suffixes of ours."""


def path_problems(paths: Iterable[str]) -> Iterator[Problem]:
    """Everything that is wrong with the paths of one version, each with its path."""
    seen: set[str] = set()
    for path in paths:
        if what := _wrong_with(path):
            yield Problem(repr(path), what)
        elif path in seen:
            yield Problem(path, "is listed twice")
        seen.add(path)
    for path in sorted(seen):
        for parent in PurePosixPath(path).parents:
            if str(parent) in seen:
                yield Problem(path, f"lies in {parent}, which is a file")


def _wrong_with(path: str) -> str:
    """The first thing that is wrong with a path, empty when nothing is."""
    return next((expected for is_wrong, expected in _RULES if is_wrong(path)), "")


def _leaves_the_folder(path: str) -> bool:
    return any(segment in {"", ".", ".."} for segment in path.split("/"))


def _looks_unfinished(path: str) -> bool:
    return any(_STAGING_SUFFIX.search(segment) for segment in path.split("/"))


def _is_too_long(path: str) -> bool:
    encoded = path.encode(errors="replace")
    return len(encoded) > _LONGEST_PATH_BYTES or max(map(len, encoded.split(b"/"))) > _LONGEST_SEGMENT_BYTES


def _is_no_text(path: str) -> bool:
    """Whether the name cannot be written as UTF-8: file systems may hold such names."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return True
    return False


_RULES: tuple[tuple[Callable[[str], object], str], ...] = (
    (_leaves_the_folder, "expected a path relative to the version's folder, without empty, . or .. segments"),
    (lambda path: path.startswith(RESERVED_PREFIX), f"names that begin with {RESERVED_PREFIX} are this client's own"),
    (_FORBIDDEN.search, 'expected a name without control characters and without any of \\ : * ? " < > |'),
    (_looks_unfinished, "expected a name that does not end in # and digits, as unfinished uploads do in local stores"),
    (_is_too_long, f"expected names of at most {_LONGEST_SEGMENT_BYTES} bytes, {_LONGEST_PATH_BYTES} with folders"),
    (_is_no_text, "expected a name in UTF-8"),
)
