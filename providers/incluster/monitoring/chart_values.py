"""What Transship's objects need of a kube-prometheus-stack that Transship installs. Pure."""

from pydantic import JsonValue


def chart_values(retention_days: int) -> dict[str, JsonValue]:
    """Helm values that make the stack pick our objects up, wherever they are, and keep metrics as long as was asked.

    Source: https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml
    (2026-11-21).
    """
    return {
        "prometheus": {
            "prometheusSpec": {
                "retention": f"{retention_days}d",
                "podMonitorSelectorNilUsesHelmValues": False,
                "serviceMonitorSelectorNilUsesHelmValues": False,
                "ruleSelectorNilUsesHelmValues": False,
            }
        },
        # Pools are told by the labels of their nodes, which kube-state-metrics keeps to itself otherwise.
        "kube-state-metrics": {"metricLabelsAllowlist": ["nodes=[*]"]},
    }
