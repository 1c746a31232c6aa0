"""Where Prometheus, Grafana and Alertmanager answer inside the cluster. Pure."""

from providers.incluster.monitoring.options import MonitoringOptions

_CHART = "kube-prometheus-stack"
_FULL_NAME_LENGTH = 26
"""Where the chart cuts its full name off, so that the operator's own suffixes fit.

Source: `kube-prometheus-stack.fullname` in
https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/templates/_helpers.tpl
(2026-11-21).
"""


def endpoints(options: MonitoringOptions) -> dict[str, str]:
    """URLs by name: the owner's own where they are given, the Services of the release otherwise."""
    full = _full_name(options.release)
    return {
        "prometheus": options.prometheus_url or _url(f"{full}-prometheus", options.namespace, 9090),
        "grafana": options.grafana_url or _url(f"{options.release}-grafana", options.namespace, 80),
        "alertmanager": options.alertmanager_url or _url(f"{full}-alertmanager", options.namespace, 9093),
    }


def _full_name(release: str) -> str:
    full = release if _CHART in release else f"{release}-{_CHART}"
    return full[:_FULL_NAME_LENGTH].rstrip("-")


def _url(service: str, namespace: str, port: int) -> str:
    return f"http://{service}.{namespace}.svc:{port}"
