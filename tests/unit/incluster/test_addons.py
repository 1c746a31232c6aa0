"""Which add-ons are installed, and how."""

import re

import pulumi
import pytest

from providers.incluster import charts
from providers.incluster.addons import build_addons
from providers.incluster.charts import Chart
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.options import AddonMode, Addons, GatewayOptions
from tests.rigs.serving import recorded
from transship.plan.recorder import Recording

RELEASE = "kubernetes:helm.sh/v3:Release"
EVERYTHING = Addons(
    gateway=GatewayOptions(mode=AddonMode.INSTALL),
    autoscaling=AddonMode.INSTALL,
    resource_metrics=AddonMode.INSTALL,
    monitoring=AddonMode.INSTALL,
    accelerators=AddonMode.INSTALL,
)
CHARTS = sorted((each for each in vars(charts).values() if isinstance(each, Chart)), key=lambda each: each.name)


def _made(addons: Addons, monitoring: MonitoringOptions | None = None) -> Recording:
    def build(parent: pulumi.Resource, provider: pulumi.ProviderResource) -> None:
        build_addons(parent, "cluster", "test", addons, monitoring or MonitoringOptions(), retention_days=30)

    return recorded(build)


def test_nothing_is_created_for_what_is_there() -> None:
    assert [each for each in _made(Addons()).resources if each.parent] == []


def test_every_addon_is_a_release_in_a_namespace_of_its_own() -> None:
    recording = _made(EVERYTHING)
    assert {each.name: each.inputs["namespace"] for each in recording.of(RELEASE)} == {
        "cluster-accelerators": "gpu-operator",
        "cluster-autoscaling": "keda",
        "cluster-gateway": "envoy-gateway-system",
        "cluster-monitoring": "monitoring",
        "cluster-resource-metrics": "metrics-server",
    }
    for release in recording.of(RELEASE):
        assert release.provider
        assert release.inputs["name"]
        assert release.inputs["atomic"] is True
        namespace = recording.one("kubernetes:core/v1:Namespace", f"{release.name}-namespace")
        assert namespace.inputs["metadata"]["name"] == release.inputs["namespace"]
        assert namespace.inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.release)
def test_every_chart_is_pinned_to_one_version_and_says_where_it_was_read(chart: Chart) -> None:
    assert re.fullmatch(r"v?\d+\.\d+\.\d+", chart.version)
    assert chart.source.startswith("https://")
    assert chart.name.startswith("oci://") == (chart.repository is None)


def test_all_charts_can_be_installed() -> None:
    assert len(CHARTS) == len(_made(EVERYTHING).of(RELEASE))


def test_prometheus_keeps_what_was_asked_for_where_monitoring_expects_it() -> None:
    monitoring = MonitoringOptions(namespace="observability", release="metrics")
    release = _made(Addons(monitoring=AddonMode.INSTALL), monitoring).one(RELEASE, "cluster-monitoring").inputs
    assert (release["namespace"], release["name"]) == ("observability", "metrics")
    assert release["values"]["prometheus"]["prometheusSpec"]["retention"] == "30d"
    assert release["values"]["kube-state-metrics"]["metricLabelsAllowlist"] == ["nodes=[*]"]


def test_the_gateway_goes_where_requests_are_let_in_from() -> None:
    options = GatewayOptions(mode=AddonMode.INSTALL, namespace="doors")
    release = _made(Addons(gateway=options)).one(RELEASE, "cluster-gateway").inputs
    assert release["namespace"] == "doors"
    assert release["chart"].startswith("oci://")
    assert "repositoryOpts" not in release
