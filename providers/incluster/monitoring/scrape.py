"""What Prometheus scrapes: each served variant, and the exporter that knows how busy accelerators are."""

from collections.abc import Iterator

import pulumi

from components.specs import Environment, ModelSpec, VariantSpec
from providers.incluster.monitoring.objects import Place, custom_object
from providers.incluster.monitoring.options import ExporterOptions
from providers.incluster.names import METRICS_PORT, variant_labels, workload_name
from providers.incluster.runtimes import plan_runtime

INTERVAL = "15s"
"""How often: a one-minute rate needs samples closer than half a minute apart."""
_ACCELERATORS = "accelerators"


def build_scraping(
    parent: pulumi.Resource,
    name: str,
    place: Place,
    environment: Environment,
    exporter: ExporterOptions | None,
) -> dict[str, pulumi.Resource]:
    """Creates one PodMonitor for each variant, and one ServiceMonitor for the accelerators when `exporter` is given."""
    made: dict[str, pulumi.Resource] = {}
    for model, variant in _served(environment):
        suffix = workload_name(model.name, variant.name)
        made[f"pod_monitor_{suffix}"] = custom_object(
            parent, f"{name}-{suffix}", "PodMonitor", place, suffix, pod_monitor(place.environment_name, model, variant)
        )
    if exporter:
        made["service_monitor_accelerators"] = custom_object(
            parent, f"{name}-{_ACCELERATORS}", "ServiceMonitor", place, _ACCELERATORS, service_monitor(exporter)
        )
    return made


def pod_monitor(environment_name: str, model: ModelSpec, variant: VariantSpec) -> dict[str, object]:
    """How one variant's pods are scraped.

    The labels of the vocabulary are set here, as labels of the target: a server's own `model` label (Triton and
    MLServer have one) becomes `exported_model` and cannot be mistaken for ours.
    """
    labels = {
        "environment": environment_name,
        "model": model.name,
        "variant": variant.name,
        "runtime": variant.runtime.kind.value,
    }
    server = plan_runtime(model, variant)
    return {
        "selector": {"matchLabels": variant_labels(model.name, variant.name)},
        "podMetricsEndpoints": [
            {
                "port": METRICS_PORT,
                "path": server.metrics_path,
                "interval": INTERVAL,
                "relabelings": [
                    {"action": "replace", "targetLabel": label, "replacement": value} for label, value in labels.items()
                ],
            }
        ],
    }


def service_monitor(exporter: ExporterOptions) -> dict[str, object]:
    """How NVIDIA's DCGM exporter is scraped: with the node's name, by which devices are counted to pools."""
    node = {
        "action": "replace",
        "sourceLabels": ["__meta_kubernetes_pod_node_name"],
        "targetLabel": "node",
    }
    return {
        "namespaceSelector": {"matchNames": [exporter.namespace]},
        "selector": {"matchLabels": exporter.labels},
        "endpoints": [{"port": exporter.port, "interval": INTERVAL, "relabelings": [node]}],
    }


def _served(environment: Environment) -> Iterator[tuple[ModelSpec, VariantSpec]]:
    for model in environment.models:
        for variant in model.variants:
            yield model, variant
