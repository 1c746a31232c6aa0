"""What AWS watches and tells: the cluster's metrics, the same alerts, the bill."""

from decimal import Decimal

import pytest
import yaml

from components.specs import AlertKind, AlertSpec, BudgetSpec, MonitoringSpec
from providers.incluster.monitoring.options import MonitoringOptions
from tests.rigs.aws_settings import ACCOUNT, REGION, plan, policy
from tests.rigs.environments import environment
from transship.plan.recorder import Recording

ALERTS = (
    AlertSpec(name="errors", kind=AlertKind.ERROR_PERCENT, threshold=Decimal(1)),
    AlertSpec(name="slow", kind=AlertKind.P95_MILLISECONDS, threshold=Decimal(500)),
)
TOLD = "team@example.com"


@pytest.fixture(scope="module")
def recording() -> Recording:
    wanted = environment(
        monitoring=MonitoringSpec(retention_days=30, alerts=ALERTS),
        budget=BudgetSpec(monthly_usd=Decimal("1500.50"), warn_at_percent=(50, 100)),
    )
    return plan(wanted, notify=(TOLD,), monitoring=MonitoringOptions(repeat_hours=6))


def test_prometheus_sends_everything_to_the_workspace(recording: Recording) -> None:
    release = recording.one("kubernetes:helm.sh/v3:Release", "cluster-monitoring").inputs["values"]["prometheus"]
    (remote,) = release["prometheusSpec"]["remoteWrite"]
    assert remote == {"url": "[cluster-metrics.prometheusEndpoint]api/v1/remote_write", "sigv4": {"region": REGION}}
    identity = recording.one(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation", "cluster-metrics-writer-identity"
    ).inputs
    assert (identity["namespace"], identity["serviceAccount"]) == ("monitoring", release["serviceAccount"]["name"])


def test_prometheus_may_write_and_nothing_else(recording: Recording) -> None:
    statements = policy(recording.one("aws:iam/rolePolicy:RolePolicy", "cluster-metrics-writer-role"))
    assert statements == [{"Effect": "Allow", "Action": ["aps:RemoteWrite"], "Resource": "[cluster-metrics.arn]"}]


def test_metrics_are_kept_as_long_as_asked(recording: Recording) -> None:
    (retention,) = recording.of("aws:amp/workspaceConfiguration:WorkspaceConfiguration")
    assert retention.inputs["retentionPeriodInDays"] == 30


def test_aws_evaluates_the_alerts_that_the_cluster_does(recording: Recording) -> None:
    (namespace,) = recording.of("aws:amp/ruleGroupNamespace:RuleGroupNamespace")
    (outside,) = yaml.safe_load(namespace.inputs["data"])["groups"]
    rules = recording.one("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "monitoring-rules")
    (inside,) = [group for group in rules.inputs["spec"]["groups"] if group["name"] == outside["name"]]
    assert outside == inside
    assert [rule["alert"] for rule in outside["rules"]] == ["errors", "slow"]


def test_alerts_are_sent_to_the_topic(recording: Recording) -> None:
    (definition,) = recording.of("aws:amp/alertManagerDefinition:AlertManagerDefinition")
    config = yaml.safe_load(yaml.safe_load(definition.inputs["definition"])["alertmanager_config"])
    (receiver,) = config["receivers"]
    (sns,) = receiver["sns_configs"]
    assert config["route"]["receiver"] == receiver["name"]
    assert config["route"]["repeat_interval"] == "6h"
    assert (sns["topic_arn"], sns["sigv4"]) == ("[monitoring-notices.arn]", {"region": REGION})


def test_without_alerts_there_is_nothing_to_evaluate() -> None:
    recording = plan()
    assert not recording.of("aws:amp/ruleGroupNamespace:RuleGroupNamespace")
    assert not recording.of("aws:amp/alertManagerDefinition:AlertManagerDefinition")


def test_people_are_told_by_mail(recording: Recording) -> None:
    (subscription,) = recording.of("aws:sns/topicSubscription:TopicSubscription")
    assert (subscription.inputs["protocol"], subscription.inputs["endpoint"]) == ("email", TOLD)


def test_only_alerts_and_budgets_of_the_account_write_to_the_topic(recording: Recording) -> None:
    (statement,) = policy(recording.one("aws:sns/topicPolicy:TopicPolicy", "monitoring-notices-policy"))
    assert statement["Principal"] == {"Service": ["aps.amazonaws.com", "budgets.amazonaws.com"]}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_notices_are_encrypted_under_a_key_that_their_senders_may_use(recording: Recording) -> None:
    (topic,) = recording.of("aws:sns/topic:Topic")
    assert topic.inputs["kmsMasterKeyId"] == "[registry-key.arn]"
    senders = [
        statement
        for statement in policy(recording.one("aws:kms/key:Key", "registry-key"))
        if statement["Principal"] == {"Service": ["aps.amazonaws.com", "budgets.amazonaws.com"]}
    ]
    assert [statement["Action"] for statement in senders] == [["kms:GenerateDataKey*", "kms:Decrypt"]]


def test_the_budget_counts_what_carries_the_environments_tag(recording: Recording) -> None:
    (budget,) = recording.of("aws:budgets/budget:Budget")
    assert (budget.inputs["limitAmount"], budget.inputs["limitUnit"]) == ("1500.50", "USD")
    assert budget.inputs["costFilters"] == [{"name": "TagKeyValue", "values": ["user:transship-environment$test"]}]
    assert [(each["threshold"], each["thresholdType"]) for each in budget.inputs["notifications"]] == [
        (50, "PERCENTAGE"),
        (100, "PERCENTAGE"),
    ]
    assert all(
        each["subscriberSnsTopicArns"] == ["[monitoring-notices.arn]"] for each in budget.inputs["notifications"]
    )


def test_everything_that_can_be_tagged_is(recording: Recording) -> None:
    (provider,) = recording.of("pulumi:providers:aws")
    tags = yaml.safe_load(provider.inputs["defaultTags"])["tags"]
    assert tags == {"managed-by": "transship", "transship-environment": "test", "transship-stack": "test"}
    assert yaml.safe_load(provider.inputs["allowedAccountIds"]) == [ACCOUNT]
