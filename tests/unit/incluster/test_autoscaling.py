"""What makes replicas grow and shrink."""

import pytest

from components.specs import Replicas
from providers.incluster.monitoring.vocabulary import Series
from tests.rigs.environments import model, variant
from tests.rigs.serving import served
from tests.unit.incluster_monitoring.promql_trees import metrics
from transship.plan.recorder import Inputs, Recording

HPA = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
SCALED_OBJECT = "kubernetes:keda.sh/v1alpha1:ScaledObject"


def _scaled(replicas: Replicas) -> Recording:
    return served(model(variants=(variant(replicas=replicas),)))


def _queries(recording: Recording) -> list[Inputs]:
    scaled = recording.one(SCALED_OBJECT, "fraud-live-autoscaler")
    return [trigger["metadata"] for trigger in scaled.inputs["spec"]["triggers"]]


def test_a_fixed_number_of_replicas_has_no_autoscaler() -> None:
    recording = _scaled(Replicas(min=2, max=2))
    assert recording.of(HPA) == ()
    assert recording.of(SCALED_OBJECT) == ()


def test_replicas_by_cpu_are_kubernetes_own() -> None:
    recording = _scaled(Replicas(min=2, max=6, target_cpu_percent=60))
    spec = recording.one(HPA, "fraud-live-autoscaler").inputs["spec"]
    assert recording.of(SCALED_OBJECT) == ()
    assert spec == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "fraud-live"},
        "minReplicas": 2,
        "maxReplicas": 6,
        "metrics": [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}},
            }
        ],
    }


def test_replicas_by_requests_follow_the_recorded_series() -> None:
    recording = _scaled(Replicas(min=1, max=4, target_requests_per_second=30))
    spec = recording.one(SCALED_OBJECT, "fraud-live-autoscaler").inputs["spec"]
    assert recording.of(HPA) == ()
    assert spec["scaleTargetRef"] == {"name": "fraud-live"}
    assert (spec["minReplicaCount"], spec["maxReplicaCount"]) == (1, 4)
    (query,) = _queries(recording)
    assert metrics(query["query"]) == {Series.REQUESTS_1M}
    assert query["threshold"] == "30"
    assert query["serverAddress"] == "http://kube-prometheus-stack-prometheus.monitoring.svc:9090"


def test_a_variant_that_sleeps_is_also_woken_by_what_the_gateway_counts() -> None:
    growing, waking = _queries(_scaled(Replicas(min=0, max=4, target_requests_per_second=30)))
    assert growing["threshold"] == "30"
    assert metrics(waking["query"]) == {"envoy_cluster_upstream_cx_connect_fail"}
    assert int(waking["threshold"]) > 1_000_000, "waking asks for the first replica, never for a second"


@pytest.mark.parametrize("kind", [HPA, SCALED_OBJECT])
def test_an_autoscaler_comes_after_the_deployment_it_owns(kind: str) -> None:
    by_cpu = {"target_cpu_percent": 50} if kind == HPA else {"target_requests_per_second": 5}
    recording = _scaled(Replicas(min=1, max=2, **by_cpu))
    scaler = recording.one(kind, "fraud-live-autoscaler")
    assert recording.one("kubernetes:apps/v1:Deployment", "fraud-live-deployment").urn in scaler.dependencies
