"""What a pretended cloud and a real API server have to do with each other: nodes, load balancers, releases."""

import json

import pytest

from lab.clouds import nodes
from lab.clouds.account import Account
from lab.clouds.kubernetes import sides
from lab.clouds.kubernetes.releases import TOKEN as RELEASE
from lab.cluster.kubectl import Kubectl
from lab.project import Project
from tests.engine.clouds.conftest import STACK
from tests.engine.clouds.small import SUBNET

pytestmark = pytest.mark.engine


def labelled(kubectl: Kubectl) -> list[str]:
    """The names of the pool's nodes."""
    return kubectl.run("get", "nodes", "--selector=pool=cpu", "--output=jsonpath={.items[*].metadata.name}").split()


def test_nodes_balancers_and_releases_come_and_go(project: Project, account: Account, kubectl: Kubectl) -> None:
    account.set(nodes.KUBECONFIG, str(kubectl.kubeconfig))
    account.set(nodes.KUBECTL, str(kubectl.program))
    account.set(sides.VENDOR, "aws")
    project.run("config", "set", "inside", "true", "--stack", STACK)
    project.up(STACK)

    assert len(labelled(kubectl)) == 1
    service = json.loads(kubectl.run("get", "service", "door", "--output=json"))
    assert service["status"]["loadBalancer"]["ingress"]
    assert len(account.resources(RELEASE)) == 1
    made_by_the_cloud = {each.id for each in account.resources() if not each.urn}
    assert made_by_the_cloud
    subnet, _ = account.resources(SUBNET)
    assert made_by_the_cloud & set(account.users(subnet))
    assert project.preview(STACK, "--refresh").none

    project.destroy(STACK)
    assert account.resources() == []
    assert labelled(kubectl) == []
    assert "door" not in kubectl.names("services")
