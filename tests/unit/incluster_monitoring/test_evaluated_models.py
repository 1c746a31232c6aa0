"""Series of models, as Prometheus computes them from what each runtime exports."""

from pathlib import Path

import pytest

from tests.unit.incluster_monitoring.evaluation import SAMPLES, Case, evaluate, growing, needs_promtool, steady
from tests.unit.incluster_monitoring.watched import NAMESPACE

pytestmark = needs_promtool

LIVE = {"environment": "prod", "variant": "live"}
FRAUD = {"model": "fraud", "variant": "live"}
ASSISTANT = {"model": "assistant", "variant": "live"}
REPLICAS = {"namespace": NAMESPACE, "deployment": "fraud-live"}
BUCKETS = [("0.125", 50), ("0.25", 90), ("0.5", 100), ("+Inf", 100)]
"""Half of the requests within 0.125 s, 90 of 100 within 0.25 s, all within 0.5 s: p95 is 0.375 s."""


def served(runtime: str, model: str, **labels: str) -> dict[str, str]:
    """The labels of a target, as its PodMonitor sets them, and what the server adds."""
    return {**LIVE, "runtime": runtime, "model": model, **labels}


def series(name: str, model: str) -> str:
    return f'sum({name}{{environment="prod",model="{model}",variant="live"}})'


