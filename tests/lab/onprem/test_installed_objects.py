"""The object store that is installed where there is none, on a real node with a real volume."""

import socket
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import obstore
import pytest
from obstore.exceptions import AlreadyExistsError, PermissionDeniedError
from obstore.store import S3Store

from components.errors import OperationError
from lab.cluster import Lab
from lab.cluster.kubectl import Kubectl, kubectl_of
from lab.images import build
from lab.project import Project
from tests.engine.programs import project_of
from tests.rigs.labs import running_lab

pytestmark = [pytest.mark.engine, pytest.mark.lab]

NAME = "objects-tests"
STACK = "tried"
NAMESPACE = "transship-tried-objects"
STORAGE_CLASS = "by-hand"
KEY_ID, KEY = "tester", "a key for tests"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab whose node has the server's image."""
    with running_lab(NAME, "real", with_images=["objects"]) as up:
        yield up


@pytest.fixture(scope="module")
def kubectl(lab: Lab) -> Kubectl:
    return kubectl_of(lab.clusters[0])


@pytest.fixture(scope="module")
def volume(kubectl: Kubectl, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the node, offered as a volume; storage is bound when a pod first asks for it."""
    folder = tmp_path_factory.mktemp("volume")
    anywhere = {"matchExpressions": [{"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}]}
    manifests = [
        {
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": {"name": STORAGE_CLASS},
            "provisioner": "kubernetes.io/no-provisioner",
            "volumeBindingMode": "WaitForFirstConsumer",
        },
        {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": {"name": "objects"},
            "spec": {
                "capacity": {"storage": "1Gi"},
                "accessModes": ["ReadWriteOnce"],
                "storageClassName": STORAGE_CLASS,
                "local": {"path": str(folder)},
                "nodeAffinity": {"required": {"nodeSelectorTerms": [anywhere]}},
            },
        },
    ]
    kubectl.apply(manifests)
    return folder


@pytest.fixture(scope="module")
def installed(lab: Lab, volume: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The program in `tests/engine/registry`, deployed: the engine waited until the server was ready."""
    project = project_of("registry", tmp_path_factory.mktemp("project"))
    project.run("stack", "select", "--create", STACK)
    plain = {
        "kubeconfig": str(lab.clusters[0].kubeconfig),
        "storage_class": STORAGE_CLASS,
        "image": build("objects").reference,
    }
    for name, value in plain.items():
        project.run("config", "set", name, value, "--stack", STACK)
    for name, value in {"objects_access_key_id": KEY_ID, "objects_secret_access_key": KEY}.items():
        project.run("config", "set", "--secret", name, "--stack", STACK, stdin=value)
    project.up(STACK)
    yield project
    project.destroy(STACK)


@contextmanager
def reached(kubectl: Kubectl) -> Generator[str]:
    """The store's address on this machine, the way the guide says to reach it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    where = [f"--kubeconfig={kubectl.kubeconfig}", f"--namespace={NAMESPACE}"]
    command = [str(kubectl.program), *where, "port-forward", "service/objects", f"{port}:7070"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as forwarding:
        try:
            assert forwarding.stdout is not None
            assert forwarding.stdout.readline().startswith("Forwarding from")
            yield f"http://127.0.0.1:{port}"
        finally:
            forwarding.terminate()


def store(address: str, key: str = KEY) -> S3Store:
    return S3Store(
        "models",
        endpoint=address,
        access_key_id=KEY_ID,
        secret_access_key=key,
        region="us-east-1",
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
    )


@pytest.mark.usefixtures("installed")
def test_the_bucket_is_there_versions_stay_as_they_are_and_strangers_are_refused(kubectl: Kubectl) -> None:
    with reached(kubectl) as address:
        ours = store(address)
        obstore.put(ours, "fraud/1/manifest.json", b"first", mode="create")
        with pytest.raises(AlreadyExistsError):
            obstore.put(ours, "fraud/1/manifest.json", b"second", mode="create")
        with pytest.raises(PermissionDeniedError):
            obstore.get(store(address, key="guessed"), "fraud/1/manifest.json")
        assert bytes(obstore.get(ours, "fraud/1/manifest.json").bytes()) == b"first"


@pytest.mark.usefixtures("installed")
def test_models_outlive_the_pod(kubectl: Kubectl) -> None:
    with reached(kubectl) as address:
        obstore.put(store(address), "fraud/2/model.onnx", b"weights" * 100_000)
    kubectl.run("-n", NAMESPACE, "delete", "pod", "objects-0", "--wait=true")
    kubectl.run("-n", NAMESPACE, "rollout", "status", "statefulset/objects", "--timeout=60s")
    with reached(kubectl) as address:
        assert bytes(obstore.get(store(address), "fraud/2/model.onnx").bytes()) == b"weights" * 100_000


@pytest.mark.usefixtures("installed")
def test_a_pod_that_may_do_more_is_refused_beside_it(kubectl: Kubectl) -> None:
    with pytest.raises(OperationError) as raised:
        kubectl.run("-n", NAMESPACE, "run", "intruder", "--image=registry.example.com/any", "--privileged")
    assert 'violates PodSecurity "restricted:latest"' in str(raised.value)


def test_the_same_program_again_changes_nothing(installed: Project) -> None:
    assert installed.preview(STACK).none


def test_the_key_is_nowhere_in_clear(installed: Project) -> None:
    files = [file for file in installed.folder.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if KEY.encode() in file.read_bytes()] == []
