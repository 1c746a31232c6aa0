"""What serving means to a real API server: every object is accepted, pods are let in, and replicas are left alone."""

import json
from collections.abc import Iterator

import pytest

from components.errors import OperationError
from lab.cluster import Lab
from lab.cluster.kubectl import Kubectl
from lab.engine import obtain
from lab.project import Project
from tests.engine.programs import project_of
from transship.plan.recorder import Inputs

pytestmark = pytest.mark.engine

NAME = "serving-tests"
STACK = "serving"
NAMESPACE = "transship-serving"
RUNTIMES = {"fraud-mlserver", "fraud-tensorflow-serving", "fraud-custom", "assistant-vllm", "assistant-triton"}


@pytest.fixture(scope="module")
def project(lab: Lab, kubectl: Kubectl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Every runtime, deployed; nothing is left of it afterwards."""
    kubectl.apply_files([obtain(["envoy-gateway-crds"])["envoy-gateway-crds"].path])
    made = project_of("serving", tmp_path_factory.mktemp("serving"))
    made.run("stack", "select", "--create", STACK)
    made.run("config", "set", "kubeconfig", str(lab.clusters[0].kubeconfig), "--stack", STACK)
    made.up(STACK)
    yield made
    made.destroy(STACK)
    assert NAMESPACE not in kubectl.names("namespaces")


def got(kubectl: Kubectl, *what: str) -> Inputs:
    """One object, or a list of them, of the serving namespace."""
    return json.loads(kubectl.run("-n", NAMESPACE, "get", *what, "-o", "json"))


@pytest.mark.usefixtures("project")
def test_pods_of_every_runtime_are_let_in_and_find_their_nodes(kubectl: Kubectl) -> None:
    deployments = got(kubectl, "deployments")["items"]
    assert {each["metadata"]["name"] for each in deployments} == RUNTIMES
    for each in deployments:
        assert each["status"]["readyReplicas"] == each["spec"]["replicas"], each["metadata"]["name"]
    pods = got(kubectl, "pods", "--selector=transship.dev/model=assistant")["items"]
    devices = {
        each["metadata"]["labels"]["transship.dev/variant"]: each["spec"]["containers"][0]["resources"]["limits"]
        for each in pods
    }
    assert devices["vllm"]["nvidia.com/gpu"] == "2"
    assert {kubectl_node(kubectl, each["spec"]["nodeName"]) for each in pods} == {"hopper"}


def kubectl_node(kubectl: Kubectl, name: str) -> str:
    """The family of a node's accelerators."""
    found = json.loads(kubectl.run("get", "node", name, "-o", "json"))
    return found["metadata"]["labels"]["nvidia.com/gpu.family"]


@pytest.mark.usefixtures("project")
def test_a_pod_that_is_not_restricted_is_refused(kubectl: Kubectl) -> None:
    (pod, *_) = got(kubectl, "pods")["items"]
    loose = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "loose", "namespace": NAMESPACE},
        "spec": {"containers": [{"name": "server", "image": pod["spec"]["containers"][0]["image"]}]},
    }
    with pytest.raises(OperationError) as raised:
        kubectl.run("create", "-f", "-", stdin=json.dumps(loose))
    assert 'violates PodSecurity "restricted:latest"' in str(raised.value)


@pytest.mark.usefixtures("project")
def test_routes_autoscalers_and_what_wakes_are_accepted_as_they_were_meant(kubectl: Kubectl) -> None:
    rule = got(kubectl, "httproute", "fraud")["spec"]["rules"][0]
    assert [each["weight"] for each in rule["backendRefs"]] == [90, 10, 0]
    mirror = rule["filters"][1]["requestMirror"]
    assert (mirror["backendRef"]["name"], mirror["percent"]) == ("fraud-custom", 5)
    assert got(kubectl, "hpa", "fraud-mlserver")["spec"]["maxReplicas"] == 4
    scaled = got(kubectl, "scaledobject", "fraud-tensorflow-serving")["spec"]
    assert (scaled["minReplicaCount"], len(scaled["triggers"])) == (0, 2)
    assert got(kubectl, "backendtrafficpolicy", "fraud")["spec"]["routingType"] == "Service"
    assert got(kubectl, "podmonitor", "fraud")["spec"]["namespaceSelector"] == {"any": True}


def test_the_same_program_again_changes_nothing(project: Project) -> None:
    assert project.preview(STACK).none


def test_replicas_that_an_autoscaler_chose_are_left_alone(project: Project, kubectl: Kubectl) -> None:
    kubectl.run("-n", NAMESPACE, "scale", "deployment", "fraud-mlserver", "--replicas=3")
    kubectl.run("-n", NAMESPACE, "scale", "deployment", "fraud-tensorflow-serving", "--replicas=0")
    assert project.preview(STACK, "--refresh").none
    project.up(STACK, "--refresh")
    assert got(kubectl, "deployment", "fraud-mlserver")["spec"]["replicas"] == 3
    assert got(kubectl, "deployment", "fraud-tensorflow-serving")["spec"]["replicas"] == 0


def test_a_new_version_replaces_pods_and_leaves_chosen_replicas_alone(project: Project, kubectl: Kubectl) -> None:
    project.run("config", "set", "version", "2", "--stack", STACK)
    project.up(STACK)
    deployment = got(kubectl, "deployment", "fraud-mlserver")
    assert deployment["status"]["updatedReplicas"] == deployment["spec"]["replicas"]
    pods = got(kubectl, "pods", "--selector=transship.dev/variant=mlserver,transship.dev/version=2")["items"]
    assert pods[0]["spec"]["initContainers"][0]["args"][0] == "models://fraud/2"
