"""Every type that a vendor's model covers: its tables name what exists, and its ids and outputs can be made."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from lab.clouds.vendors import MODULES, load
from lab.clouds.vendors.declared import declared
from lab.clouds.vendors.kinds import Kind
from lab.clouds.vendors.modelled import Modelled
from lab.clouds.vendors.shapes import Shape, Sort
from tests.rigs.pretended import Memory

FRESH = "0123456789abcdef0123456789abcdef"
CONFIGURATION: dict[str, Any] = {
    "aws": {"region": "eu-west-1", "allowedAccountIds": ["111122223333"]},
    "azure-native": {"subscriptionId": "11111111-2222-3333-4444-555555555555", "location": "westeurope"},
    "gcp": {"project": "models", "region": "europe-west4"},
}
SLOW = 10
"""Seconds above which a duration has to say where it is from."""


def vendors() -> Iterator[Modelled]:
    for name in MODULES:
        vendor = load(name)
        assert isinstance(vendor, Modelled)
        yield vendor


CASES = [pytest.param(vendor, kind, id=kind.token) for vendor in vendors() for kind in vendor.kinds]
every_kind = pytest.mark.parametrize(("vendor", "kind"), CASES)


def there(shape: Shape, path: str) -> bool:
    """Whether a path without indices leads to something that the SDK declares."""
    for step in path.split("."):
        while shape.sort is Sort.LIST and shape.item:
            shape = shape.item()
        if step not in shape.members:
            return False
        shape = shape.members[step]()
    return True


def sample(shape: Shape) -> dict[str, Any]:
    """A text for every input that is one, also inside the objects that are required."""
    members = {name: later() for name, later in shape.members.items()}
    texts = {name: name.lower() for name, member in members.items() if member.sort is Sort.TEXT}
    inside = {name: member for name, member in members.items() if member.sort is Sort.OBJECT and name in shape.required}
    return texts | {name: sample(member) for name, member in inside.items()}


@every_kind
def test_what_the_tables_name_is_declared(vendor: Modelled, kind: Kind) -> None:
    known = declared(vendor.package, kind.token)
    assert not kind.outputs.keys() - known.outputs
    assert not [path for path in kind.replaced_by if not there(known.shape, path)]
    assert not [path for path in kind.needs if not there(known.shape, path)]
    assert not [path for path in (*kind.renames, *kind.elsewhere) if not there(known.shape, path)]
    assert kind.name is None or kind.name.property in known.shape.members


@every_kind
def test_models_and_members_exist(vendor: Modelled, kind: Kind) -> None:
    for model in kind.elsewhere.values():
        assert vendor.model(model)
    if kind.model:
        shape = vendor.model(kind.model)
        top = {member for path, member in kind.renames.items() if "." not in path and member}
        assert not top - shape.members.keys()


@every_kind
def test_an_id_and_outputs_can_be_made_and_are_always_the_same(vendor: Modelled, kind: Kind) -> None:
    configuration, inputs = CONFIGURATION[vendor.name], sample(declared(vendor.package, kind.token).shape)
    ids = {vendor.identity(kind.token, inputs, configuration, FRESH) for _ in range(2)}
    assert len(ids) == 1
    (identity,) = ids
    assert identity
    assert "{" not in identity
    first, second = (vendor.outputs(kind.token, identity, inputs, configuration, Memory()) for _ in range(2))
    assert first == second
    assert {name for name, output in kind.outputs.items() if not callable(output)} <= first.keys()


@every_kind
def test_long_durations_say_where_they_are_from(vendor: Modelled, kind: Kind) -> None:
    seconds = vendor.seconds(kind.token)
    assert seconds.create > 0
    assert seconds.create <= SLOW or str(date(2026, 11, 21)) in seconds.source


@every_kind
def test_something_replaces_every_type_that_has_a_name(vendor: Modelled, kind: Kind) -> None:
    rule = vendor.auto_name(kind.token)
    assert rule is None or rule.property in vendor.replaced_by(kind.token)


@pytest.mark.parametrize("vendor", [*vendors()], ids=lambda vendor: vendor.name)
def test_an_unknown_type_or_function_is_refused_with_the_nearest(vendor: Modelled) -> None:
    known = next(iter(vendor.tokens()))
    with pytest.raises(
        LookupError, match=rf"the stand-in for {vendor.name} does not know the type .*; the nearest it knows is"
    ):
        vendor.failures(f"{known}s", {}, Memory())
    with pytest.raises(LookupError, match=r"does not know the function"):
        vendor.invoke(f"{vendor.name}:nowhere:getNothing", {}, {}, Memory())
