"""Turns raw data into specifications, or into every problem with it: path, found, expected, hint.

The types are plain dataclasses (see `components/specs.py`); pydantic checks them, this module speaks to the user.
"""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails

from components.errors import InvalidInputError, Problem, nearest

T = TypeVar("T")
Path = Sequence[int | str]

UNITS = {
    "gib": "a number of GiB",
    "usd": "an amount in US dollars",
    "percent": "a percentage",
    "seconds": "a number of seconds",
    "minutes": "a number of minutes",
    "days": "a number of days",
    "milliseconds": "a number of milliseconds",
}
EXPECTED = {
    "string_pattern_mismatch": "lower-case letters, digits and dashes, a letter first, at most 40 characters",
    "dataclass_type": "a mapping of keys to values",
    "dict_type": "a mapping of keys to values",
    "tuple_type": "a list",
    "string_type": "text",
    "int_from_float": "a whole number",
}


@cache
def adapter(type_: type[T]) -> TypeAdapter[T]:
    """What validates and describes a type; nested dataclasses refuse unknown keys and carry their docstrings."""
    # A dataclass hands its configuration down to the ones inside it, so only the outermost needs one.
    return TypeAdapter(with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))(type_))


def validated(type_: type[T], raw: object, title: str, prefix: str = "") -> T:
    """The raw data as an instance of the type.

    Args:
        type_: a dataclass of plain values.
        raw: what was read.
        title: what is being read, for the head of the message.
        prefix: the path of `raw` inside it.

    Raises:
        InvalidInputError: with every problem at once.
    """
    try:
        return adapter(type_).validate_python(raw)
    except ValidationError as error:
        every = error.errors(include_url=False)
        raise InvalidInputError(title, [_problem(type_, each, prefix) for each in _causes(every)]) from None


def path_text(path: Path, prefix: str = "") -> str:
    """A path as the user would write it: `pools[1].requires.vcpu`."""
    text = prefix
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _causes(every: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without the lists that only look too short because their items are wrong, which is said at the items."""
    paths = [each["loc"] for each in every]

    def follows(each: ErrorDetails) -> bool:
        own = each["loc"]
        return each["type"] == "too_short" and any(len(path) > len(own) and path[: len(own)] == own for path in paths)

    return [each for each in every if not follows(each)]


def _problem(type_: type, details: ErrorDetails, prefix: str) -> Problem:
    path, found, kind = details["loc"], details["input"], details["type"]
    where = path_text(path, prefix)
    context = details.get("ctx", {})
    match kind:
        case "missing":
            return Problem(where, f"required, and missing{_unit_expected(path)}")
        case "unexpected_keyword_argument":
            known = _field_names(_type_at(type_, path[:-1]))
            return Problem(path_text(path[:-1], prefix), f'unknown key "{path[-1]}"', nearest(str(path[-1]), known))
        case "enum":
            choices = _choices(_type_at(type_, path))
            return Problem(where, f'"{found}" is not known', nearest(str(found), choices) or ", ".join(choices))
        case "value_error":
            return Problem(where, str(context["error"]))
        case "too_short":
            return Problem(where, f"expected at least {context['min_length']}, found {context['actual_length']}")
        case _:
            return _wrong_value(where, path, details)


def _wrong_value(where: str, path: Path, details: ErrorDetails) -> Problem:
    """A value of the wrong kind or size: says the unit where the key's name has one, and the number that was meant."""
    found, kind = details["input"], details["type"]
    said = details["msg"].removeprefix("Input should be ").split(", unable")[0]
    digits = re.match(r"\d+", found) if isinstance(found, str) and "parsing" in kind else None
    expected = (_unit(path) if digits else None) or EXPECTED.get(kind, said)
    return Problem(where, f"expected {expected}, found {_shown(found)}", f"write {digits[0]}" if digits else "")


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _unit(path: Path) -> str | None:
    return UNITS.get(str(path[-1]).rsplit("_", 1)[-1]) if path else None


def _unit_expected(path: Path) -> str:
    unit = _unit(path)
    return f"; expected {unit}" if unit else ""


def _field_names(type_: Any) -> list[str]:
    return [field.name for field in fields(type_)] if is_dataclass(type_) else []


def _choices(type_: Any) -> list[str]:
    return [str(member.value) for member in type_] if isinstance(type_, type) and issubclass(type_, Enum) else []


def _type_at(type_: Any, path: Path) -> Any:
    """The dataclass or enum that stands at a path: through lists, mappings, optional values and annotations."""
    for step in path:
        type_ = _inside(_bare(type_), step)
    return _bare(type_)


def _inside(type_: Any, step: int | str) -> Any:
    if is_dataclass(type_):
        return get_type_hints(type_).get(str(step))
    inner = [each for each in get_args(type_) if each is not ...]
    return inner[-1] if inner else None


def _bare(type_: Any) -> Any:
    """The type that is left of an optional one: `Pool` of `Pool | None`."""
    if get_origin(type_) not in (Union, UnionType):
        return type_
    return next(each for each in get_args(type_) if each is not NoneType)
