"""The command's side of a rehearsal: what is asked for, and how the answer is told."""

import json
from io import StringIO
from typing import cast

import pytest
from rich.console import Console

from components.errors import InvalidInputError, NotFoundError
from lab.clouds.faults import FaultKind
from lab.clouds.rehearsal.report import Creation, Phase, Report
from transship import rehearsing
from transship.cli.rehearse_report import rendered

CLUSTER = Creation(token="aws:eks/cluster:Cluster", name="cluster", id="prod", real_seconds=600, source="a page")
REPORT = Report(
    stack="aws-prod",
    phases=[
        Phase(name="up", seconds=9.04, expected="everything created", counts={"create": 2}, refusals=["Rate exceeded"]),
        Phase(name="preview", seconds=3, expected="nothing left to do", problem="expected no change, found 1 update"),
    ],
    created=[CLUSTER],
    critical_path=[CLUSTER],
    failures=["cluster: vpcConfig.subnetIds: too few"],
)


def test_a_rehearsal_needs_something_to_rehearse() -> None:
    with pytest.raises(InvalidInputError, match="no stack is named"):
        rehearsing.ordered([], "", [], keep=False)


def test_an_unknown_fault_is_told_with_the_nearest() -> None:
    with pytest.raises(InvalidInputError) as raised:
        rehearsing.ordered(["onprem-demo"], "", ["throtling"], keep=False)
    assert raised.value.problems[0].hint == "throttling"


def test_an_unknown_stack_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="onprem-demo"):
        rehearsing.ordered(["onprem-dema"], "", [], keep=False)


def test_an_order_names_every_secret_once_and_no_stack_twice() -> None:
    (order,) = rehearsing.ordered(["onprem-demo", "onprem-demo"], "", ["quota"], keep=True)
    assert order.faults == (FaultKind.QUOTA,)
    assert order.keep
    assert "objects_access_key_id" in order.secrets


def test_a_report_says_what_is_wrong_and_what_it_would_take() -> None:
    console = Console(width=160, file=StringIO())
    console.print(rendered([REPORT]))
    said = cast("StringIO", console.file).getvalue()
    for expected in (
        "9.0 s",
        "2 create",
        "expected no change, found 1 update",
        "refused on the way (up): Rate exceeded",
        "would have failed: cluster: vpcConfig.subnetIds: too few",
        "in the real cloud about 10 min",
        "left behind: nothing",
    ):
        assert expected in said


def test_json_holds_the_whole_report() -> None:
    (told,) = json.loads(rehearsing.as_json([REPORT]))
    assert told["phases"][1]["problem"] == "expected no change, found 1 update"
    assert told["critical_path"][0]["real_seconds"] == 600


def test_a_problem_or_a_leftover_fails_a_rehearsal() -> None:
    good = REPORT.phases[:1]
    assert Report(stack="a", phases=good).succeeded
    assert not Report(stack="a", phases=REPORT.phases).succeeded
    assert not Report(stack="a", phases=good, left_behind=["aws:ec2/vpc:Vpc vpc-1"]).succeeded
