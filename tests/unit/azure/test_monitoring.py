"""What watches: the cluster writes what it records, Azure evaluates the same alerts and tells people of money."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from components.specs import AlertKind, AlertSpec, BudgetSpec, MonitoringSpec, Severity
from providers.azure.options import AlertingOptions
from providers.incluster.options import AddonMode
from tests.rigs.azure import NOTIFIED, TENANT, named, options, planned
from tests.rigs.environments import environment
from transship.plan.recorder import Recording

ALERTS = (
    AlertSpec(name="errors", kind=AlertKind.ERROR_PERCENT, threshold=Decimal(1), severity=Severity.PAGE),
    AlertSpec(name="slow", kind=AlertKind.P95_MILLISECONDS, threshold=Decimal(500), for_minutes=10),
)
WATCHED = environment(
    monitoring=MonitoringSpec(alerts=ALERTS), budget=BudgetSpec(monthly_usd=Decimal(900), warn_at_percent=(50, 100))
)
RULES = "alertsmanagement:PrometheusRuleGroup"


@pytest.fixture(scope="module", name="watched")
def watched_stack() -> Recording:
    return planned(WATCHED)


def test_azure_evaluates_the_alerts_of_the_cluster(watched: Recording) -> None:
    group = named(watched, RULES, "monitoring-alerts").inputs
    rules = {rule["alert"]: rule for rule in group["rules"]}
    spec = watched.one("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "monitoring-rules").inputs["spec"]
    inside = {rule["alert"]: rule["expr"] for each in spec["groups"] for rule in each["rules"] if "alert" in rule}
    assert {name: rule["expression"] for name, rule in rules.items()} == inside
    assert group["scopes"] == ["cluster-metrics-id"]
    assert (rules["errors"]["severity"], rules["errors"]["for"]) == (1, "PT5M")
    assert (rules["slow"]["severity"], rules["slow"]["for"]) == (3, "PT10M")
    assert {rule["actions"][0]["actionGroupId"] for rule in rules.values()} == {"monitoring-people-id"}


def test_people_are_told_by_mail(watched: Recording) -> None:
    people = named(watched, "monitor:ActionGroup", "monitoring-people").inputs
    assert [each["emailAddress"] for each in people["emailReceivers"]] == ["team@example.com"]


def test_without_alerts_there_are_no_rules() -> None:
    assert planned().of(f"azure-native:{RULES}") == ()


def test_prometheus_writes_what_it_records_as_an_identity(watched: Recording) -> None:
    values = watched.one("kubernetes:helm.sh/v3:Release", "cluster-monitoring").inputs["values"]["prometheus"]
    (write,) = values["prometheusSpec"]["remoteWrite"]
    assert write["url"].startswith("[cluster-metrics-endpoint.metricsIngestion.endpoint]/dataCollectionRules/")
    assert write["azureAd"] == {"cloud": "AzurePublic", "sdk": {"tenantId": TENANT}}
    assert write["writeRelabelConfigs"] == [{"action": "keep", "regex": "transship:.*", "sourceLabels": ["__name__"]}]
    account = values["serviceAccount"]["name"]
    trust = named(watched, "managedidentity:FederatedIdentityCredential", "cluster-metrics-trust").inputs
    assert trust["subject"] == f"system:serviceaccount:monitoring:{account}"
    write_role = named(watched, "authorization:RoleAssignment", "cluster-metrics-write").inputs
    assert write_role["roleDefinitionId"].endswith("3913510d-42f4-4e42-8a64-420c390055eb")
    assert write_role["scope"] == "cluster-metrics-rule-id"


def test_every_series_that_alerts_ask_for_leaves_the_cluster(watched: Recording) -> None:
    for rule in named(watched, RULES, "monitoring-alerts").inputs["rules"]:
        assert "transship:" in rule["expression"]


def test_a_monitoring_that_is_the_owners_own_writes_nothing() -> None:
    chosen = options(addons=replace(options().addons, monitoring=AddonMode.PREINSTALLED))
    recording = planned(WATCHED, chosen)
    types = {resource.type for resource in recording.resources}
    assert "azure-native:monitor:AzureMonitorWorkspace" not in types
    assert f"azure-native:{RULES}" not in types


def test_the_budget_counts_what_carries_the_stacks_tag(watched: Recording) -> None:
    budget = named(watched, "consumption:Budget", "monitoring-budget")
    assert budget.inputs["amount"] == 900
    assert budget.inputs["filter"] == {"tags": {"name": "transship-stack", "operator": "In", "values": ["test"]}}
    assert budget.inputs["timePeriod"] == {"startDate": "2026-11-01T00:00:00Z"}
    assert budget.ignored == ("timePeriod",)
    assert {each["threshold"] for each in budget.inputs["notifications"].values()} == {50, 100}
    assert {tuple(each["contactEmails"]) for each in budget.inputs["notifications"].values()} == {("team@example.com",)}


def test_owners_hear_of_money_where_nobody_is_named() -> None:
    chosen = options(alerting=AlertingOptions(budget_starts=date(2026, 11, 1)))
    notifications = named(planned(WATCHED, chosen), "consumption:Budget", "monitoring-budget").inputs["notifications"]
    assert {tuple(each["contactRoles"]) for each in notifications.values()} == {("Owner",)}


def test_a_grafana_of_azures_comes_when_asked_for(watched: Recording) -> None:
    assert watched.of("azure-native:dashboard:Grafana") == ()
    recording = planned(WATCHED, options(alerting=replace(NOTIFIED, managed_grafana=True)))
    grafana = named(recording, "dashboard:Grafana", "monitoring-grafana").inputs
    (integration,) = grafana["properties"]["grafanaIntegrations"]["azureMonitorWorkspaceIntegrations"]
    assert integration["azureMonitorWorkspaceResourceId"] == "cluster-metrics-id"
    assert grafana["properties"]["apiKey"] == "Disabled"
    reads = named(recording, "authorization:RoleAssignment", "monitoring-grafana-read").inputs
    assert reads["roleDefinitionId"].endswith("b0d8363b-8ddd-447d-831f-62ca05bff136")
