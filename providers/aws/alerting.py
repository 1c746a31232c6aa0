"""Who is told, by means of AWS: alerts are evaluated in the managed workspace and sent to a topic of e-mails."""

from dataclasses import dataclass
from textwrap import indent

import pulumi
import yaml
from pulumi_aws import amp, sns

from components.results import Native
from components.specs import Environment
from providers.aws.policies import Statement, document
from providers.aws.site import Site
from providers.incluster.monitoring.alerts import alert_rules

TOPIC = "notices"
ALERTS = "alerts"
_WIDTH = 120
_SUBJECT = "[{{ .CommonLabels.severity }}] {{ .CommonLabels.alertname }} in {{ .CommonLabels.environment }}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingRequest:
    """What alerting is made from.

    Attributes:
        namespace: the serving namespace; alerts carry it.
        repeat_hours: hours after which an alert that still holds is told again.
    """

    site: Site
    environment: Environment
    namespace: pulumi.Input[str]
    workspace: amp.Workspace
    repeat_hours: int


def build_topic(
    parent: pulumi.Resource, name: str, site: Site, key_id: pulumi.Input[str], emails: tuple[str, ...]
) -> tuple[sns.Topic, Native]:
    """Creates the topic that alerts and the budget write to, and a subscription for everybody who is to be told.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        site: what things in the account are called after.
        key_id: the key that notices are encrypted with: AWS's own would refuse the services that send them.
        emails: who is told.
    """
    child = pulumi.ResourceOptions(parent=parent)
    topic = sns.Topic(f"{name}-{TOPIC}", name=site.named(TOPIC), kms_master_key_id=key_id, opts=child)
    policy = sns.TopicPolicy(
        f"{name}-{TOPIC}-policy", arn=topic.arn, policy=document(*_senders(site, topic.arn)), opts=child
    )
    subscriptions: dict[str, pulumi.Resource] = {
        f"{TOPIC}-{email}": sns.TopicSubscription(
            f"{name}-{TOPIC}-{email}", topic=topic.arn, protocol="email", endpoint=email, opts=child
        )
        for email in emails
    }
    return topic, {TOPIC: topic, f"{TOPIC}-policy": policy, **subscriptions}


def build_alerting(parent: pulumi.Resource, name: str, request: AlertingRequest, topic: sns.Topic) -> Native:
    """Creates the rules of the environment's alerts, and the way from them to the topic; nothing without alerts."""
    child = pulumi.ResourceOptions(parent=parent)
    if not any(alert_rules(request.site.environment, request.environment, "")):
        return {}
    rules = amp.RuleGroupNamespace(
        f"{name}-{ALERTS}",
        name=request.site.cluster,
        workspace_id=request.workspace.id,
        data=pulumi.Output.from_input(request.namespace).apply(lambda namespace: rules_of(request, namespace)),
        opts=child,
    )
    manager = amp.AlertManagerDefinition(
        f"{name}-{ALERTS}-routes",
        workspace_id=request.workspace.id,
        definition=topic.arn.apply(lambda arn: routes(request.site.region, arn, request.repeat_hours)),
        opts=child,
    )
    return {ALERTS: rules, f"{ALERTS}-routes": manager}


def rules_of(request: AlertingRequest, namespace: str) -> str:
    """The same alerts as in the cluster, over the series that its Prometheus records and sends."""
    groups = alert_rules(request.site.environment, request.environment, namespace)
    return yaml.safe_dump({"groups": [group.as_spec() for group in groups]}, sort_keys=False, allow_unicode=True)


def routes(region: str, topic_arn: str, repeat_hours: int) -> str:
    """The alert manager's definition: everything to one topic, the severity as an attribute to filter by.

    Source: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-config.html, 2026-11-21.
    """
    receiver = {
        "topic_arn": topic_arn,
        "sigv4": {"region": region},
        "subject": _SUBJECT,
        "send_resolved": True,
        "attributes": {"severity": "{{ .CommonLabels.severity }}"},
    }
    config = {
        "route": {
            "receiver": TOPIC,
            "group_by": ["alertname", "severity", "model", "pool"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": f"{repeat_hours}h",
        },
        "receivers": [{"name": TOPIC, "sns_configs": [receiver]}],
    }
    # The alert manager's own file is a text inside the definition.
    return "alertmanager_config: |\n" + indent(yaml.safe_dump(config, sort_keys=False, width=_WIDTH), "  ")


def _senders(site: Site, topic_arn: pulumi.Input[str]) -> list[Statement]:
    """The services that may write to the topic, on behalf of the account only."""
    return [
        {
            "Sid": "OnlyForThisAccount",
            "Effect": "Allow",
            "Principal": {"Service": ["aps.amazonaws.com", "budgets.amazonaws.com"]},
            "Action": ["sns:Publish", "sns:GetTopicAttributes"],
            "Resource": topic_arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": site.account_id}},
        }
    ]
