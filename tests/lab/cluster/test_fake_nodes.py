"""A cluster whose nodes are pretended: real scheduling, real objects, and pods that become ready without running."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from components.errors import OperationError
from lab.cluster import Lab
from lab.cluster.journal import folder_of
from lab.cluster.kubectl import Kubectl, kubectl_of
from tests.lab.cluster import traces
from tests.lab.cluster.rig import Footprint, run, until
from tests.rigs.labs import running_lab

pytestmark = pytest.mark.lab

NAME = "same-name"
OPTIONS = ("--nodes", "fake", "--cpu-nodes", "1", "--gpu-nodes", "0")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with running_lab(NAME, "fake", cpu_nodes=2, gpu_nodes=2) as up:
        yield up


@pytest.fixture(scope="module")
def kubectl(lab: Lab) -> Kubectl:
    return kubectl_of(lab.clusters[0])


def test_a_deployment_becomes_available(kubectl: Kubectl) -> None:
    labels = {"app": "model"}
    spec = {
        "replicas": 3,
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "x", "image": "any"}]}},
    }
    kubectl.apply([{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "model"}, "spec": spec}])
    kubectl.wait("condition=Available", "deployment/model", timeout_seconds=30)
    nodes = kubectl.run("get", "pods", "--selector=app=model", "--output=jsonpath={.items[*].spec.nodeName}")
    assert set(nodes.split()) <= {"cpu-0", "cpu-1"}


def test_more_gpus_than_there_are_keep_a_pod_waiting(kubectl: Kubectl) -> None:
    tolerations = [{"key": "nvidia.com/gpu", "operator": "Exists"}]
    for name, count in (("fits", "8"), ("waits", "1000")):
        container = {"name": "x", "image": "any", "resources": {"limits": {"nvidia.com/gpu": count}}}
        spec = {"containers": [container], "tolerations": tolerations}
        kubectl.apply([{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}])
    kubectl.wait("condition=Ready", "pod/fits", timeout_seconds=30)
    kubectl.wait("condition=PodScheduled=False", "pod/waits", timeout_seconds=30)
    assert kubectl.run("get", "pod", "fits", "--output=jsonpath={.spec.nodeName}") == "gpu-1"


def test_the_rules_of_a_cluster_are_kept(kubectl: Kubectl) -> None:
    enforced = {"pod-security.kubernetes.io/enforce": "restricted"}
    kubectl.apply([{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "strict", "labels": enforced}}])
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "lax", "namespace": "strict"}}
    with pytest.raises(OperationError, match="violates PodSecurity"):
        kubectl.apply([{**pod, "spec": {"containers": [{"name": "x", "image": "any"}]}}])


def test_objects_of_every_installed_kind_can_be_made(kubectl: Kubectl) -> None:
    selector = {"matchLabels": {"app": "model"}}
    triggers = [{"type": "cpu", "metadata": {"value": "60"}}]
    kubectl.apply(
        [
            _custom(
                "gateway.networking.k8s.io/v1",
                "HTTPRoute",
                {"parentRefs": [{"name": "gateway"}], "rules": [{"backendRefs": [{"name": "model", "port": 80}]}]},
            ),
            _custom("keda.sh/v1alpha1", "ScaledObject", {"scaleTargetRef": {"name": "model"}, "triggers": triggers}),
            _custom("monitoring.coreos.com/v1", "ServiceMonitor", {"selector": selector, "endpoints": []}),
            _custom("monitoring.coreos.com/v1", "PodMonitor", {"selector": selector, "podMetricsEndpoints": []}),
            _custom("monitoring.coreos.com/v1", "PrometheusRule", {"groups": []}),
            _custom("monitoring.coreos.com/v1", "Probe", {"prober": {"url": "x"}}),
            _custom("monitoring.coreos.com/v1alpha1", "AlertmanagerConfig", {"receivers": [{"name": "nobody"}]}),
        ]
    )


def test_the_object_store_keeps_objects_and_lets_in_nobody_else(lab: Lab) -> None:
    assert lab.objects is not None
    obstore.put(_store(lab, lab.objects.secret_access_key), "fraud/7/model.onnx", b"weights")
    assert obstore.get(_store(lab, lab.objects.secret_access_key), "fraud/7/model.onnx").bytes() == b"weights"
    with pytest.raises(obstore.exceptions.BaseError):
        obstore.get(_store(lab, "another secret"), "fraud/7/model.onnx")


def test_status_says_where_everything_is(lab: Lab) -> None:
    told = run("status", "--name", NAME, "--json")
    assert told.returncode == 0
    status = json.loads(told.stdout)
    assert status["state"] == "up"
    assert lab.objects is not None
    assert status["lab"]["objects"]["secret_access_key"] == lab.objects.secret_access_key
    assert status["lab"]["clusters"][0]["kubeconfig"] == str(lab.clusters[0].kubeconfig)
    assert all(server["running"] and server["resident_mib"] > 0 for server in status["servers"])
    assert lab.objects.secret_access_key not in run("status", "--name", NAME).stdout
    assert run("kubeconfig", "--name", NAME).stdout.strip() == str(lab.clusters[0].kubeconfig)


def test_secrets_are_the_owners_alone(lab: Lab) -> None:
    assert lab.objects is not None
    secret = lab.objects.secret_access_key.encode()
    holding = [path for path in folder_of(NAME).rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert [path.name for path in holding] == ["lab.json"]
    assert {path.stat().st_mode & 0o077 for path in (*holding, lab.clusters[0].kubeconfig)} == {0}
    assert not any(secret in path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline"))


def test_nothing_listens_on_the_machine_itself(lab: Lab) -> None:
    """Ports on every address or on loopback would be in the way of others."""
    for port in (2379, 6443, 9000):
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with socket.socket(family) as attempt:
                assert attempt.connect_ex((address, port)) != 0, port
    assert lab.clusters[0].namespace is not None


def test_a_lab_of_the_same_name_elsewhere_is_another(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, here = traces.machine_rules(), Footprint.of(NAME)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert run("up", "--name", NAME, *OPTIONS).returncode == 0
    there = Footprint.of(NAME)
    assert not set(here.labels) & set(there.labels)
    assert traces.machine_rules() == rules
    assert run("down", "--name", NAME).returncode == 0
    assert there.traces() == []
    assert traces.machine_rules() == rules
    monkeypatch.undo()
    kubectl_of(lab.clusters[0]).run("get", "--raw=/readyz")


def test_a_users_own_cluster_gets_what_it_lacks_and_loses_just_that(lab: Lab, kubectl: Kubectl, name: str) -> None:
    kubectl.run("delete", "crd", "scaledobjects.keda.sh")
    before = kubectl.names("crd")
    own = ("--name", name, "--kubeconfig", str(lab.clusters[0].kubeconfig))
    assert run("up", *own, "--install-definitions").returncode == 0
    assert kubectl.names("crd") == before | {"scaledobjects.keda.sh"}
    assert run("up", *own, "--install-definitions").returncode == 0
    assert run("down", "--name", name).returncode == 0
    until(lambda: kubectl.names("crd") == before)


def test_without_root_there_are_fake_nodes_on_loopback(name: str) -> None:
    as_somebody = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    up_without = run("up", "--name", name, "--cpu-nodes", "1", "--gpu-nodes", "0", before=as_somebody)
    assert up_without.returncode == 0, up_without.stderr
    assert "this machine cannot be a real node; the lab gets fake nodes" in up_without.stderr
    assert "it takes Linux and root" in up_without.stderr
    assert "https://127.0.0.1:" in up_without.stdout
    footprint = Footprint.of(name)
    assert footprint.traces() != []
    assert run("down", "--name", name, before=as_somebody).returncode == 0
    assert footprint.traces() == []


def _custom(api_version: str, kind: str, spec: dict[str, object]) -> dict[str, object]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": kind.lower()}, "spec": spec}


def _store(lab: Lab, secret: str) -> S3Store:
    assert lab.objects is not None
    return S3Store(
        lab.objects.bucket,
        endpoint=lab.objects.endpoint,
        region=lab.objects.region,
        access_key_id=lab.objects.access_key_id,
        secret_access_key=secret,
        client_options={"allow_http": True},
        virtual_hosted_style_request=False,
    )
