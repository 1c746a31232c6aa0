"""Names fit what Azure allows, are the same on every run, and never meet."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.naming import NAME_PATTERN
from providers.azure.names import SPOT_ROLE, Names, agent_pool_name

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
OTHER = "00000000-0000-0000-0000-000000000009"
NAMES = some.from_regex(NAME_PATTERN, fullmatch=True)


def names(environment: str = "prod", region: str = "eastus", subscription: str = SUBSCRIPTION) -> Names:
    return Names(environment=environment, region=region, subscription_id=subscription)


@given(environment=NAMES)
def test_worldwide_names_are_legal(environment: str) -> None:
    made = names(environment)
    assert re.fullmatch(r"[a-z][a-z0-9]{2,23}", made.storage)
    assert re.fullmatch(r"[a-z][a-z0-9]{2,23}", made.replica_storage)
    assert re.fullmatch(r"[a-z][a-z0-9]{4,49}", made.registry)
    assert re.fullmatch(r"[a-z][a-z0-9-]{1,22}[a-z0-9]", made.vault)
    assert len(made.group) <= 60


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (names("dev"), "another environment"),
        (names(region="westeurope"), "another region"),
        (names(subscription=OTHER), "another subscription"),
    ],
)
def test_worldwide_names_are_told_apart(other: Names, reason: str) -> None:
    assert names().storage != other.storage, reason
    assert names().registry != other.registry, reason
    assert names().storage != names().replica_storage


@given(pool=NAMES, role=some.sampled_from(["", SPOT_ROLE]))
def test_agent_pools_have_legal_names(pool: str, role: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]{0,11}", agent_pool_name(pool, role))
    assert agent_pool_name(pool, role) != "system"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("gpu-80", ""), ("gpu80", ""), "dashes are not allowed on Azure"),
        (("cpu", ""), ("cpu", SPOT_ROLE), "two groups of one pool"),
        (("a-very-long-name-indeed", ""), ("a-very-long-name-ended", ""), "cut where they are the same"),
    ],
)
def test_agent_pools_stay_two(one: tuple[str, str], other: tuple[str, str], reason: str) -> None:
    assert agent_pool_name(*one) != agent_pool_name(*other), reason


def test_a_short_name_stays_as_it_is() -> None:
    assert agent_pool_name("cpu") == "cpu"
