"""What a value may look like, in one form for all the sources that say it.

Three readers make shapes: of what Pulumi's own SDK declares, of botocore's service models, and of Google's discovery
documents. `checking.py` holds values against them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias


class Sort(Enum):
    """What a value is made of. The texts are how a failure names it."""

    TEXT = "a string"
    WHOLE = "a whole number"
    NUMBER = "a number"
    FLAG = "true or false"
    LIST = "a list"
    OBJECT = "an object with named members"
    MAP = "a mapping"
    ANY = "anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a value may look like.

    Attributes:
        sort: what it is made of.
        source: who says so, as its owner names it: `eks CreateNodegroup`.
        members: of an object, by name.
        required: the members that have to be there.
        item: of a list or mapping.
        choices: the only texts allowed; empty when any is.
        pattern: that a text matches as a whole; empty when any does.
        least: the smallest number, shortest text or fewest items.
        most: the greatest number, longest text or most items.
    """

    sort: Sort
    source: str = ""
    members: "Mapping[str, Later]" = field(default_factory=dict[str, "Later"])
    required: frozenset[str] = frozenset()
    item: "Later | None" = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    least: float | None = None
    most: float | None = None


Later: TypeAlias = Callable[[], Shape]
"""A shape that is read when it is asked for: models refer to themselves, and most of them is never looked at."""

ANYTHING = Shape(sort=Sort.ANY)
