"""The repository's own stacks: each plans offline, and what it plans is what was reviewed."""

import json

import pytest
from rich.console import Console

from components import targets
from tests.rigs.goldens import assert_golden
from transship.plan import stack as stacks
from transship.plan import tree
from transship.plan.capabilities import ask

NAMES = stacks.stack_names()
ENVIRONMENTS = sorted({name.split("-", 1)[1] for name in NAMES})


def test_there_are_stacks_for_every_target() -> None:
    assert {name.split("-", 1)[0] for name in NAMES} == targets.TARGETS.keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_stack_plans_as_it_was_reviewed(name: str) -> None:
    target, environment = name.split("-", 1)
    plan = stacks.plan_stack(name)
    wanted = stacks.read_stack_file(name)
    assert (plan.recording.outputs["target"], plan.recording.outputs["environment"]) == (target, environment)
    assert (wanted["target"], wanted["environment"]) == (target, environment)
    assert_golden(f"{environment}/{target}.json", stacks.as_json(plan) + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_can_be_read(name: str) -> None:
    console = Console(width=120, record=True, quiet=False)
    plan = stacks.plan_stack(name)
    with console.capture() as shown:
        console.print(tree.rendered(plan))
    text = shown.get()
    assert text.startswith(f"{name}  ")
    assert all(resource.name in text for resource in plan.recording.resources)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_target_answers_for_every_environment(environment: str) -> None:
    answers = ask(environment)
    assert answers.keys() == targets.TARGETS.keys()
    assert all(answer.needs for answer in answers.values())


def test_a_plan_as_json_holds_every_resource_once() -> None:
    plan = stacks.plan_stack(NAMES[0])
    urns = [resource["urn"] for resource in json.loads(stacks.as_json(plan))["resources"]]
    assert len(urns) == len(set(urns)) == len(plan.recording.resources)
