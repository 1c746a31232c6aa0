"""How a variant without replicas is woken: the gateway holds the request, and counts that nobody was there.

A server that does not run counts nothing, so the signal is the gateway's. Envoy Gateway answers 503 by itself while a
Service has no endpoints, and neither retries nor counts; sent to the Service's own address instead, the request fails
to connect, is tried again until it is answered or times out, and each failure is counted.
"""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import MODEL_LABEL, managed
from components.results import ClusterResult
from components.specs import ModelSpec, VariantSpec
from providers.incluster.gateway import GATEWAY_NAME
from providers.incluster.monitoring.objects import Place
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.monitoring.promql import Selector
from providers.incluster.monitoring.scrape import INTERVAL

HOLDING = "holding"
COUNTING = "counting"

_FAILURES = "envoy_cluster_upstream_cx_connect_fail"
_CLUSTER = "envoy_cluster_name"
_FIRST_RETRY = "1s"
_LATER_RETRIES = "2s"
_RETRIES_PER_SECOND = 10
"""More than the waits between them allow: the request's timeout ends the retries, never their number."""
_WINDOW = "2m"


def sleeps(variant: VariantSpec) -> bool:
    """Whether the variant may be without replicas."""
    return variant.replicas.min == 0


def build_waking(
    parent: pulumi.Resource,
    name: str,
    environment_name: str,
    model: ModelSpec,
    cluster: ClusterResult,
    monitoring: MonitoringOptions,
) -> dict[str, pulumi.Resource]:
    """Creates what wakes the model's variants; nothing for a model whose variants never sleep."""
    if not any(sleeps(variant) for variant in model.variants):
        return {}
    spec = pulumi.Output.from_input(cluster.namespace).apply(lambda namespace: _scraping(namespace, model.name))
    place = Place.of(environment_name, cluster, monitoring)
    labels = {**managed(environment_name), MODEL_LABEL: model.name}
    opts = pulumi.ResourceOptions(parent=parent, depends_on=list(cluster.addons))
    return {
        HOLDING: CustomResource(
            f"{name}-{HOLDING}",
            api_version="gateway.envoyproxy.io/v1alpha1",
            kind="BackendTrafficPolicy",
            metadata=ObjectMetaArgs(name=model.name, namespace=cluster.namespace, labels=labels),
            spec=_holding(model),
            opts=opts,
        ),
        COUNTING: CustomResource(
            f"{name}-{COUNTING}",
            api_version="monitoring.coreos.com/v1",
            kind="PodMonitor",
            metadata=ObjectMetaArgs(name=model.name, namespace=cluster.namespace, labels={**place.labels, **labels}),
            spec=spec,
            opts=opts,
        ),
    }


def _holding(model: ModelSpec) -> dict[str, object]:
    """Makes the model's route hold requests while nobody answers.

    Source: https://gateway.envoyproxy.io/docs/api/extension_types/#backendtrafficpolicyspec, 2026-11-21.
    """
    return {
        "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": model.name}],
        "routingType": "Service",
        "retry": {
            "numRetries": model.timeout_seconds * _RETRIES_PER_SECOND,
            "retryOn": {"triggers": ["connect-failure"]},
            "perRetry": {"backOff": {"baseInterval": _FIRST_RETRY, "maxInterval": _LATER_RETRIES}},
        },
    }


def unanswered(namespace: str, model: str) -> str:
    """How often the gateway found nobody to answer for the model, lately.

    Envoy makes a counter when it first counts: a new one has no earlier value to grow from, and is taken whole.
    """
    failures = Selector(_FAILURES, (f'{_CLUSTER}=~"{_routes(namespace, model)}"',))
    grown = f"sum(increase({failures}[{_WINDOW}])) or vector(0)"
    new = f"sum({failures} unless {failures} offset {_WINDOW}) or vector(0)"
    return f"({grown}) + ({new})"


def _routes(namespace: str, model: str) -> str:
    """What Envoy Gateway calls the backends of a model's route, its shadow's included; a regular expression."""
    return f"httproute/{namespace}/{model}/rule/.*"


def _scraping(namespace: str, model: str) -> dict[str, object]:
    """The gateway's proxies, wherever they run, and nothing of them but the model's failures.

    Source: https://gateway.envoyproxy.io/docs/tasks/observability/proxy-metric/, 2026-11-21.
    """
    owner = "gateway.envoyproxy.io/owning-gateway"
    keep = {
        "action": "keep",
        "sourceLabels": ["__name__", _CLUSTER],
        "separator": " ",
        "regex": f"{_FAILURES} {_routes(namespace, model)}",
    }
    endpoint = {"port": "metrics", "path": "/stats/prometheus", "interval": INTERVAL, "metricRelabelings": [keep]}
    return {
        "namespaceSelector": {"any": True},
        "selector": {"matchLabels": {f"{owner}-name": GATEWAY_NAME, f"{owner}-namespace": namespace}},
        "podMetricsEndpoints": [endpoint],
    }
