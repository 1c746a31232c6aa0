"""Where each runtime counts requests, errors and time: the one table behind the vocabulary. Pure.

Only inference counts: HTTP runtimes are narrowed to POST, which leaves probes, model listings and the scrape itself
out. An error is what the server could not do (5xx), not what the caller asked wrongly (4xx).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components.specs import RuntimeKind
from providers.incluster.monitoring.promql import Selector

READ_ON = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Buckets of request times; quantiles are estimated from all replicas together."""

    buckets: Selector
    per_second: int = 1


@dataclass(frozen=True, slots=True)
class Summary:
    """Quantiles that each replica computes itself; they cannot be merged, so the slowest replica stands for all."""

    quantiles: Selector
    per_second: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one runtime exports.

    Attributes:
        requests: counters that add up to every inference request.
        errors: counters that add up to the ones the server failed.
        latency: how long requests took; `per_second` of its unit make one second.
        documented_at: where the runtime's owner says so.
        as_of: when that was read.
    """

    requests: tuple[Selector, ...]
    errors: tuple[Selector, ...]
    latency: Histogram | Summary
    documented_at: str
    as_of: date = READ_ON


_MICROSECONDS = 1_000_000

# FastAPI's usual instrumentator labels `status` with a class ("5xx"), Go's and Java's libraries label `code` or
# `status` with a number: "5.." matches both. A label that is absent matches the empty string.
_HTTP_REQUESTS = Selector("http_requests_total", ('method=~"POST|"',))
_HTTP_ERRORS = (
    Selector("http_requests_total", ('method=~"POST|"', 'status=~"5.."')),
    Selector("http_requests_total", ('method=~"POST|"', 'status=""', 'code=~"5.."')),
)

# The codes that TensorFlow Serving's REST front end answers with 500, 501, 503 or 504.
_TENSORFLOW_SERVER_ERRORS = "UNKNOWN|INTERNAL|DATA_LOSS|UNAVAILABLE|DEADLINE_EXCEEDED|UNIMPLEMENTED"

SOURCES: Mapping[RuntimeKind, Source] = {
    RuntimeKind.VLLM: Source(
        requests=(Selector("http_requests_total", ('method="POST"',)),),
        errors=(Selector("http_requests_total", ('method="POST"', 'status="5xx"')),),
        latency=Histogram(Selector("vllm:e2e_request_latency_seconds_bucket")),
        documented_at="https://docs.vllm.ai/en/latest/design/metrics/",
    ),
    # Triton exports quantiles only when started with `--metrics-config summary_latencies=true`, and no buckets at all.
    # A request that its caller gave up is no failure of the server.
    RuntimeKind.TRITON: Source(
        requests=(Selector("nv_inference_request_success"), Selector("nv_inference_request_failure")),
        errors=(Selector("nv_inference_request_failure", ('reason!="CANCELED"',)),),
        latency=Summary(Selector("nv_inference_request_summary_us"), per_second=_MICROSECONDS),
        documented_at="https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md",
    ),
    RuntimeKind.MLSERVER: Source(
        requests=(Selector("rest_server_requests_total", ('method="POST"',)),),
        errors=(Selector("rest_server_requests_total", ('method="POST"', 'status_code=~"5.."')),),
        latency=Histogram(Selector("rest_server_request_duration_seconds_bucket", ('method="POST"',))),
        documented_at="https://docs.seldon.ai/mlserver/user-guide/metrics",
    ),
    RuntimeKind.TENSORFLOW_SERVING: Source(
        requests=(Selector(":tensorflow:serving:request_count"),),
        errors=(Selector(":tensorflow:serving:request_count", (f'status=~"{_TENSORFLOW_SERVER_ERRORS}"',)),),
        latency=Histogram(Selector(":tensorflow:serving:request_latency_bucket"), per_second=_MICROSECONDS),
        documented_at="https://github.com/tensorflow/serving/blob/master/tensorflow_serving/servables/tensorflow/util.cc",
    ),
    # What a custom image has to export to be measured; one that does not is served all the same, and its series are
    # absent.
    RuntimeKind.CUSTOM: Source(
        requests=(_HTTP_REQUESTS,),
        errors=_HTTP_ERRORS,
        latency=Histogram(Selector("http_request_duration_seconds_bucket", ('method=~"POST|"',))),
        documented_at="https://prometheus.io/docs/practices/naming/",
    ),
}
