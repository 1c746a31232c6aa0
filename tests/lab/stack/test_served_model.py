"""A model that a stack serves on a real node: it answers, and goes on answering after what happens at night."""

import json
import subprocess
from hashlib import sha256

import obstore
import pytest
from obstore.store import S3Store

from lab.cluster import Lab
from lab.cluster.kubectl import Kubectl
from lab.demo import settings
from lab.demo.model import NAME, VERSION, Trained
from lab.demo.prediction import ask, compared
from tests.lab.stack.conftest import TRANSSHIP

pytestmark = [pytest.mark.engine, pytest.mark.lab]

WHERE = "--namespace=transship-demo"
DEPLOYMENT = "deployment/tumours-live"
PODS = "--selector=transship.dev/model=tumours"
PATIENCE_SECONDS = 120
NOT_A_MODEL = b"not a model"
"""Shorter than the model: it has to be refused by its hash or its size, before any server reads it."""


def assert_answers(lab: Lab, url: str, trained: Trained) -> None:
    answers = ask(lab.clusters[0], url, NAME, trained.rows)
    assert compared(answers, trained.labels).startswith(f"{len(trained.rows)} of {len(trained.rows)} answers")


def models(lab: Lab, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRANSSHIP, "models", *arguments],
        env=settings.registry_environment(lab),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def wait_until_available(kubectl: Kubectl) -> None:
    kubectl.wait("condition=Available", DEPLOYMENT, WHERE, timeout_seconds=PATIENCE_SECONDS)


def test_the_service_answers_as_the_local_model_does(lab: Lab, url: str, trained: Trained) -> None:
    assert_answers(lab, url, trained)


def test_it_answers_again_after_its_pod_was_killed(lab: Lab, url: str, trained: Trained, kubectl: Kubectl) -> None:
    kubectl.run("delete", "pod", WHERE, PODS, "--grace-period=0", "--force")
    kubectl.wait("condition=Available=false", DEPLOYMENT, WHERE, timeout_seconds=PATIENCE_SECONDS)
    wait_until_available(kubectl)
    assert_answers(lab, url, trained)


def test_it_answers_again_after_its_node_was_drained(lab: Lab, url: str, trained: Trained, kubectl: Kubectl) -> None:
    """There is one node: while it is drained the pod has nowhere to be, and says so; then it comes back."""
    (node,) = lab.clusters[0].node_names
    kubectl.run("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=60s", timeout_seconds=70)
    kubectl.wait("condition=PodScheduled=false", "pod", WHERE, PODS, timeout_seconds=PATIENCE_SECONDS)
    kubectl.run("uncordon", node)
    wait_until_available(kubectl)
    assert_answers(lab, url, trained)


def test_a_corrupted_artifact_never_starts_a_server(lab: Lab, url: str, trained: Trained, kubectl: Kubectl) -> None:
    """The pod's log and `models verify` both name the file and the two hashes; with the bytes back, it serves."""
    store = settings.object_store(lab)
    bucket = S3Store(
        store.bucket,
        endpoint=store.endpoint,
        region=store.region,
        access_key_id=store.access_key_id,
        secret_access_key=store.secret_access_key,
        client_options={"allow_http": True},
    )
    shown = json.loads(models(lab, "show", f"{NAME}/{VERSION}", "--json").stdout)
    path = f"{shown['location'].removeprefix(store.url)}/model.onnx"
    whole = bytes(obstore.get(bucket, path).bytes())
    obstore.put(bucket, path, NOT_A_MODEL)

    kubectl.run("delete", "pod", WHERE, PODS, "--grace-period=0", "--force")
    waiting = "jsonpath={.items[0].status.initContainerStatuses[0].lastState.terminated.exitCode}"
    kubectl.run("wait", "pod", WHERE, PODS, "--for=jsonpath={.status.initContainerStatuses[0].restartCount}=1")
    assert kubectl.run("get", "pod", WHERE, PODS, f"--output={waiting}") == "1"
    said = kubectl.run("logs", WHERE, PODS, "--container=pull", "--tail=-1", "--previous")
    verified = models(lab, "verify", f"{NAME}/{VERSION}")
    assert verified.returncode == 1
    for told in (said, verified.stdout + verified.stderr):
        assert "model.onnx" in told
        assert sha256(whole).hexdigest() in told
        assert sha256(NOT_A_MODEL).hexdigest() in told
    started = "jsonpath={.items[0].status.containerStatuses[0].state.waiting.reason}"
    assert kubectl.run("get", "pod", WHERE, PODS, f"--output={started}") == "PodInitializing"

    obstore.put(bucket, path, whole)
    wait_until_available(kubectl)
    assert_answers(lab, url, trained)
