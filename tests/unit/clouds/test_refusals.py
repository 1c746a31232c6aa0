"""What each cloud refuses and accepts: by its own model, and by the rules that no model holds."""

from typing import Any

import pytest

from lab.clouds.vendors import load
from tests.rigs.pretended import Memory, unknown_one_by_one
from tests.rigs.refusals import aws, azure, google

EMPTY = Memory()
CASES = [*aws.CASES, *azure.CASES, *google.CASES]
ACCEPTED = [*aws.ACCEPTED, *azure.ACCEPTED, *google.ACCEPTED]


@pytest.mark.parametrize(("token", "good", "change", "path", "reason"), CASES)
def test_what_is_refused(token: str, good: dict[str, Any], change: dict[str, Any], path: str, reason: str) -> None:
    found = load(token.partition(":")[0]).failures(token, {**good, **change}, EMPTY)
    assert [failure.property for failure in found] == [path]
    assert reason in found[0].reason


@pytest.mark.parametrize(("token", "inputs"), ACCEPTED)
def test_what_is_accepted_also_while_some_of_it_is_unknown(token: str, inputs: dict[str, Any]) -> None:
    for each in (inputs, *unknown_one_by_one(inputs)):
        assert load(token.partition(":")[0]).failures(token, each, EMPTY) == []
