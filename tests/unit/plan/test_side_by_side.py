"""Several stacks at once: as each alone, in the order asked for, and one that fails stops no other."""

import json

import pytest

from components.errors import NotFoundError
from transship.plan import stack as stacks
from transship.plan.side_by_side import plan_stacks, stacks_of


def test_each_plan_is_what_it_is_alone_and_a_failure_stays_its_own() -> None:
    names = ["onprem-prod", "onprem-none", "onprem-dev"]
    outcomes = list(plan_stacks(names, as_json=True, width=80))
    assert [outcome.name for outcome in outcomes] == names
    assert outcomes[0].text == stacks.as_json(stacks.plan_stack("onprem-prod"))
    assert "there is no such file" in outcomes[1].problem
    assert json.loads(outcomes[2].text)["stack"] == "onprem-dev"


def test_an_environment_names_its_stack_on_every_target() -> None:
    names = stacks_of("prod")
    assert "onprem-prod" in names
    assert {name.partition("-")[2] for name in names} == {"prod"}


def test_an_environment_without_stacks_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="prod"):
        stacks_of("prud")
