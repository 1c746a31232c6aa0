"""A recording holds what the program registered, and nothing that should stay hidden."""

import pulumi
import pytest

from transship.plan.recorder import SECRET, Recording, record


class Thing(pulumi.CustomResource):
    """A resource of no cloud in particular."""

    def __init__(self, name: str, properties: dict[str, object], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Thing", name, properties, opts)


class Box(pulumi.ComponentResource):
    """A component with one child."""

    def __init__(self, name: str) -> None:
        super().__init__("test:index:Box", name, {"size": 2})
        Thing(f"{name}-thing", {"count": 3.0}, pulumi.ResourceOptions(parent=self, ignore_changes=["count"]))


HUSH = "a very particular word"


def recorded() -> Recording:
    def program() -> None:
        Box("box")
        hidden = pulumi.Output.secret(HUSH)
        loose = Thing("loose", {"password": hidden, "nested": {"inner": hidden}})
        pulumi.export("plain", {"id": loose.urn, "half": 0.5})
        pulumi.export("hidden", [hidden])

    return record(program)


def test_parents_options_and_whole_numbers_are_kept() -> None:
    recording = recorded()
    box = recording.one("test:index:Box", "box")
    (thing,) = recording.children(box.urn)
    assert (box.custom, box.inputs) == (False, {"size": 2})
    assert (thing.inputs, thing.ignored) == ({"count": 3}, ("count",))
    assert {resource.name for resource in recording.children("")} == {"box", "loose"}


def test_secrets_are_hidden_in_inputs_and_outputs() -> None:
    recording = recorded()
    assert HUSH not in repr(recording)
    assert recording.one("test:index:Thing", "loose").inputs["password"] == SECRET
    assert recording.outputs["hidden"] == [SECRET]
    assert recording.outputs["plain"]["half"] == 0.5


def test_two_recordings_know_nothing_of_each_other() -> None:
    assert recorded() == recorded()


def test_what_an_apply_creates_is_recorded() -> None:
    def program() -> None:
        pulumi.Output.from_input("late").apply(lambda name: Thing(name, {}))

    assert [resource.name for resource in record(program).resources] == ["late"]


def test_what_the_program_raises_comes_out() -> None:
    def program() -> None:
        message = "no"
        raise ValueError(message)

    with pytest.raises(ValueError, match="no"):
        record(program)


def test_asking_for_what_is_not_there_lists_what_is() -> None:
    with pytest.raises(LookupError, match="there are: loose"):
        Recording(tuple(r for r in recorded().resources if r.name == "loose")).one("test:index:Thing", "lose")
