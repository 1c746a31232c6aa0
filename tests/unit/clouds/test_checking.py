"""One walk over inputs holds them against what the SDK declares and what the vendor's model demands."""

import pytest

from lab.clouds.values import UNKNOWN, Value
from lab.clouds.vendors.checking import Naming, refusals
from lab.clouds.vendors.shapes import Shape, Sort

TEXT = Shape(sort=Sort.TEXT)
WHOLE = Shape(sort=Sort.WHOLE)
DECLARED = Shape(
    sort=Sort.OBJECT,
    members={
        "name": lambda: TEXT,
        "kind": lambda: TEXT,
        "size": lambda: WHOLE,
        "tags": lambda: Shape(sort=Sort.MAP, item=lambda: TEXT),
        "rules": lambda: Shape(sort=Sort.LIST, item=lambda: RULE),
        "block": lambda: RULE,
        "note": lambda: TEXT,
    },
    required=frozenset({"name"}),
)
RULE = Shape(sort=Sort.OBJECT, members={"port": lambda: WHOLE}, required=frozenset({"port"}))
TAG = Shape(
    sort=Sort.OBJECT,
    members={"Key": lambda: Shape(sort=Sort.TEXT, most=4), "Value": lambda: Shape(sort=Sort.TEXT, pattern="[a-z]+")},
)
PORT = Shape(sort=Sort.OBJECT, members={"Port": lambda: Shape(sort=Sort.WHOLE, least=1, most=9)})
VENDOR = Shape(
    sort=Sort.OBJECT,
    source="shop CreateThing",
    members={
        "ThingName": lambda: Shape(sort=Sort.TEXT, least=3),
        "Kind": lambda: Shape(sort=Sort.TEXT, choices=("BIG", "SMALL")),
        "Tags": lambda: Shape(sort=Sort.LIST, most=2, item=lambda: TAG),
        "Rule": lambda: Shape(sort=Sort.LIST, item=lambda: PORT),
        "Block": lambda: Shape(sort=Sort.LIST, item=lambda: PORT),
    },
    required=frozenset({"ThingName", "Kind", "Token"}),
)
NAMING = Naming(renames={"name": "ThingName"})
GOOD: dict[str, Value] = {"name": "one", "kind": "BIG"}

CASES: list[tuple[dict[str, Value], str, str, str]] = [
    ({"nmae": "x"}, "nmae", "there is no such property", "a name that the SDK does not declare"),
    ({"name": None}, "name", "is required", "the SDK requires it"),
    ({"name": "ab"}, "name", "has 2 characters, but at least 3", "a length of the vendor's, under its own name"),
    ({"name": 7}, "name", "has to be a string", "another kind of value"),
    ({"size": True}, "size", "has to be a whole number", "true is not a number"),
    ({"size": 1.5}, "size", "has to be a whole number", "a fraction"),
    ({"kind": "HUGE"}, "kind", "is 'HUGE', which is not among BIG, SMALL", "an enumeration"),
    ({"kind": None}, "kind", "shop CreateThing requires Kind", "the vendor requires what the SDK does not"),
    ({"tags": {"toolong": "x"}}, "tags['toolong']", "has 7 characters", "a mapping becomes a list of keys and values"),
    ({"tags": {"a": "1"}}, "tags.a", "does not match [a-z]+", "the value of a tag"),
    ({"tags": {"a": "x", "b": "x", "c": "x"}}, "tags", "has 3 entries, but at most 2", "how many tags there are"),
    ({"rules": [{"port": 1}, {"port": 10}]}, "rules[1].port", "is 10, but at most 9", "a plural is the same name"),
    ({"rules": [{}]}, "rules[0].port", "is required", "inside a list"),
    ({"block": {"port": 0}}, "block.port", "is 0, but at least 1", "a list of one is flattened"),
]


@pytest.mark.parametrize(("changed", "path", "reason", "why"), CASES)
def test_what_is_wrong_is_said_where_it_is(changed: dict[str, Value], path: str, reason: str, why: str) -> None:
    found = list(refusals({**GOOD, **changed}, DECLARED, VENDOR, NAMING))
    assert [failure.property for failure in found] == [path], why
    assert reason in found[0].reason, why


def test_everything_is_said_at_once() -> None:
    wrong: dict[str, Value] = {"kind": "HUGE", "size": "x", "rules": [{"prot": 1}]}
    paths = {failure.property for failure in refusals(wrong, DECLARED, VENDOR, NAMING)}
    assert paths == {"name", "kind", "size", "rules[0].prot", "rules[0].port"}


def test_the_nearest_name_and_value_are_offered() -> None:
    wrong: dict[str, Value] = {**GOOD, "kind": "BIGG", "siez": 1}
    hints = {failure.property: failure.hint for failure in refusals(wrong, DECLARED, VENDOR, NAMING)}
    assert hints["kind"] == "BIG"
    assert hints["siez"].startswith("size")


@pytest.mark.parametrize("place", ["name", "kind", "size", "tags", "rules", "block"])
def test_what_a_preview_does_not_know_is_skipped(place: str) -> None:
    assert not list(refusals({**GOOD, place: UNKNOWN}, DECLARED, VENDOR, NAMING))


def test_what_the_provider_supplies_is_not_asked_for() -> None:
    naming = Naming(renames={"name": "ThingName"}, supplied=frozenset({"Kind"}))
    assert not list(refusals({"name": "one"}, DECLARED, VENDOR, naming))


def test_a_property_may_go_into_another_request() -> None:
    naming = Naming(renames={"name": "ThingName"}, elsewhere={"note": Shape(sort=Sort.TEXT, most=2)})
    (failure,) = refusals({**GOOD, "note": "abc"}, DECLARED, VENDOR, naming)
    assert failure.property == "note"
