"""Holds a resource's inputs against what Pulumi's SDK declares and what the vendor's own model demands, in one walk."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from components.errors import nearest
from lab.clouds.values import UNKNOWN, Value
from lab.clouds.vendor import Failure
from lab.clouds.vendors.shapes import Shape, Sort

_MOST_CHOICES_SHOWN = 12
_TAG_LIST = frozenset({"key", "value"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How Pulumi's property names become the vendor's.

    Attributes:
        renames: paths of properties without indices, to the member's name where it is not the same but for capitals
            and a plural; to nothing where the vendor's request has no such member.
        supplied: members that the provider fills in by itself when the program does not.
        elsewhere: paths of properties without indices that the provider puts into another request, to its shape.
    """

    renames: Mapping[str, str] = field(default_factory=dict[str, str])
    supplied: frozenset[str] = frozenset()
    elsewhere: Mapping[str, Shape] = field(default_factory=dict[str, Shape])

    def member(self, place: str, shape: Shape | None) -> str:
        """The member of an object that a property becomes; empty when there is none."""
        if shape is None:
            return ""
        if place in self.renames:
            return self.renames[place]
        wanted = _plain(place.rpartition(".")[2])
        return next((name for name in shape.members if _plain(name) == wanted), "")


def refusals(value: Value, declared: Shape, vendor: Shape | None, naming: Naming) -> Iterator[Failure]:
    """Everything that is wrong with a resource's inputs.

    Args:
        value: the inputs; what is UNKNOWN in them is skipped.
        declared: what Pulumi's SDK says of them.
        vendor: what the vendor says of its request; None where it says nothing.
        naming: between the two.
    """
    return _Walk(naming).value(value, declared, vendor, "", "")


@dataclass(frozen=True, slots=True)
class _Walk:
    naming: Naming

    def value(self, value: Value, declared: Shape, vendor: Shape | None, path: str, place: str) -> Iterator[Failure]:
        """One value. `path` has indices, for the reader; `place` has none, for the renames."""
        if value is UNKNOWN or value is None:
            return
        if not _fits(value, declared.sort):
            yield Failure(path, f"is {_shown(value)}, but has to be {declared.sort.value}")
            return
        match value:
            case dict() if declared.sort is Sort.OBJECT:
                yield from self._object(value, declared, _single(vendor), path, place)
            case dict():
                yield from self._mapping(value, declared, vendor, path, place)
            case list():
                yield from self._list(value, declared, vendor, path, place)
            case _:
                yield from _scalar(value, declared, path)
                yield from _scalar(value, vendor, path) if vendor and not declared.choices else ()

    def _object(
        self, value: dict[str, Value], declared: Shape, vendor: Shape | None, path: str, place: str
    ) -> Iterator[Failure]:
        for key, member in value.items():
            if key not in declared.members:
                yield Failure(_below(path, key), "there is no such property", nearest(key, declared.members))
                continue
            below = _below(place, key)
            yield from self.value(
                member, declared.members[key](), self._theirs(below, vendor), _below(path, key), below
            )
        yield from self._missing(value, declared, vendor, path, place)

    def _theirs(self, place: str, vendor: Shape | None) -> Shape | None:
        if place in self.naming.elsewhere:
            return self.naming.elsewhere[place]
        member = self.naming.member(place, vendor)
        return vendor.members[member]() if vendor and member else None

    def _missing(
        self, value: dict[str, Value], declared: Shape, vendor: Shape | None, path: str, place: str
    ) -> Iterator[Failure]:
        given = {key for key, member in value.items() if member is not None}
        for key in sorted(declared.required - given):
            yield Failure(_below(path, key), "is required, but is not there")
        if vendor is None:
            return
        properties = {self.naming.member(_below(place, key), vendor): key for key in declared.members}
        served = {self.naming.member(_below(place, key), vendor) for key in given}
        for member in sorted(vendor.required - served - self.naming.supplied):
            if member in properties and properties[member] not in declared.required:
                yield Failure(
                    _below(path, properties[member]), f"{vendor.source} requires {member}, but it is not there"
                )

    def _mapping(
        self, value: dict[str, Value], declared: Shape, vendor: Shape | None, path: str, place: str
    ) -> Iterator[Failure]:
        keys, values = _halves(vendor)
        yield from _size(len(value), vendor, path, "entries")
        for key, each in value.items():
            yield from _scalar(key, keys, f"{path}[{key!r}]") if keys else ()
            yield from self.value(each, _item(declared), values, f"{path}.{key}", place)

    def _list(
        self, value: list[Value], declared: Shape, vendor: Shape | None, path: str, place: str
    ) -> Iterator[Failure]:
        theirs = _item(vendor) if vendor and vendor.sort in {Sort.LIST, Sort.MAP} else vendor
        yield from _size(len(value), vendor if vendor and vendor.sort is Sort.LIST else None, path, "items")
        for index, each in enumerate(value):
            yield from self.value(each, _item(declared), theirs, f"{path}[{index}]", place)


