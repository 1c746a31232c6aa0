"""The values that properties hold: JSON's, and one more for what a preview does not know yet."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Final, TypeAlias, cast


class Unknown(Enum):
    """What a property holds at preview when something that does not exist yet will decide it."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN

Value: TypeAlias = "bool | int | float | str | Unknown | list[Value] | dict[str, Value] | None"
"""Whole numbers are int: the engine sends every number as a float, and they are narrowed where they come in."""

Properties: TypeAlias = Mapping[str, Value]
"""Inputs or outputs of a resource, spelt as in Pulumi's own state: `cidrBlock`, never `cidr_block`."""


def at(properties: Properties, path: str) -> Value:
    """What stands at a path such as `vpcConfig.subnetIds[0]`; None when nothing does, UNKNOWN below an unknown."""
    found: Value = cast("Value", properties)
    for step in steps(path):
        if found is UNKNOWN:
            return UNKNOWN
        match found, step:
            case dict(), str():
                found = found.get(step)
            case list(), int() if step < len(found):
                found = found[step]
            case _:
                return None
    return found


def steps(path: str) -> Iterator[str | int]:
    """The keys and indices of a path, in order."""
    for part in path.replace("[", ".[").split("."):
        if part:
            yield int(part[1:-1]) if part.startswith("[") else part


def mapped(value: Value, change: Callable[[Value], Value]) -> Value:
    """The value with every leaf changed."""
    match value:
        case dict():
            return {key: mapped(each, change) for key, each in value.items()}
        case list():
            return [mapped(each, change) for each in value]
        case _:
            return change(value)


def leaves(value: Value) -> Iterator[Value]:
    """Everything in a value that is neither a list nor an object."""
    match value:
        case dict():
            for each in value.values():
                yield from leaves(each)
        case list():
            for each in value:
                yield from leaves(each)
        case _:
            yield value
