"""Every stack of every cloud is planned on its pretended cloud: each type is known, nothing is refused."""

import pytest

from lab.clouds.vendors.kinds import texts_at
from tests.rigs.pretended import PLUGINS, Pretended
from transship.plan.stack import plan_stack, stack_names

OF_THE_CLOUD = "arn:aws:iam::aws:policy/"
"""What is AWS's own, and in every account."""

STACKS = [name for name in stack_names() if name.partition("-")[0] in PLUGINS]


@pytest.fixture(scope="module", params=STACKS)
def cloud(request: pytest.FixtureRequest) -> Pretended:
    """A cloud that a stack was planned on."""
    name: str = request.param
    cloud = Pretended.of(name.partition("-")[0])
    plan_stack(name, answers=cloud)
    return cloud


def test_there_are_stacks_of_every_cloud() -> None:
    assert {name.partition("-")[0] for name in STACKS} == set(PLUGINS)


def test_a_stack_asks_for_nothing_that_its_cloud_would_refuse(cloud: Pretended) -> None:
    assert cloud.refused == []
    assert any(each.token.endswith("luster") for each in cloud.existing.standing)


def test_what_a_stack_refers_to_is_there(cloud: Pretended) -> None:
    """By id, ARN, self link or name: what is not found guards no order of deletion."""
    # EKS makes a group of its own for each cluster.
    groups = (texts_at(each.outputs, "vpcConfig.clusterSecurityGroupId") for each in cloud.existing.standing)
    theirs = {group for found in groups for group in found}
    missing = [
        (standing.name, reference)
        for standing in cloud.existing.standing
        for reference in cloud.vendor.references(standing.token, standing.inputs)
        if not cloud.existing.find(reference.token, reference.identifier)
        and reference.identifier not in theirs
        and not reference.identifier.startswith(OF_THE_CLOUD)
    ]
    assert missing == []
