"""Alerts of the environment as Google Cloud's own: the same expressions, over the same recorded series."""

import re
from collections.abc import Sequence

import pulumi
from pulumi_gcp.monitoring import (
    AlertPolicy,
    AlertPolicyConditionArgs,
    AlertPolicyConditionConditionPrometheusQueryLanguageArgs,
    AlertPolicyDocumentationArgs,
    NotificationChannel,
)

from components.naming import joined
from components.specs import Environment, Severity
from providers.gcp.access import Access, label_value
from providers.incluster.monitoring.alerts import alert_rules
from providers.incluster.monitoring.rule import AlertingRule

CHANNEL = "notify"
ALERT = "alert"
_SECONDS_PER_MINUTE = 60
_SEVERITIES = {Severity.PAGE.value: "CRITICAL", Severity.TICKET.value: "WARNING"}


def build_channels(
    parent: pulumi.Resource, name: str, addresses: Sequence[str], access: Access
) -> dict[str, NotificationChannel]:
    """Creates one channel for each e-mail address."""
    return {
        f"{CHANNEL}-{label_value(address)}": NotificationChannel(
            f"{name}-{CHANNEL}-{label_value(address)}",
            display_name=f"{address} for {access.environment}",
            type="email",
            labels={"email_address": address},
            user_labels=access.labels,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for address in addresses
    }


def build_alert_policies(
    parent: pulumi.Resource,
    name: str,
    environment: Environment,
    access: Access,
    channels: Sequence[NotificationChannel],
) -> dict[str, pulumi.Resource]:
    """Creates one policy for each alert that can fire; nothing in the cluster is needed to tell of it."""
    rules = [rule for group in alert_rules(access.environment, environment, namespace="") for rule in group.rules]
    return {
        f"{ALERT}-{rule.alert}": _policy(f"{name}-{ALERT}-{rule.alert}", rule, access, channels, parent)
        for rule in rules
        if isinstance(rule, AlertingRule)
    }


def _policy(
    resource_name: str,
    rule: AlertingRule,
    access: Access,
    channels: Sequence[NotificationChannel],
    parent: pulumi.Resource,
) -> AlertPolicy:
    condition = AlertPolicyConditionConditionPrometheusQueryLanguageArgs(
        query=rule.expression,
        duration=f"{rule.for_minutes * _SECONDS_PER_MINUTE}s",
        evaluation_interval="30s",
        labels={"environment": access.environment, "severity": rule.labels["severity"]},
        # The series are there once the cluster has run for a while; the policy is there before.
        disable_metric_validation=True,
    )
    return AlertPolicy(
        resource_name,
        display_name=joined(access.environment, rule.alert),
        combiner="OR",
        severity=_SEVERITIES[rule.labels["severity"]],
        conditions=[AlertPolicyConditionArgs(display_name=rule.alert, condition_prometheus_query_language=condition)],
        documentation=AlertPolicyDocumentationArgs(content=_told(rule), mime_type="text/markdown"),
        notification_channels=[channel.id for channel in channels],
        user_labels=access.labels,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _told(rule: AlertingRule) -> str:
    """What the message says: Google Cloud fills labels in with a syntax of its own, and knows no template of values.

    Source: https://cloud.google.com/monitoring/alerts/doc-variables, 2026-11-21.
    """
    summary = re.sub(r"\{\{ \$labels\.(\w+) \}\}", r"${metric.label.\1}", rule.annotations["summary"])
    return f"{summary}\n\nFor {rule.for_minutes} minutes: `{rule.expression}`"
