"""Every stack of every cloud is planned on its pretended cloud: each type is known, nothing is refused."""

import pytest

from lab.clouds.vendors.kinds import texts_at
from tests.rigs.pretended import PLUGINS, Pretended
from transship.plan.stack import plan_stack, stack_names

OF_THE_CLOUD = "arn:aws:iam::aws:policy/"
"""What is AWS's own, and in every account."""

STACKS = [name for name in stack_names() if name.partition("-")[0] in PLUGINS]


def test_there_are_stacks_of_every_cloud() -> None:
    assert {name.partition("-")[0] for name in STACKS} == set(PLUGINS)


@pytest.mark.parametrize("name", STACKS)
def test_a_stack_asks_for_nothing_that_its_cloud_would_refuse(name: str) -> None:
    cloud = Pretended.of(name.partition("-")[0])
    plan_stack(name, answers=cloud)
    assert cloud.refused == []
    assert any("luster" in each.token for each in cloud.existing.standing)


@pytest.mark.parametrize("name", STACKS)
def test_what_a_stack_refers_to_is_there(name: str) -> None:
    """By id, ARN, self link or name: what is not found guards no order of deletion."""
    cloud = Pretended.of(name.partition("-")[0])
    plan_stack(name, answers=cloud)
    # EKS makes a group of its own for each cluster.
    theirs = {
        id_ for each in cloud.existing.standing for id_ in texts_at(each.outputs, "vpcConfig.clusterSecurityGroupId")
    }
    missing = [
        (standing.name, reference)
        for standing in cloud.existing.standing
        for reference in cloud.vendor.references(standing.token, standing.inputs)
        if not cloud.existing.find(reference.token, reference.identifier)
        and reference.identifier not in theirs
        and not reference.identifier.startswith(OF_THE_CLOUD)
    ]
    assert missing == []
