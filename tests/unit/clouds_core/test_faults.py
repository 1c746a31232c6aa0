"""A plan of what goes wrong is the same in every process, and ends."""

from pathlib import Path

import pytest

from lab.clouds.account import Account
from lab.clouds.faults import FaultKind, Faults, plan, planned, strikes

TOKEN = "gcp:container/cluster:Cluster"
URNS = [f"urn:pulumi:dev::tests::{TOKEN}::{number}" for number in range(400)]


@pytest.fixture
def account(tmp_path: Path) -> Account:
    """An empty account."""
    return Account.create(tmp_path / "account.db")


def test_nothing_goes_wrong_unless_it_is_planned(account: Account) -> None:
    assert not any(strikes(account, kind, "create", TOKEN, URNS[0]) for kind in FaultKind)


def test_a_plan_survives_its_way_through_the_account(account: Account) -> None:
    faults = Faults(kinds=(FaultKind.QUOTA,), seed=7, one_in=2, times=3, tokens=("gcp:*",), latency=0.5)
    plan(account, faults)
    assert planned(account) == faults


def test_a_call_fails_as_often_as_planned_and_then_succeeds(account: Account) -> None:
    plan(account, Faults(kinds=(FaultKind.THROTTLING,), one_in=1, times=2))
    struck = [strikes(account, FaultKind.THROTTLING, "create", TOKEN, URNS[0]) for _ in range(4)]
    assert struck == [True, True, False, False]


def test_the_seed_decides_to_whom(account: Account) -> None:
    chosen = {
        seed: {urn for urn in URNS if Faults(kinds=(FaultKind.QUOTA,), seed=seed).choose(FaultKind.QUOTA, TOKEN, urn)}
        for seed in (1, 2)
    }
    assert chosen[1] != chosen[2]
    assert all(60 < len(each) < 140 for each in chosen.values())


@pytest.mark.parametrize(("pattern", "expected"), [("gcp:*", True), ("*nodePool*", False)])
def test_only_the_named_types_are_struck(pattern: str, expected: bool) -> None:
    faults = Faults(kinds=(FaultKind.QUOTA,), one_in=1, tokens=(pattern,))
    assert faults.choose(FaultKind.QUOTA, TOKEN, URNS[0]) is expected
