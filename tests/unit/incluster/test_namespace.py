"""The namespace that models are served in."""

from collections.abc import Mapping

import pulumi
import pytest

from components.results import ModelStore
from providers.incluster.namespace import build_namespace
from providers.incluster.network import Neighbours
from tests.rigs.serving import HUSH, recorded, store
from transship.plan.recorder import SECRET, Inputs, Recording

POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
MODELS = {"matchExpressions": [{"key": "transship.dev/model", "operator": "Exists"}]}


def _made(**changes: object) -> Recording:
    def build(parent: pulumi.Resource, provider: pulumi.ProviderResource) -> None:
        there: ModelStore = store(**changes)
        neighbours = Neighbours(gateway="envoy-gateway-system", monitoring="monitoring", store=there)
        build_namespace(parent, "cluster", "test", neighbours)

    return recorded(build)


def _policy(recording: Recording, suffix: str) -> Inputs:
    return recording.one(POLICY, f"cluster-policy-{suffix}").inputs["spec"]


def _of(namespace: str) -> Inputs:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}}}


def test_the_objects_of_a_namespace() -> None:
    made = {each.name for each in _made().resources if each.custom and each.parent}
    assert made == {
        "cluster-namespace",
        "cluster-policy-deny-all",
        "cluster-policy-allow-dns",
        "cluster-policy-allow-registry",
        "cluster-policy-allow-gateway",
        "cluster-policy-allow-monitoring",
        "cluster-store",
    }


def test_the_api_server_holds_its_pods_to_the_restricted_level() -> None:
    metadata = _made().one("kubernetes:core/v1:Namespace", "cluster-namespace").inputs["metadata"]
    assert metadata["name"] == "transship-test"
    for mode in ("enforce", "audit", "warn"):
        assert metadata["labels"][f"pod-security.kubernetes.io/{mode}"] == "restricted"
        assert metadata["labels"][f"pod-security.kubernetes.io/{mode}-version"] == "latest"


def test_what_is_not_allowed_is_denied() -> None:
    assert _policy(_made(), "deny-all") == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_only_the_clusters_dns_is_asked() -> None:
    (rule,) = _policy(_made(), "allow-dns")["egress"]
    assert rule["to"] == [_of("kube-system"), {"ipBlock": {"cidr": "169.254.20.10/32"}}]
    assert {(port["protocol"], port["port"]) for port in rule["ports"]} == {("UDP", 53), ("TCP", 53)}


@pytest.mark.parametrize(
    ("namespace", "peers", "reason"),
    [
        (None, {}, "a store outside the cluster is known by its port alone"),
        ("transship-test-objects", {"to": [_of("transship-test-objects")]}, "one inside is known by its namespace"),
    ],
)
def test_model_pods_reach_the_registry(namespace: str | None, peers: Mapping[str, object], reason: str) -> None:
    policy = _policy(_made(namespace=namespace), "allow-registry")
    assert policy["podSelector"] == MODELS
    assert policy["egress"] == [{**peers, "ports": [{"protocol": "TCP", "port": 9000}]}], reason


@pytest.mark.parametrize(
    ("suffix", "namespace", "ports"),
    [
        ("allow-gateway", "envoy-gateway-system", ["http", "metrics"]),
        ("allow-monitoring", "monitoring", ["metrics"]),
    ],
)
def test_who_may_ask_model_pods(suffix: str, namespace: str, ports: list[str]) -> None:
    policy = _policy(_made(), suffix)
    assert policy["podSelector"] == MODELS
    (rule,) = policy["ingress"]
    assert rule["from"] == [_of(namespace)]
    assert [port["port"] for port in rule["ports"]] == ports


def test_the_registrys_keys_are_a_secret() -> None:
    recording = _made()
    kept = recording.one("kubernetes:core/v1:Secret", "cluster-store")
    assert kept.inputs["stringData"] == SECRET
    assert HUSH not in repr(recording)


def test_there_is_no_secret_where_pods_have_an_identity() -> None:
    assert _made(secrets={}).of("kubernetes:core/v1:Secret") == ()
