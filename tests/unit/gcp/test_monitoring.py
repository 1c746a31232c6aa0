"""Monitoring on Google Cloud: the same expressions as in the cluster, told by Google, and a budget on the bill."""

import json
from decimal import Decimal

import pytest

from components.specs import (
    AlertKind,
    AlertSpec,
    BudgetSpec,
    Environment,
    MonitoringSpec,
    Severity,
)
from providers.gcp.dashboard import dashboard
from providers.gcp.monitoring import gpu_pod_monitor
from providers.gcp.options import GkeAddons
from providers.incluster.options import AddonMode
from tests.rigs.environments import A100, V5E, accelerated_pool, cpu_pool, environment
from tests.rigs.gcp import options, plan
from transship.plan.recorder import Inputs, Recording

POLICY = "gcp:monitoring/alertPolicy:AlertPolicy"
CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
DASHBOARD = "gcp:monitoring/dashboard:Dashboard"
BUDGET = "gcp:billing/budget:Budget"
RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule"
POD_MONITOR = "kubernetes:monitoring.coreos.com/v1:PodMonitor"
SERVICE_MONITOR = "kubernetes:monitoring.coreos.com/v1:ServiceMonitor"
RELEASE = "kubernetes:helm.sh/v3:Release"
WRITER = "gcp:projects/iAMMember:IAMMember"
ALERTS = (
    AlertSpec(name="errors", kind=AlertKind.ERROR_PERCENT, threshold=Decimal(1), severity=Severity.PAGE),
    AlertSpec(name="idle", kind=AlertKind.IDLE_ACCELERATOR_PERCENT, threshold=Decimal(10), for_minutes=60),
)


def watched(**changes: object) -> Environment:
    pools = (cpu_pool(), accelerated_pool(A100))
    return environment(**{"pools": pools, "monitoring": MonitoringSpec(alerts=ALERTS), **changes})


@pytest.fixture(scope="module")
def planned() -> Recording:
    return plan(watched(), options(notify=("oncall@example.com", "ml@example.com")))


def condition(recording: Recording, alert: str) -> Inputs:
    (found,) = recording.one(POLICY, f"monitoring-alert-{alert}").inputs["conditions"]
    return found["conditionPrometheusQueryLanguage"]


def test_google_evaluates_what_the_cluster_evaluates(planned: Recording) -> None:
    groups = planned.one(RULES, "monitoring-rules").inputs["spec"]["groups"]
    inside = {rule["alert"]: rule["expr"] for group in groups for rule in group["rules"] if "alert" in rule}
    outside = {policy.name.removeprefix("monitoring-alert-"): None for policy in planned.of(POLICY)}
    assert {name: condition(planned, name)["query"] for name in outside} == inside
    assert inside.keys() == {"errors", "idle"}


@pytest.mark.parametrize(("alert", "seconds", "severity"), [("errors", 300, "CRITICAL"), ("idle", 3600, "WARNING")])
def test_an_alert_waits_and_weighs_as_asked(planned: Recording, alert: str, seconds: int, severity: str) -> None:
    assert condition(planned, alert)["duration"] == f"{seconds}s"
    assert planned.one(POLICY, f"monitoring-alert-{alert}").inputs["severity"] == severity


def test_every_address_is_told_of_every_alert(planned: Recording) -> None:
    addresses = {channel.inputs["labels"]["email_address"] for channel in planned.of(CHANNEL)}
    assert addresses == {"oncall@example.com", "ml@example.com"}
    for policy in planned.of(POLICY):
        assert len(policy.inputs["notificationChannels"]) == 2


def test_labels_in_messages_are_google_s_to_fill_in(planned: Recording) -> None:
    content = planned.one(POLICY, "monitoring-alert-errors").inputs["documentation"]["content"]
    assert content.startswith("errors: ${metric.label.model} (${metric.label.variant}) in test\n")
    assert "{{" not in content


def test_only_recorded_series_leave_the_cluster_and_by_google_s_prometheus(planned: Recording) -> None:
    values = planned.one(RELEASE, "cluster-monitoring").inputs["values"]["prometheus"]
    spec = values["prometheusSpec"]
    assert spec["image"]["repository"] == "prometheus-engine/prometheus"
    assert spec["image"]["tag"].startswith(spec["version"])
    assert spec["additionalArgs"] == [{"name": "export.match", "value": '{__name__=~"transship:.+"}'}]
    assert spec["externalLabels"] == {
        "project_id": "my-project",
        "location": "us-central1",
        "cluster": "transship-test",
    }
    assert spec["retention"] == "15d"
    writer = planned.one(WRITER, "cluster-metrics-writer").inputs["member"]
    assert writer.endswith(f"/ns/monitoring/sa/{values['serviceAccount']['name']}")