def _fits(value: Value, sort: Sort) -> bool:
    match sort, value:
        case (Sort.ANY, _) | (Sort.TEXT, str()) | (Sort.FLAG, bool()) | (Sort.LIST, list()):
            return True
        case (Sort.OBJECT | Sort.MAP, dict()):
            return True
        case (Sort.WHOLE, int()) | (Sort.NUMBER, int() | float()):
            return not isinstance(value, bool)
        case _:
            return False


def _scalar(value: Value, shape: Shape | None, path: str) -> Iterator[Failure]:
    """A text or number against choices, pattern, length and range."""
    match value:
        case str() if shape:
            yield from _text(value, shape, path)
        case int() | float() if shape and not isinstance(value, bool) and shape.sort in {Sort.WHOLE, Sort.NUMBER}:
            yield from _bounds(value, shape, path, "is {found}")
        case _:
            return


def _text(value: str, shape: Shape, path: str) -> Iterator[Failure]:
    says = f" ({shape.source})" if shape.source else ""
    if shape.choices and value not in shape.choices:
        shown = (
            ", ".join(shape.choices) if len(shape.choices) <= _MOST_CHOICES_SHOWN else f"{len(shape.choices)} values"
        )
        yield Failure(path, f"is {value!r}, which is not among {shown}{says}", nearest(value, shape.choices))
    if shape.pattern and not _matches(shape.pattern, value):
        yield Failure(path, f"is {value!r}, which does not match {shape.pattern}{says}")
    if shape.sort is Sort.TEXT:
        yield from _bounds(len(value), shape, path, "has {found} characters")


def _size(found: int, shape: Shape | None, path: str, of: str) -> Iterator[Failure]:
    if shape:
        yield from _bounds(found, shape, path, "has {found} " + of)


def _bounds(found: float, shape: Shape, path: str, sentence: str) -> Iterator[Failure]:
    says = f" ({shape.source})" if shape.source else ""
    if shape.least is not None and found < shape.least:
        yield Failure(path, f"{sentence.format(found=found)}, but at least {shape.least:g} are needed{says}")
    if shape.most is not None and found > shape.most:
        yield Failure(path, f"{sentence.format(found=found)}, but at most {shape.most:g} are allowed{says}")


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    except re.error:  # written for another dialect, such as Java's character classes
        return True


def _item(shape: Shape) -> Shape:
    return shape.item() if shape.item else Shape(sort=Sort.ANY)


def _single(vendor: Shape | None) -> Shape | None:
    """Pulumi flattens a list that may hold one object into that object."""
    return _item(vendor) if vendor and vendor.sort is Sort.LIST else vendor


def _halves(vendor: Shape | None) -> tuple[Shape | None, Shape | None]:
    """What keys and values of a mapping have to be: of a mapping, or of a list of `Key` and `Value`."""
    if vendor is None:
        return None, None
    if vendor.sort is Sort.MAP:
        return vendor.members["key"]() if "key" in vendor.members else None, _item(vendor)
    members = {_plain(name): shape for name, shape in _item(vendor).members.items()}
    return (members["key"](), members["value"]()) if members.keys() >= _TAG_LIST else (None, None)


def _plain(name: str) -> str:
    """A name without what vendors and Terraform spell differently: capitals, underscores, a plural."""
    plain = name.replace("_", "").lower()
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    return plain.removesuffix("s")


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown(value: Value) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            return repr(value)