CASES = [
    Case(
        reason="MLServer: both replicas count, probes do not, errors are the 5xx",
        scraped=[
            (
                "rest_server_requests_total",
                served("mlserver", "fraud", method="POST", status_code="200", pod="a"),
                growing(54),
            ),
            (
                "rest_server_requests_total",
                served("mlserver", "fraud", method="POST", status_code="200", pod="b"),
                growing(60),
            ),
            (
                "rest_server_requests_total",
                served("mlserver", "fraud", method="POST", status_code="500", pod="a"),
                growing(6),
            ),
            (
                "rest_server_requests_total",
                served("mlserver", "fraud", method="GET", status_code="200", pod="a"),
                growing(600),
            ),
        ],
        found={
            series("transship:requests:rate5m", "fraud"): 2.0,
            series("transship:errors:rate5m", "fraud"): 0.1,
            series("transship:errors:ratio5m", "fraud"): 0.05,
        },
        told={
            "error-percent-all": [(FRAUD, "5.00 % of the requests fail; 2.5 % was the limit.")],
            "error-percent-assistant": [],
        },
    ),
    Case(
        reason="MLServer: quantiles come from the buckets of all replicas",
        scraped=[
            (
                "rest_server_request_duration_seconds_bucket",
                served("mlserver", "fraud", method="POST", le=bound, pod=replica),
                growing(count),
            )
            for bound, count in BUCKETS
            for replica in ("a", "b")
        ],
        found={
            series("transship:latency_seconds:p50_5m", "fraud"): 0.125,
            series("transship:latency_seconds:p95_5m", "fraud"): 0.375,
        },
        told={"p95-milliseconds-all": [(FRAUD, "95 of 100 requests take up to 375 ms; 2.5 ms was the limit.")]},
    ),
    Case(
        reason="no errors is a ratio of 0; no requests is no ratio and no latency at all",
        scraped=[
            ("rest_server_requests_total", served("mlserver", "fraud", method="POST", status_code="200"), growing(60)),
            ("http_requests_total", served("vllm", "assistant", method="POST", status="2xx"), steady(7)),
            ("vllm:e2e_request_latency_seconds_bucket", served("vllm", "assistant", le="+Inf"), steady(7)),
        ],
        found={
            series("transship:errors:ratio5m", "fraud"): 0.0,
            series("transship:requests:rate5m", "assistant"): 0.0,
            series("transship:errors:ratio5m", "assistant"): None,
            series("transship:latency_seconds:p95_5m", "assistant"): None,
        },
        told={"error-percent-all": [], "p95-milliseconds-all": []},
    ),
    Case(
        reason="vLLM: errors by the class of the status, latency end to end",
        scraped=[
            ("http_requests_total", served("vllm", "assistant", method="POST", status="2xx"), growing(45)),
            ("http_requests_total", served("vllm", "assistant", method="POST", status="4xx"), growing(9)),
            ("http_requests_total", served("vllm", "assistant", method="POST", status="5xx"), growing(6)),
            *[
                ("vllm:e2e_request_latency_seconds_bucket", served("vllm", "assistant", le=bound), growing(count))
                for bound, count in BUCKETS
            ],
        ],
        found={
            series("transship:requests:rate1m", "assistant"): 1.0,
            series("transship:errors:ratio5m", "assistant"): 0.1,
            series("transship:latency_seconds:p95_5m", "assistant"): 0.375,
        },
        told={
            "error-percent-assistant": [(ASSISTANT, "10.00 % of the requests fail; 2.5 % was the limit.")],
            "p95-milliseconds-assistant": [(ASSISTANT, "95 of 100 requests take up to 375 ms; 2.5 ms was the limit.")],
        },
    ),
    Case(
        reason="Triton: failures are requests too, one that the caller gave up is no error, the slowest replica counts",
        scraped=[
            ("nv_inference_request_success", served("triton", "vision", exported_model="net"), growing(45)),
            (
                "nv_inference_request_failure",
                served("triton", "vision", exported_model="net", reason="BACKEND"),
                growing(6),
            ),
            (
                "nv_inference_request_failure",
                served("triton", "vision", exported_model="net", reason="CANCELED"),
                growing(9),
            ),
            ("nv_inference_request_summary_us", served("triton", "vision", quantile="0.95", pod="a"), steady(120000)),
            ("nv_inference_request_summary_us", served("triton", "vision", quantile="0.95", pod="b"), steady(340000)),
            (
                "nv_inference_request_summary_us",
                served("triton", "vision", quantile="0.99", pod="a"),
                " ".join(["NaN"] * SAMPLES),
            ),
        ],
        found={
            series("transship:requests:rate5m", "vision"): 1.0,
            series("transship:errors:ratio5m", "vision"): 0.1,
            series("transship:latency_seconds:p95_5m", "vision"): 0.34,
            series("transship:latency_seconds:p99_5m", "vision"): None,
        },
    ),
    Case(
        reason="Triton before failures had a reason: the same labels on both counters still add up",
        scraped=[
            ("nv_inference_request_success", served("triton", "vision"), growing(54)),
            ("nv_inference_request_failure", served("triton", "vision"), growing(6)),
        ],
        found={
            series("transship:requests:rate5m", "vision"): 1.0,
            series("transship:errors:ratio5m", "vision"): 0.1,
        },
    ),
    Case(
        reason="TensorFlow Serving: microseconds become seconds, a wrong request is no error of the server",
        scraped=[
            (":tensorflow:serving:request_count", served("tensorflow-serving", "ranking", status="OK"), growing(45)),
            (
                ":tensorflow:serving:request_count",
                served("tensorflow-serving", "ranking", status="INVALID_ARGUMENT"),
                growing(9),
            ),
            (
                ":tensorflow:serving:request_count",
                served("tensorflow-serving", "ranking", status="INTERNAL"),
                growing(6),
            ),
            *[
                (
                    ":tensorflow:serving:request_latency_bucket",
                    served(
                        "tensorflow-serving", "ranking", le=bound if bound == "+Inf" else f"{float(bound) * 1e6:.0f}"
                    ),
                    growing(count),
                )
                for bound, count in BUCKETS
            ],
        ],
        found={
            series("transship:requests:rate5m", "ranking"): 1.0,
            series("transship:errors:ratio5m", "ranking"): 0.1,
            series("transship:latency_seconds:p95_5m", "ranking"): 0.375,
        },
    ),
    Case(
        reason="a custom server may label its status with a class or a code, and may leave the method out",
        scraped=[
            ("http_requests_total", served("custom", "own", code="200"), growing(48)),
            ("http_requests_total", served("custom", "own", code="503"), growing(6)),
            ("http_requests_total", served("custom", "own", method="POST", status="5xx"), growing(6)),
            ("http_requests_total", served("custom", "own", method="GET", status="5xx"), growing(600)),
        ],
        found={series("transship:requests:rate5m", "own"): 1.0, series("transship:errors:ratio5m", "own"): 0.2},
    ),
    Case(
        reason="a shadow is drawn and alerts nobody",
        scraped=[
            (
                "rest_server_requests_total",
                {**served("mlserver", "fraud"), "variant": "next", "method": "POST", "status_code": "500"},
                growing(60),
            ),
        ],
        found={'sum(transship:errors:ratio5m{variant="next"})': 1.0},
        told={"error-percent-all": []},
    ),
    Case(
        reason="missing replicas: two instances of kube-state-metrics tell of one Deployment; a surge is not missing",
        scraped=[
            ("kube_deployment_spec_replicas", {**REPLICAS, "instance": "a"}, steady(5)),
            ("kube_deployment_spec_replicas", {**REPLICAS, "instance": "b"}, steady(5)),
            ("kube_deployment_status_replicas_available", {**REPLICAS, "instance": "a"}, steady(2)),
            ("kube_deployment_spec_replicas", {**REPLICAS, "deployment": "vision-live"}, steady(2)),
            ("kube_deployment_status_replicas_available", {**REPLICAS, "deployment": "vision-live"}, steady(3)),
        ],
        found={
            series("transship:replicas:wanted", "fraud"): 5.0,
            series("transship:replicas:unavailable", "fraud"): 3.0,
            series("transship:replicas:unavailable", "vision"): 0.0,
        },
        told={"unavailable-replicas-all": [(FRAUD, "3 replicas are missing; 2.5 was the limit.")]},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.reason)
def test_prometheus_finds(case: Case, tmp_path: Path) -> None:
    evaluate(case, tmp_path)
