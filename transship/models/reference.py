"""Logical names of models: `models://fraud/7` is a version, `models://fraud@production` an alias. Pure."""

import re
from dataclasses import dataclass

from components.errors import InvalidInputError, Problem
from components.naming import NAME_PATTERN

SCHEME = "models://"
VERSION_PATTERN = r"^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$"
"""A version is one path segment and one label value: `7`, `1.4.0`, `2026-11-21`, a commit."""

NAME_EXPECTED = "a lowercase letter, then letters, digits and hyphens, at most 40 in all"
VERSION_EXPECTED = "lowercase letters, digits, dots and hyphens, alphanumeric at both ends, at most 63 in all"
REFERENCE_EXPECTED = "models://<name>/<version> or models://<name>@<alias>"


@dataclass(frozen=True, slots=True)
class VersionReference:
    """One immutable version of a model."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{SCHEME}{self.name}/{self.version}"


@dataclass(frozen=True, slots=True)
class AliasReference:
    """A name for whichever version was promoted to it last."""

    name: str
    alias: str

    def __str__(self) -> str:
        return f"{SCHEME}{self.name}@{self.alias}"


Reference = VersionReference | AliasReference


def parse_reference(text: str) -> Reference:
    """Reads a reference, with or without its scheme.

    Raises:
        InvalidInputError: with everything that is wrong with it.
    """
    name, mark, rest = _split(text.strip().removeprefix(SCHEME))
    if not mark:
        raise InvalidInputError.because(
            f'model reference "{text}"',
            f"names no version and no alias: expected {REFERENCE_EXPECTED}",
            hint=f"{SCHEME}{_suggested(name) or 'fraud'}/7",
        )
    second = version_problems(rest) if mark == "/" else name_problems(rest, "alias")
    if problems := [*name_problems(name, "name"), *second]:
        raise InvalidInputError(f'model reference "{text}"', problems)
    return VersionReference(name, rest) if mark == "/" else AliasReference(name, rest)


def parse_version_reference(text: str) -> VersionReference:
    """Reads a reference where only a version will do."""
    reference = parse_reference(text)
    if isinstance(reference, AliasReference):
        raise InvalidInputError.because(
            f'model reference "{text}"',
            "is an alias: expected models://<name>/<version>",
            hint=f"transship models show {reference.name}@{reference.alias} says which version it points at",
        )
    return reference


def name_problems(name: str, where: str) -> list[Problem]:
    """What is wrong with the name of a model or alias; `where` says which of the two it is."""
    if re.fullmatch(NAME_PATTERN, name):
        return []
    return [Problem(where, f'expected {NAME_EXPECTED}, found "{name}"', _suggested(name))]


def version_problems(version: str, where: str = "version") -> list[Problem]:
    """What is wrong with a version."""
    if re.fullmatch(VERSION_PATTERN, version):
        return []
    suggestion = re.sub(r"[^a-z0-9.-]+", "-", version.lower())[:63].strip(".-")
    return [Problem(where, f'expected {VERSION_EXPECTED}, found "{version}"', suggestion)]


def version_order(version: str) -> tuple[tuple[bool, int, str], ...]:
    """A sort key that puts 10 after 9: runs of digits compare as numbers, and before anything else."""
    tokens = re.findall(r"\d+|\D+", version)
    return tuple((False, int(token), "") if token.isdecimal() else (True, 0, token) for token in tokens)


def _split(text: str) -> tuple[str, str, str]:
    """Cuts at the first `/` or `@`, whichever comes first."""
    found = re.search(r"[/@]", text)
    return (text[: found.start()], found.group(), text[found.end() :]) if found else (text, "", "")


def _suggested(name: str) -> str:
    """The nearest legal name, or nothing when no letter is left."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).lstrip("-0123456789")[:40].strip("-")
