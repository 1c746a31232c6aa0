"""What the add-ons' charts are told of GKE. Pure."""

from collections.abc import Mapping

from providers.gcp.access import Access
from providers.gcp.cluster import cluster_name
from providers.incluster.addons import MONITORING, ChartValues

PROMETHEUS_ACCOUNT = "prometheus"
"""The Kubernetes service account that Prometheus writes to Cloud Monitoring as."""

PROMETHEUS_VERSION = "v3.13.0"
PROMETHEUS_TAG = f"{PROMETHEUS_VERSION}-gmp.1-gke.0"
"""Google's build of Prometheus, which also writes what it records to Managed Service for Prometheus.

Sources: https://cloud.google.com/stackdriver/docs/managed-prometheus/setup-unmanaged and
https://github.com/GoogleCloudPlatform/prometheus-engine/blob/main/charts/values.global.yaml, 2026-11-21.
"""

OURS = '{__name__=~"transship:.+"}'
"""What is written there: recorded series. Everything else stays in the cluster, and off the bill."""

NOT_REACHABLE = ("coreDns", "kubeControllerManager", "kubeEtcd", "kubeProxy", "kubeScheduler")
"""Parts of the control plane that GKE keeps to itself: scraping them would only alert."""


def chart_values(access: Access) -> Mapping[str, ChartValues]:
    """Values by the role of an add-on, merged over the charts' own."""
    return {MONITORING: {**{part: {"enabled": False} for part in NOT_REACHABLE}, "prometheus": _prometheus(access)}}


def _prometheus(access: Access) -> ChartValues:
    return {
        "serviceAccount": {"name": PROMETHEUS_ACCOUNT},
        "prometheusSpec": {
            "image": {
                "registry": "gke.gcr.io",
                "repository": "prometheus-engine/prometheus",
                "tag": PROMETHEUS_TAG,
            },
            "version": PROMETHEUS_VERSION,
            "externalLabels": {
                "project_id": access.project,
                "location": access.region,
                "cluster": cluster_name(access),
            },
            "additionalArgs": [{"name": "export.match", "value": OURS}],
        },
    }
