"""How requests are split over variants, and how those without replicas get theirs."""

import subprocess
from pathlib import Path

import pytest
import yaml

from components.specs import Replicas, ShadowSpec
from providers.incluster.waking import unanswered
from tests.rigs.environments import model, variant
from tests.rigs.serving import served
from tests.unit.incluster_monitoring.evaluation import PROMTOOL, needs_promtool
from transship.plan.recorder import Inputs, Recording

ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
POLICY = "kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy"
POD_MONITOR = "kubernetes:monitoring.coreos.com/v1:PodMonitor"
SLEEPY = Replicas(min=0, max=2, target_requests_per_second=5)


def _rule(recording: Recording) -> Inputs:
    (rule,) = recording.one(ROUTE, "fraud-route").inputs["spec"]["rules"]
    return rule


def test_a_route_belongs_to_the_gateway_and_takes_its_host_name() -> None:
    spec = served(model()).one(ROUTE, "fraud-route").inputs["spec"]
    assert spec["parentRefs"] == [{"name": "models"}]
    assert "hostnames" not in spec


def test_requests_below_the_models_name_reach_it_without_that_step() -> None:
    rule = _rule(served(model(timeout_seconds=5)))
    assert rule["matches"] == [{"path": {"type": "PathPrefix", "value": "/fraud"}}]
    assert rule["filters"] == [
        {"type": "URLRewrite", "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}}}
    ]
    assert rule["timeouts"] == {"request": "5s"}


def test_weights_are_the_variants_own() -> None:
    spec = model(variants=(variant(weight=90), variant(name="next", weight=10), variant(name="dark", weight=0)))
    assert _rule(served(spec))["backendRefs"] == [
        {"kind": "Service", "name": "fraud-live", "port": 80, "weight": 90},
        {"kind": "Service", "name": "fraud-next", "port": 80, "weight": 10},
        {"kind": "Service", "name": "fraud-dark", "port": 80, "weight": 0},
    ]


def test_the_shadow_gets_copies_and_no_requests() -> None:
    spec = model(variants=(variant(), variant(name="next", weight=0)), shadow=ShadowSpec(variant="next", percent=5))
    rule = _rule(served(spec))
    assert rule["filters"][1:] == [
        {
            "type": "RequestMirror",
            "requestMirror": {"backendRef": {"kind": "Service", "name": "fraud-next", "port": 80}, "percent": 5},
        }
    ]
    assert [each["weight"] for each in rule["backendRefs"]] == [100, 0]


def test_a_model_that_never_sleeps_needs_no_waking() -> None:
    recording = served(model())
    assert recording.of(POLICY) == ()
    assert recording.of(POD_MONITOR) == ()


def test_requests_for_a_model_that_sleeps_are_held_until_it_answers() -> None:
    recording = served(model(timeout_seconds=120, variants=(variant(replicas=SLEEPY),)))
    policy = recording.one(POLICY, "fraud-holding").inputs["spec"]
    assert policy["targetRefs"] == [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "fraud"}]
    assert policy["routingType"] == "Service", "a Service without endpoints is answered for by the gateway otherwise"
    assert policy["retry"]["retryOn"] == {"triggers": ["connect-failure"]}
    assert policy["retry"]["numRetries"] >= 120, "the request's timeout ends the retries, not their number"


def test_only_the_failures_of_the_model_are_scraped_from_the_proxies() -> None:
    spec = served(model(variants=(variant(replicas=SLEEPY),))).one(POD_MONITOR, "fraud-counting").inputs["spec"]
    (endpoint,) = spec["podMetricsEndpoints"]
    (keep,) = endpoint["metricRelabelings"]
    assert keep["regex"] == "envoy_cluster_upstream_cx_connect_fail httproute/transship-test/fraud/rule/.*"
    assert spec["selector"]["matchLabels"] == {
        "gateway.envoyproxy.io/owning-gateway-name": "models",
        "gateway.envoyproxy.io/owning-gateway-namespace": "transship-test",
    }


@needs_promtool
@pytest.mark.parametrize(
    ("samples", "wakes", "reason"),
    [
        ("_x100", False, "nobody ever knocked"),
        ("3+0x100", False, "the last knock is long ago"),
        ("_x38 4 _", True, "the first knock ever, seen in a single sample"),
        ("0+0x36 2 4 6 8", True, "somebody knocks now"),
    ],
)
def test_knocking_wakes(tmp_path: Path, samples: str, wakes: bool, reason: str) -> None:
    assert PROMTOOL is not None
    series = 'envoy_cluster_upstream_cx_connect_fail{envoy_cluster_name="httproute/ns/fraud/rule/0",pod="a"}'
    expression = f"({unanswered('ns', 'fraud')}) > bool 0"
    test = {
        "evaluation_interval": "15s",
        "tests": [
            {
                "interval": "15s",
                "input_series": [{"series": series, "values": samples}],
                "promql_expr_test": [
                    {
                        "expr": expression,
                        "eval_time": "9m45s",
                        "exp_samples": [{"labels": "{}", "value": int(wakes)}],
                    }
                ],
            }
        ],
    }
    file = tmp_path / "test.yaml"
    file.write_text(yaml.safe_dump(test))
    done = subprocess.run(
        [PROMTOOL, "test", "rules", file.name], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{reason}\n{done.stdout}{done.stderr}"
