"""The images do their work on a real node: a model is pulled, verified, served, and answers as the local one does."""

import json
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from obstore.store import S3Store

from lab.cluster import Lab
from lab.cluster.kubectl import Kubectl
from lab.demo.model import NAME, VERSION, Trained, request, train
from lab.demo.settings import object_store, registry_environment
from lab.images import build
from tests.lab.images.pods import namespace, serving_pod

pytestmark = pytest.mark.lab

NAMESPACE = "images"
READY_SECONDS = 120
CORRUPTED = b"not a model"
_REGISTRY = ("TRANSSHIP_REGISTRY", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def push(lab: Lab, trained: Trained, version: str) -> None:
    """Pushes the model with the command line, as anybody would."""
    transship = Path(sys.executable).parent / "transship"
    command = [str(transship), "models", "push", str(trained.folder), f"{NAME}/{version}"]
    subprocess.run(command, env=registry_environment(lab), check=True, timeout=60)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The demonstration's model."""
    return train(tmp_path_factory.mktemp("models") / NAME)


@pytest.fixture(scope="module")
def variables(lab: Lab, kubectl: Kubectl) -> dict[str, str]:
    """Where the registry is, as a pod is told; the namespace for such pods is there."""
    kubectl.apply([namespace(NAMESPACE)])
    kubectl.run("wait", f"--namespace={NAMESPACE}", "--for=create", "serviceaccount/default", "--timeout=30s")
    surroundings = registry_environment(lab)
    return {name: surroundings[name] for name in _REGISTRY}


@pytest.fixture(scope="module")
def url(lab: Lab, kubectl: Kubectl, trained: Trained, variables: dict[str, str]) -> str:
    """The address of a pod that serves the model: its server pinned by digest, its pull step named by tag."""
    push(lab, trained, VERSION)
    server, puller = build("mlserver").pinned, build("puller").reference
    pod = serving_pod(
        NAMESPACE, "served", version=VERSION, server=server, puller=puller, variables=variables, policy="IfNotPresent"
    )
    kubectl.apply([pod])
    where = f"--namespace={NAMESPACE}"
    kubectl.wait("condition=Ready", "pod/served", where, timeout_seconds=READY_SECONDS)
    address = kubectl.run("get", "pod", "served", where, "--output=jsonpath={.status.podIP}")
    return f"http://{address}:8080"


def test_the_served_model_answers_as_the_local_one(url: str, trained: Trained) -> None:
    reply = httpx.post(f"{url}/v2/models/{NAME}/infer", json=request(trained.rows))
    outputs = {output["name"]: output["data"] for output in reply.json()["outputs"]}
    assert outputs["label"] == list(trained.labels)
    assert outputs["probabilities"][1::2] == pytest.approx(trained.probabilities, abs=1e-5)


def test_it_tells_what_it_takes_and_gives(url: str) -> None:
    told = httpx.get(f"{url}/v2/models/{NAME}").json()
    assert [(each["name"], each["datatype"], each["shape"]) for each in told["inputs"]] == [
        ("features", "FP32", [-1, 30])
    ]
    assert [(each["name"], each["datatype"]) for each in told["outputs"]] == [
        ("label", "INT64"),
        ("probabilities", "FP32"),
    ]


@pytest.mark.parametrize(
    ("tensor", "reason"),
    [
        ({"name": "X", "shape": [1, 30], "datatype": "FP32", "data": [1.0] * 30}, "Required inputs (['features'])"),
        ({"name": "features", "shape": [1, 3], "datatype": "FP32", "data": [1.0] * 3}, "Got: 3 Expected: 30"),
        ({"name": "features", "shape": [1, 30], "datatype": "FP32", "data": [1.0] * 3}, "cannot reshape"),
        ({"name": "features", "shape": [1, 30], "datatype": "FP64", "data": [1.0] * 30}, "expected: (tensor(float))"),
    ],
)
def test_inputs_that_are_not_the_models_are_refused_with_the_reason(
    url: str, tensor: Mapping[str, object], reason: str
) -> None:
    reply = httpx.post(f"{url}/v2/models/{NAME}/infer", json={"inputs": [tensor]})
    assert reply.status_code == httpx.codes.BAD_REQUEST
    assert reason in reply.json()["error"]


def test_requests_are_counted_for_whoever_watches(url: str) -> None:
    metrics = httpx.get(url.replace(":8080", ":8082") + "/metrics").text
    assert f'model_infer_request_success_total{{model="{NAME}"' in metrics


def test_bytes_that_are_not_the_models_never_reach_the_server(
    lab: Lab, kubectl: Kubectl, trained: Trained, variables: dict[str, str]
) -> None:
    push(lab, trained, "2")
    corrupt(lab, "2")
    server, puller = build("mlserver").reference, build("puller").pinned
    pod = serving_pod(
        NAMESPACE, "corrupted", version="2", server=server, puller=puller, variables=variables, policy="Never"
    )
    kubectl.apply([pod])
    where = f"--namespace={NAMESPACE}"
    kubectl.wait("jsonpath={.status.phase}=Failed", "pod/corrupted", where, timeout_seconds=READY_SECONDS)
    said = kubectl.run("logs", "corrupted", where, "--container=pull")
    expected = sha256((trained.folder / "model.onnx").read_bytes()).hexdigest()
    assert f"model.onnx: expected sha256 {expected}, found {sha256(CORRUPTED).hexdigest()}" in said
    started = kubectl.run("get", "pod", "corrupted", where, "--output=jsonpath={.status.containerStatuses[0].started}")
    assert started == "false"


def corrupt(lab: Lab, version: str) -> None:
    """Replaces a version's model in the object store, behind the registry's back."""
    store = object_store(lab)
    bucket = S3Store(
        store.bucket,
        endpoint=store.endpoint,
        region=store.region,
        access_key_id=store.access_key_id,
        secret_access_key=store.secret_access_key,
        client_options={"allow_http": True},
    )
    folder = f"models/{NAME}/{version}"
    manifest = json.loads(bytes(bucket.get(f"{folder}/manifest.json").bytes()))
    bucket.put(f"{folder}/{manifest['content']}/model.onnx", CORRUPTED)
