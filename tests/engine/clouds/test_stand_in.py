"""The stand-ins' own promises, on the real engine, with a cloud small enough to know by heart."""

import json
import subprocess
import time

import pytest

from components.errors import OperationError
from lab.clouds.account import Account
from lab.clouds.faults import FaultKind, Faults, plan
from lab.clouds.recovery import recover
from lab.clouds.vendor import Reference, Standing
from lab.project import Project
from tests.engine.clouds.conftest import STACK
from tests.engine.clouds.small import BUCKET, CLUSTER, POOL, SUBNET, VPC

pytestmark = pytest.mark.engine

EVERYTHING = {VPC, SUBNET, BUCKET, CLUSTER, POOL}


def configure(project: Project, key: str, value: str) -> None:
    project.run("config", "set", key, value, "--stack", STACK)


def test_a_stack_comes_up_stays_changes_and_drifts(project: Project, account: Account) -> None:
    """One story, for each chapter needs the one before."""
    assert project.preview(STACK).counts == {"create": 8}
    assert account.resources() == []

    assert project.up(STACK).counts == {"create": 8}
    assert {each.token for each in account.resources()} == EVERYTHING
    (cluster,) = account.resources(CLUSTER)
    outputs = project.outputs(STACK)
    assert outputs["arn"] == f"arn:{cluster.id}"
    assert outputs["caller"] == "123456789012"
    assert project.preview(STACK, "--refresh").none

    configure(project, "most", "5")
    assert project.up(STACK).counts == {"same": 7, "update": 1}

    account.drift("pool", "scalingConfig.maxSize", 9)
    account.drift("pool", "scalingConfig.desiredSize", 4)
    assert project.up(STACK, "--refresh").counts == {"same": 7, "update": 1}
    assert account.resources(POOL)[0].inputs["scalingConfig"] == {"minSize": 0, "maxSize": 5, "desiredSize": 1}

    account.remove("pool")
    assert project.up(STACK, "--refresh").counts == {"same": 7, "create": 1}

    configure(project, "cidr", "10.0.0.0/15")
    assert project.up(STACK).counts == {"same": 3, "replace": 5}
    assert len(account.resources()) == len(EVERYTHING) + 1


def test_what_somebody_still_needs_is_not_deleted(project: Project, account: Account) -> None:
    project.up(STACK)
    (network,) = account.resources(VPC)
    foreign = Standing(token=SUBNET, id="subnet-of-somebody", urn="", name="", inputs={}, outputs={})
    account.add(foreign, (), [Reference(network.id, VPC)])
    with pytest.raises(OperationError, match=f"IN_USE: {network.id} subnet-of-somebody"):
        project.destroy(STACK)
    assert {each.id for each in account.resources()} == {network.id, "subnet-of-somebody"}
    account.remove("subnet-of-somebody")


def test_secrets_stay_secret(project: Project) -> None:
    project.up(STACK)
    exported = project.run("stack", "export", "--stack", STACK)
    assert "hush" not in exported
    resources = json.loads(exported)["deployment"]["resources"]
    (bucket,) = (each for each in resources if each["type"] == BUCKET)
    assert "ciphertext" in bucket["outputs"]["token"]
    assert "ciphertext" in bucket["inputs"]["tags"]["Key"]


def test_what_the_cloud_would_refuse_is_refused_at_preview(project: Project, account: Account) -> None:
    configure(project, "most", "1000")
    with pytest.raises(OperationError) as raised:
        project.preview(STACK)
    assert "found 1000; hint: at most 100" in str(raised.value)
    assert account.resources() == []


def test_each_fault_costs_another_try_and_orphans_nothing(project: Project, account: Account) -> None:
    plan(account, Faults(kinds=tuple(FaultKind), one_in=1, tokens=(POOL,)))
    for expected in ("THROTTLED: pool", "QUOTA: pool", "NOT_FOUND: pool", "HALF_CREATED: pool"):
        with pytest.raises(OperationError, match=expected):
            project.up(STACK)
    assert [each.id for each in account.resources(POOL)] == ["pool"]
    # What was created half is finished by an update, which has a throttled call of its own.
    with pytest.raises(OperationError, match="THROTTLED: pool"):
        project.up(STACK)
    assert project.up(STACK).counts == {"same": 7, "update": 1}
    with pytest.raises(OperationError, match="THROTTLED: pool"):
        project.destroy(STACK)


def test_an_up_that_was_killed_is_finished_by_the_next(project: Project, account: Account) -> None:
    """Killed while the cluster is being created: the cloud has it, the engine's state does not."""
    plan(account, Faults(latency=1.0))
    command = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--stack", STACK]
    running = subprocess.Popen(command, cwd=project.folder, env=dict(project.environment), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not account.resources(CLUSTER) and time.monotonic() < deadline:
        time.sleep(0.05)
    project.end(running)
    (cluster,) = account.resources(CLUSTER)
    plan(account, Faults())

    assert recover(project, STACK, account) == [cluster.urn]
    project.up(STACK)
    assert [each.id for each in account.resources(CLUSTER)] == [cluster.id]
    assert project.preview(STACK, "--refresh").none