def test_nobody_writes_metrics_where_prometheus_is_the_owners() -> None:
    chosen = options(addons=GkeAddons(monitoring=AddonMode.PREINSTALLED))
    assert [each.name for each in plan(chosen=chosen).of(WRITER)] == ["cluster-node-account-duties"]


@pytest.mark.parametrize(("accelerator", "monitored"), [(A100, True), (V5E, False)])
def test_gpus_are_measured_by_gke_s_own_exporter(accelerator: object, monitored: bool) -> None:
    pool = accelerated_pool(accelerator)  # pyright: ignore[reportArgumentType]
    recording = plan(environment(pools=(cpu_pool(), pool)))
    names = {each.name for each in recording.of(POD_MONITOR)}
    assert ("monitoring-gpu-metrics" in names) is monitored
    assert recording.of(SERVICE_MONITOR) == ()


def test_gpu_metrics_are_told_apart_by_node() -> None:
    node = {"action": "replace", "sourceLabels": ["__meta_kubernetes_pod_node_name"], "targetLabel": "node"}
    endpoint = {"port": "metrics", "interval": "15s", "relabelings": [node]}
    assert gpu_pod_monitor()["podMetricsEndpoints"] == [endpoint]


def test_the_dashboard_draws_what_is_recorded_and_nothing_else(planned: Recording) -> None:
    drawn = json.loads(planned.one(DASHBOARD, "monitoring-dashboard").inputs["dashboardJson"])
    queries = [
        data["timeSeriesQuery"]["prometheusQuery"]
        for tile in drawn["mosaicLayout"]["tiles"]
        for data in tile["widget"]["xyChart"]["dataSets"]
    ]
    groups = planned.one(RULES, "monitoring-rules").inputs["spec"]["groups"]
    recorded = {rule["record"] for group in groups for rule in group["rules"] if "record" in rule}
    assert {query.partition("{")[0] for query in queries} <= recorded
    assert all(query.endswith('{environment="test"}') for query in queries)


def test_tiles_of_the_dashboard_do_not_overlap() -> None:
    tiles = json.loads(dashboard("test", watched(), accelerators=True))["mosaicLayout"]["tiles"]
    corners = [(tile.get("xPos", 0), tile.get("yPos", 0)) for tile in tiles]
    assert len(set(corners)) == len(tiles)
    assert all(tile.get("xPos", 0) + tile["width"] <= 48 for tile in tiles)


def test_no_dashboard_where_none_is_wanted() -> None:
    assert plan(environment(monitoring=MonitoringSpec(dashboards=False))).of(DASHBOARD) == ()


@pytest.mark.parametrize(
    ("usd", "amount"),
    [
        ("25000", {"currencyCode": "USD", "units": "25000"}),
        ("99.5", {"currencyCode": "USD", "units": "99", "nanos": 500000000}),
    ],
)
def test_the_budget_counts_the_bill_of_this_stack(usd: str, amount: dict[str, object]) -> None:
    budget = BudgetSpec(monthly_usd=Decimal(usd), warn_at_percent=(100, 50, 80))
    inputs = plan(watched(budget=budget), options(notify=("ml@example.com",))).one(BUDGET, "monitoring-budget").inputs
    assert inputs["amount"] == {"specifiedAmount": amount}
    assert inputs["billingAccount"] == "000000-000000-000000"
    assert inputs["budgetFilter"]["projects"] == ["projects/123456789012"]
    assert inputs["budgetFilter"]["labels"] == {"transship-stack": "gcp-test"}
    assert [rule["thresholdPercent"] for rule in inputs["thresholdRules"]] == [0.5, 0.8, 1]
    assert len(inputs["allUpdatesRule"]["monitoringNotificationChannels"]) == 1
    assert inputs["allUpdatesRule"]["disableDefaultIamRecipients"] is False


def test_no_budget_where_none_is_set() -> None:
    assert plan().of(BUDGET) == ()
