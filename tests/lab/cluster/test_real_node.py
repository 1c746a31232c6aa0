"""Two clusters with a real node each: pods run, are found by name, and reach the other cluster."""

import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest

from components.errors import OperationError
from lab.cluster import Cluster, Lab, down, images, static_image, up
from lab.cluster.kubectl import Kubectl, kubectl_of
from tests.lab.cluster import traces
from tests.lab.cluster.rig import PROBE, PROBE_SOURCE, Footprint, probe, until

pytestmark = pytest.mark.lab

NAME = "pods"
NAMESPACE = "served"
READY_SECONDS = 60


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """Two clusters; in the first, two pods of the probe under Pod Security's strictest rules."""
    try:
        lab = up(NAME, clusters=2, cpu_nodes=1, gpu_nodes=1)
        images.load(lab, static_image.archive(PROBE_SOURCE, PROBE))
        kubectl = kubectl_of(lab.clusters[0])
        enforced = {"pod-security.kubernetes.io/enforce": "restricted"}
        kubectl.apply([{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": enforced}}])
        kubectl.apply(probe("probe", NAMESPACE, replicas=2))
        in_namespace = f"--namespace={NAMESPACE}"
        kubectl.wait("condition=Available", "deployment/probe", in_namespace, timeout_seconds=READY_SECONDS)
        yield lab
    finally:
        down(NAME)


@pytest.fixture
def kubectl(lab: Lab) -> Kubectl:
    return kubectl_of(lab.clusters[0])


@pytest.fixture
def service(kubectl: Kubectl) -> str:
    """The Service's own address, which this machine has a route to."""
    return kubectl.run("get", "service", "probe", f"--namespace={NAMESPACE}", "--output=jsonpath={.spec.clusterIP}")


def test_nodes_are_real(lab: Lab) -> None:
    assert [(cluster.nodes, cluster.node_names) for cluster in lab.clusters] == [
        ("real", ("real-0", "cpu-0", "gpu-0"))
    ] * 2


def test_both_pods_answer_through_the_service(service: str, kubectl: Kubectl) -> None:
    answered: set[str] = set()
    until(lambda: bool(answered.add(_ask(service, "/name"))) or len(answered) == 2)
    assert answered == kubectl_names(kubectl)


def test_pods_do_not_get_to_fake_nodes(kubectl: Kubectl) -> None:
    nodes = kubectl.run("get", "pods", f"--namespace={NAMESPACE}", "--output=jsonpath={.items[*].spec.nodeName}")
    assert set(nodes.split()) == {"real-0"}


def test_names_are_resolved_in_a_pod(service: str) -> None:
    assert _resolve(service, f"probe.{NAMESPACE}.svc.cluster.local") == service
    assert _resolve(service, "probe") == service


def test_names_of_the_world_do_not_exist(service: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        _resolve(service, "example.com")
    assert b"no such host" in refused.value.read()


def test_a_pod_reaches_its_own_api_server_and_the_other_ones(service: str, lab: Lab) -> None:
    for address in ("https://kubernetes.default", lab.clusters[1].api_server):
        assert _fetch(service, f"{address}/version").startswith("200 ")


def test_a_pod_reaches_the_object_store_where_this_machine_does(service: str, lab: Lab) -> None:
    assert lab.objects is not None
    # It knows nobody who does not sign.
    assert "AccessDenied" in _fetch(service, lab.objects.endpoint)
    here = subprocess.run(
        ["curl", "--silent", "--noproxy", "*", lab.objects.endpoint], capture_output=True, text=True, check=True
    )
    assert "AccessDenied" in here.stdout


def test_a_pod_reaches_a_service_of_the_other_cluster(service: str, lab: Lab) -> None:
    other = kubectl_of(lab.clusters[1])
    api_service = other.run("get", "service", "kubernetes", "--output=jsonpath={.spec.clusterIP}")
    assert _fetch(service, f"https://{api_service}/version").startswith("200 ")


def test_there_is_no_way_out(service: str) -> None:
    # An address for documentation, which is nobody's. Source: RFC 5737.
    with pytest.raises(urllib.error.HTTPError) as refused:
        _fetch(service, "http://192.0.2.1/")
    assert b"network is unreachable" in refused.value.read()


def test_what_runs_in_a_pod_can_be_seen_and_entered(kubectl: Kubectl) -> None:
    pod = min(kubectl_names(kubectl))
    kubectl.run("logs", pod, f"--namespace={NAMESPACE}")
    with pytest.raises(OperationError, match="address already in use"):
        kubectl.run("exec", pod, f"--namespace={NAMESPACE}", "--", "/program")


def test_a_pod_that_asks_for_a_gpu_gets_to_a_node_that_has_one(kubectl: Kubectl) -> None:
    limits = {"limits": {"nvidia.com/gpu": "1"}}
    tolerations = [{"key": "nvidia.com/gpu", "operator": "Exists"}]
    spec = {"containers": [{"name": "x", "image": "any", "resources": limits}], "tolerations": tolerations}
    kubectl.apply([{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "gpu"}, "spec": spec}])
    kubectl.wait("condition=Ready", "pod/gpu", timeout_seconds=READY_SECONDS)
    assert kubectl.run("get", "pod", "gpu", "--output=jsonpath={.spec.nodeName}") == "gpu-0"


def test_programs_can_be_run_where_the_nodes_are(lab: Lab) -> None:
    for cluster in lab.clusters:
        assert _address_of(cluster) in cluster.api_server


def test_it_all_goes(lab: Lab) -> None:
    """Last in the module: the fixture's own `down` then finds nothing to do."""
    footprint, settings = Footprint.of(lab.name), traces.settings_before_labs()
    assert len(footprint.traces()) > len(footprint.labels)
    assert down(lab.name)
    assert footprint.traces() == []
    # The last real node of the machine gives the kernel its settings back, whichever lab's it is.
    assert traces.owners() or traces.settings_of_the_kernel(settings) == settings
    assert not down(lab.name)


def kubectl_names(kubectl: Kubectl) -> set[str]:
    """The names of the probe's pods."""
    return set(
        kubectl.run("get", "pods", f"--namespace={NAMESPACE}", "--output=jsonpath={.items[*].metadata.name}").split()
    )


def _ask(service: str, path: str, **query: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://{service}{path}?{urllib.parse.urlencode(query)}", timeout=10) as answer:
        return answer.read().decode()


def _resolve(service: str, host: str) -> str:
    return _ask(service, "/resolve", host=host)


def _fetch(service: str, url: str) -> str:
    return _ask(service, "/fetch", url=url)


def _address_of(cluster: Cluster) -> str:
    listed = subprocess.run(
        cluster.enter(["ip", "-brief", "address", "show", "eth0"]), capture_output=True, text=True, check=True
    )
    return listed.stdout.split()[2].partition("/")[0]
