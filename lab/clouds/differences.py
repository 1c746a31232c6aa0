"""What differs between two sets of inputs, property by property, and what of it replaces the resource."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from lab.clouds.values import Properties, Value

Kind = Literal["ADD", "DELETE", "UPDATE"]

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Difference:
    """One property that differs.

    Attributes:
        path: as the engine reads it: `tags["kubernetes.io/role"]`, `subnetIds[1]`.
        kind: whether it appeared, went away, or changed.
        place: the path without indices, by which replacements are named.
    """

    path: str
    kind: Kind
    place: tuple[str, ...]

    def replaces(self, paths: frozenset[str]) -> bool:
        """Whether it lies at or below one of these paths."""
        return any(self.place[: len(steps)] == steps for steps in (tuple(path.split(".")) for path in paths))


def differences(old: Properties, new: Properties) -> list[Difference]:
    """Everything that differs; an unknown differs from everything. Keys that begin with `__` are the provider's own."""
    return list(_between(cast("Value", _shown(old)), cast("Value", _shown(new)), "", ()))


def _shown(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if not key.startswith("__") and value is not None}


def _between(old: Value, new: Value, path: str, place: tuple[str, ...]) -> Iterator[Difference]:
    match old, new:
        case dict(), dict():
            for key in {**old, **new}:
                yield from _beside(old.get(key), new.get(key), path + _key(key, first=not path), (*place, key))
        case list(), list():
            for index in range(max(len(old), len(new))):
                yield from _beside(_nth(old, index), _nth(new, index), f"{path}[{index}]", place)
        case _ if old != new:
            yield Difference(path, "UPDATE", place)
        case _:
            pass


def _beside(old: Value, new: Value, path: str, place: tuple[str, ...]) -> Iterator[Difference]:
    """As `_between`, for members: one that is not there is None."""
    if old is None or new is None:
        if old is not new:
            yield Difference(path, "ADD" if old is None else "DELETE", place)
    else:
        yield from _between(old, new, path, place)


def _nth(values: list[Value], index: int) -> Value:
    return values[index] if index < len(values) else None


def _key(key: str, *, first: bool) -> str:
    if _PLAIN_KEY.fullmatch(key):
        return key if first else f".{key}"
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'["{escaped}"]'
