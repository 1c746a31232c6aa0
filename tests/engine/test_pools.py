"""What a pool means to a real API server and a real scheduler: labels, taints, quota and priority."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from components.errors import OperationError
from lab.cluster import Lab
from lab.cluster.kubectl import Kubectl
from lab.project import Project
from tests.engine.programs import project_of

pytestmark = pytest.mark.engine

STACK = "pools"
NAMESPACE = "transship-pools"
NAMED, SHARED = "cpu-0", "cpu-1"
OURS = {"transship.dev/pool": "named", "transship.dev/environment": STACK}
TAINT = {"key": "example.com/reserved", "value": "models", "effect": "NoSchedule"}
PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def project(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that runs the program in `tests/engine/pools`, nothing deployed."""
    made = project_of("pools", tmp_path_factory.mktemp("pools"))
    add(made, lab, STACK)
    return made


def add(project: Project, lab: Lab, stack: str) -> None:
    project.run("stack", "select", "--create", stack)
    for key, value in {"kubeconfig": str(lab.clusters[0].kubeconfig), "named": NAMED, "shared": SHARED}.items():
        project.run("config", "set", key, value, "--stack", stack)


@pytest.fixture(scope="module")
def deployed(project: Project, kubectl: Kubectl) -> Iterator[dict[str, Any]]:
    """The pools, deployed; what the named node was like before, and is again afterwards."""
    before = node(kubectl)
    project.up(STACK)
    yield before
    project.destroy(STACK)
    assert node(kubectl) == before


def node(kubectl: Kubectl) -> dict[str, Any]:
    """The labels and taints of the named node."""
    found = json.loads(kubectl.run("get", "node", NAMED, "-o", "json"))
    return {"labels": found["metadata"]["labels"], "taints": found["spec"].get("taints", [])}


def pod(pool: str, name: str, cpu: int) -> dict[str, Any]:
    """A pod of a pool that Pod Security lets into the serving namespace."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": NAMESPACE},
        "spec": {
            "priorityClassName": f"transship-pools-{pool}",
            "nodeSelector": {"kubernetes.io/hostname": SHARED},
            "tolerations": [{"operator": "Exists"}],
            "terminationGracePeriodSeconds": 0,
            "securityContext": {"runAsNonRoot": True, "runAsUser": 65532, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [
                {
                    "name": "server",
                    "image": "registry.example.com/server:test",
                    "resources": {"requests": {"cpu": str(cpu), "memory": "1Gi"}},
                    "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
                }
            ],
        },
    }


@pytest.fixture
def create(kubectl: Kubectl, deployed: dict[str, Any]) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Creates an object; removes every pod of the namespace afterwards."""

    def made(manifest: dict[str, Any]) -> None:
        kubectl.run("create", "-f", "-", stdin=json.dumps(manifest))

    yield made
    kubectl.run("-n", NAMESPACE, "delete", "pods", "--all", "--wait=true")


def names(kubectl: Kubectl, phase: str) -> set[str]:
    said = kubectl.run("-n", NAMESPACE, "get", "pods", f"--field-selector=status.phase={phase}", "-o", "json")
    return {item["metadata"]["name"] for item in json.loads(said)["items"]}


def eventually(check: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if check():
            return True
        time.sleep(0.2)
    return False


def test_labels_and_taints_land_on_the_named_node_and_leave_the_rest_alone(
    kubectl: Kubectl, deployed: dict[str, Any]
) -> None:
    found = node(kubectl)
    assert found["labels"] == {**deployed["labels"], **OURS}
    assert found["taints"] == [TAINT]


@pytest.mark.usefixtures("deployed")
def test_raw_arguments_reach_the_cluster(kubectl: Kubectl) -> None:
    annotation = kubectl.run("get", "namespace", NAMESPACE, r"-o=jsonpath={.metadata.annotations.example\.com/owner}")
    assert annotation == "tests"


def test_the_same_program_again_changes_nothing(project: Project, deployed: dict[str, Any]) -> None:
    assert project.preview(STACK).none


@pytest.mark.usefixtures("deployed")
def test_a_node_of_one_pool_is_refused_to_another(project: Project, lab: Lab, kubectl: Kubectl) -> None:
    add(project, lab, "rival")
    try:
        with pytest.raises(OperationError) as raised:
            project.up("rival")
        assert "transship-pools-named" in str(raised.value)
        assert node(kubectl)["labels"]["transship.dev/environment"] == STACK
    finally:
        project.destroy("rival")
    assert node(kubectl)["labels"].items() >= OURS.items()


def test_the_quota_refuses_the_pod_above_it(create: Callable[[dict[str, Any]], None]) -> None:
    create(pod("steady", "fits", cpu=16))
    with pytest.raises(OperationError) as raised:
        create(pod("steady", "too-much", cpu=1))
    assert "exceeded quota: pool-steady, requested: requests.cpu=1, used: requests.cpu=16" in str(raised.value)


def test_a_pools_quota_binds_its_own_pods_only(create: Callable[[dict[str, Any]], None]) -> None:
    create(pod("steady", "full", cpu=16))
    create(pod("spot", "other", cpu=16))


def test_spot_pods_make_room_for_steady_ones(create: Callable[[dict[str, Any]], None], kubectl: Kubectl) -> None:
    create(pod("spot", "cheap", cpu=12))
    assert eventually(lambda: names(kubectl, "Running") == {"cheap"})
    create(pod("steady", "dear", cpu=12))
    assert eventually(lambda: names(kubectl, "Running") == {"dear"})


def test_spot_pods_take_nobodys_place(create: Callable[[dict[str, Any]], None], kubectl: Kubectl) -> None:
    create(pod("steady", "dear", cpu=12))
    assert eventually(lambda: names(kubectl, "Running") == {"dear"})
    create(pod("spot", "cheap", cpu=12))
    unschedulable = "{.status.conditions[?(@.type=='PodScheduled')].reason}"
    assert eventually(
        lambda: (
            kubectl.run("-n", NAMESPACE, "get", "pod", "cheap", "-o", f"jsonpath={unschedulable}") == "Unschedulable"
        )
    )
    assert names(kubectl, "Running") == {"dear"}


@pytest.mark.usefixtures("deployed")
def test_a_pool_may_change_its_capacity(project: Project, kubectl: Kubectl) -> None:
    """The API server keeps a priority class as it is, so a new one takes its name."""
    project.run("config", "set", "capacity", "on-demand", "--stack", STACK)
    project.up(STACK)
    assert kubectl.run("get", "priorityclass", "transship-pools-spot", "-o", "jsonpath={.value}") == "1000"
    project.run("config", "rm", "capacity", "--stack", STACK)
    project.up(STACK)
    assert kubectl.run("get", "priorityclass", "transship-pools-spot", "-o", "jsonpath={.value}") == "-10"
