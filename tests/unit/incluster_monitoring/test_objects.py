"""What monitoring creates: exact children, legal names, explicit providers, and no secret in clear."""

import re
from dataclasses import replace

import pytest

from components.errors import InvalidInputError
from components.specs import MonitoringSpec, Severity
from providers.incluster.monitoring.options import MonitoringOptions, Receiver, ReceiverKind
from tests.rigs.environments import environment
from tests.unit.incluster_monitoring.watched import HUSH, NAMESPACE, TOLD, WATCHED, objects, recorded, spec_of
from transship.plan.recorder import SECRET

DNS_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def test_exactly_these_children_are_created() -> None:
    children = {(each.inputs["kind"], each.inputs["metadata"]["name"]) for each in objects(recorded())}
    assert children == {
        ("PodMonitor", "transship-prod-fraud-live"),
        ("PodMonitor", "transship-prod-fraud-candidate"),
        ("PodMonitor", "transship-prod-fraud-next"),
        ("PodMonitor", "transship-prod-assistant-live"),
        ("PodMonitor", "transship-prod-vision-live"),
        ("PodMonitor", "transship-prod-ranking-live"),
        ("PodMonitor", "transship-prod-own-live"),
        ("ServiceMonitor", "transship-prod-accelerators"),
        ("PrometheusRule", "transship-prod-rules"),
        ("AlertmanagerConfig", "transship-prod-alert-routes"),
        ("Secret", "transship-prod-alert-receivers"),
        ("ConfigMap", "transship-prod-models"),
        ("ConfigMap", "transship-prod-pools"),
    }


def test_a_small_environment_gets_no_more_than_it_asked_for() -> None:
    small = environment(monitoring=MonitoringSpec(dashboards=False))
    children = {each.inputs["kind"] for each in objects(recorded(small, MonitoringOptions(), {}))}
    assert children == {"PodMonitor", "PrometheusRule"}


def test_every_object_is_ours_in_the_serving_namespace_through_the_explicit_provider() -> None:
    for each in objects(recorded()):
        metadata = each.inputs["metadata"]
        assert DNS_LABEL.fullmatch(metadata["name"]), metadata
        assert metadata["namespace"] == NAMESPACE
        assert metadata["labels"]["app.kubernetes.io/managed-by"] == "transship"
        assert metadata["labels"]["transship.dev/environment"] == "prod"
        assert "pulumi:providers:kubernetes::cluster" in each.provider
        assert each.name.startswith("monitoring-")


def test_names_of_the_longest_models_and_variants_stay_legal_and_apart() -> None:
    long = "a" + "b" * 39
    variants = tuple(
        replace(variant, name=f"{long[:-1]}{index}") for index, variant in enumerate(WATCHED.models[0].variants)
    )
    model = replace(WATCHED.models[0], name=long, variants=variants, shadow=None)
    recording = recorded(environment(models=(model,), monitoring=MonitoringSpec(dashboards=False)), TOLD, {})
    names = [each.inputs["metadata"]["name"] for each in objects(recording)]
    assert all(DNS_LABEL.fullmatch(name) for name in names)
    assert len(set(names)) == len(names)


def test_the_operator_of_another_release_is_asked_by_its_own_labels() -> None:
    options = MonitoringOptions(release="metrics", labels={"team": "platform"})
    labels = (
        recorded(options=options)
        .one("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "monitoring-rules")
        .inputs["metadata"]["labels"]
    )
    assert (labels["release"], labels["team"]) == ("metrics", "platform")


def test_objects_of_the_operators_kinds_come_after_the_operator() -> None:
    recording = recorded()
    operator = recording.one("test:index:Release", "operator").urn
    waiting = {each.name for each in objects(recording) if operator in each.dependencies}
    assert waiting == {each.name for each in objects(recording) if ":monitoring.coreos.com/" in each.type}


def test_pods_are_scraped_by_variant_and_labelled_by_us() -> None:
    spec = spec_of(recorded(), "PodMonitor", "monitoring-ranking-live")
    assert spec == {
        "selector": {"matchLabels": {"transship.dev/model": "ranking", "transship.dev/variant": "live"}},
        "podMetricsEndpoints": [
            {
                "port": "metrics",
                "path": "/monitoring/prometheus/metrics",
                "interval": "15s",
                "relabelings": [
                    {"action": "replace", "targetLabel": "environment", "replacement": "prod"},
                    {"action": "replace", "targetLabel": "model", "replacement": "ranking"},
                    {"action": "replace", "targetLabel": "variant", "replacement": "live"},
                    {"action": "replace", "targetLabel": "runtime", "replacement": "tensorflow-serving"},
                ],
            }
        ],
    }


def test_accelerators_are_scraped_with_the_node_they_are_in() -> None:
    spec = spec_of(recorded(), "ServiceMonitor", "monitoring-accelerators")
    assert spec == {
        "namespaceSelector": {"matchNames": ["gpu-operator"]},
        "selector": {"matchLabels": {"app": "nvidia-dcgm-exporter"}},
        "endpoints": [
            {
                "port": "gpu-metrics",
                "interval": "15s",
                "relabelings": [
                    {
                        "action": "replace",
                        "sourceLabels": ["__meta_kubernetes_pod_node_name"],
                        "targetLabel": "node",
                    }
                ],
            }
        ],
    }


def test_an_exporter_that_somebody_else_scrapes_is_left_alone() -> None:
    recording = recorded(options=MonitoringOptions(exporter=None))
    assert not recording.of("kubernetes:monitoring.coreos.com/v1:ServiceMonitor")


def test_no_secret_stands_in_clear() -> None:
    recording = recorded()
    secret = recording.one("kubernetes:core/v1:Secret", "monitoring-alert-receivers").inputs
    assert secret["stringData"] == SECRET
    assert HUSH not in repr(recording)


def test_a_receiver_without_its_secret_is_refused_with_the_command_that_sets_it() -> None:
    options = MonitoringOptions(receivers={Severity.PAGE: Receiver(kind=ReceiverKind.WEBHOOK)})
    with pytest.raises(InvalidInputError) as raised:
        recorded(options=options, secrets=())
    assert str(raised.value) == (
        "monitoring: 1 problem\n"
        "  receivers.page: the secret alerts_page is not set\n"
        "    hint: pulumi config set --secret --path transship:secrets.alerts_page"
    )


def test_endpoints_are_those_of_the_release_or_the_owners() -> None:
    assert recorded().outputs["endpoints"] == {
        "prometheus": "http://kube-prometheus-stack-prometheus.monitoring.svc:9090",
        "grafana": "http://kube-prometheus-stack-grafana.monitoring.svc:80",
        "alertmanager": "http://kube-prometheus-stack-alertmanager.monitoring.svc:9093",
    }
    owned = MonitoringOptions(namespace="obs", release="monitoring", prometheus_url="https://metrics.example.com")
    assert recorded(options=owned).outputs["endpoints"] == {
        "prometheus": "https://metrics.example.com",
        "grafana": "http://monitoring-grafana.obs.svc:80",
        "alertmanager": "http://monitoring-kube-prometheus-alertmanager.obs.svc:9093",
    }
