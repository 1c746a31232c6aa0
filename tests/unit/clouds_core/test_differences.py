"""What differs, where, and what of it replaces."""

import pytest

from lab.clouds.differences import differences
from lab.clouds.values import UNKNOWN, Value

TABLE: list[tuple[dict[str, Value], dict[str, Value], dict[str, str], str]] = [
    ({"a": 1}, {"a": 1}, {}, "the same"),
    ({"a": 1}, {"a": 2}, {"a": "UPDATE"}, "a value"),
    ({}, {"a": 1}, {"a": "ADD"}, "something new"),
    ({"a": 1}, {}, {"a": "DELETE"}, "something gone"),
    ({"a": None}, {}, {}, "nothing is nothing"),
    ({"a": {"b": 1, "c": 1}}, {"a": {"b": 2, "c": 1}}, {"a.b": "UPDATE"}, "below"),
    ({"a": [1, 2]}, {"a": [1, 3, 4]}, {"a[1]": "UPDATE", "a[2]": "ADD"}, "in a list"),
    ({"a": {"x.y/z": 1}}, {"a": {"x.y/z": 2}}, {'a["x.y/z"]': "UPDATE"}, "keys that are no words"),
    ({"a": "x"}, {"a": UNKNOWN}, {"a": "UPDATE"}, "not known yet"),
    ({"__defaults": []}, {"__defaults": ["name"]}, {}, "the provider's own notes"),
    ({"a": {"b": 1}}, {"a": [1]}, {"a": "UPDATE"}, "another kind"),
]


@pytest.mark.parametrize(("old", "new", "expected", "reason"), TABLE)
def test_differences(old: dict[str, Value], new: dict[str, Value], expected: dict[str, str], reason: str) -> None:
    assert {each.path: each.kind for each in differences(old, new)} == expected, reason


@pytest.mark.parametrize(
    ("paths", "replaces"),
    [({"vpcConfig.subnetIds"}, True), ({"vpcConfig"}, True), ({"vpcConfig.subnet"}, False), ({"name"}, False)],
)
def test_a_path_replaces_with_all_below_it(paths: set[str], replaces: bool) -> None:
    old: dict[str, Value] = {"vpcConfig": {"subnetIds": ["a"]}}
    new: dict[str, Value] = {"vpcConfig": {"subnetIds": ["b"]}}
    (found,) = differences(old, new)
    assert found.replaces(frozenset(paths)) is replaces
