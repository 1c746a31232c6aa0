"""The environment's alerts, evaluated by Azure over what the cluster wrote, and told by e-mail."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native.alertsmanagement import (
    PrometheusRuleArgs,
    PrometheusRuleGroup,
    PrometheusRuleGroupActionArgs,
    PrometheusRuleResolveConfigurationArgs,
)
from pulumi_azure_native.monitor import ActionGroup, MicrosoftCommonEmailReceiverArgs

from components.specs import Severity
from providers.azure.foundation import Foundation
from providers.azure.metrics import Metrics
from providers.incluster.monitoring.rule import AlertingRule, RuleGroup

PEOPLE = "people"
ALERTS = "alerts"

_SEVERITIES = {Severity.PAGE: 1, Severity.TICKET: 3}
"""Azure counts from 0, critical, to 4, verbose.

Source: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview, 2026-11-21.
"""
_EVERY_MINUTE = "PT1M"
_RESOLVED_AFTER = "PT10M"
_SHORT_NAME_LENGTH = 12


def build_people(parent: pulumi.Resource, name: str, foundation: Foundation, emails: Sequence[str]) -> ActionGroup:
    """Creates the group that is told."""
    names = foundation.access.names
    return ActionGroup(
        f"{name}-{PEOPLE}",
        action_group_name=names.regional(PEOPLE),
        group_short_name=names.environment[:_SHORT_NAME_LENGTH],
        resource_group_name=foundation.group.name,
        location="Global",
        enabled=True,
        email_receivers=[
            MicrosoftCommonEmailReceiverArgs(name=email, email_address=email, use_common_alert_schema=True)
            for email in emails
        ],
        tags=foundation.access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def build_alerts(
    parent: pulumi.Resource,
    name: str,
    foundation: Foundation,
    metrics: Metrics,
    people: ActionGroup,
    groups: pulumi.Output[Sequence[RuleGroup]],
) -> PrometheusRuleGroup:
    """Creates the rules: those of the cluster's own Prometheus, from the same alert specifications.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        foundation: where they are created.
        metrics: what they ask.
        people: who is told.
        groups: the alerts; recording is the cluster's.
    """
    access = foundation.access
    return PrometheusRuleGroup(
        f"{name}-{ALERTS}",
        rule_group_name=access.names.regional(ALERTS),
        resource_group_name=foundation.group.name,
        location=access.region,
        description=f"Alerts of environment {access.names.environment}",
        enabled=True,
        interval=_EVERY_MINUTE,
        scopes=[metrics.workspace.id],
        rules=groups.apply(lambda known: _rules(known, people)),
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _rules(groups: Sequence[RuleGroup], people: ActionGroup) -> list[PrometheusRuleArgs]:
    return [_rule(rule, people) for group in groups for rule in group.rules if isinstance(rule, AlertingRule)]


def _rule(rule: AlertingRule, people: ActionGroup) -> PrometheusRuleArgs:
    return PrometheusRuleArgs(
        alert=rule.alert,
        expression=rule.expression,
        for_=f"PT{rule.for_minutes}M",
        enabled=True,
        severity=_SEVERITIES[Severity(rule.labels["severity"])],
        labels=rule.labels,
        annotations=rule.annotations,
        actions=[PrometheusRuleGroupActionArgs(action_group_id=people.id)],
        resolve_configuration=PrometheusRuleResolveConfigurationArgs(
            auto_resolved=True, time_to_resolve=_RESOLVED_AFTER
        ),
    )
