"""Who is told: an AlertmanagerConfig, and the Secret that its receivers read. No secret stands in the config itself."""

from collections.abc import Mapping

import pulumi
from pulumi_kubernetes.core.v1 import Secret
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.errors import InvalidInputError, Problem
from components.specs import Severity
from providers.incluster.monitoring.objects import Place, custom_object
from providers.incluster.monitoring.options import RECEIVER_SECRETS, MonitoringOptions, Receiver, ReceiverKind

_SUFFIX = "alert-routes"
_SECRET_SUFFIX = "alert-receivers"  # noqa: S105 - a name, not a secret


def build_receivers(
    parent: pulumi.Resource,
    name: str,
    place: Place,
    options: MonitoringOptions,
    secrets: Mapping[str, pulumi.Output[str]],
) -> dict[str, pulumi.Resource]:
    """Creates the routes and their Secret; nothing without receivers. `secrets` are the stack file's, by name.

    Raises:
        InvalidInputError: a receiver has no secret.
    """
    if not options.receivers:
        return {}
    _check(options.receivers, secrets)
    secret = Secret(
        f"{name}-{_SECRET_SUFFIX}",
        metadata=ObjectMetaArgs(name=place.named(_SECRET_SUFFIX), namespace=place.namespace, labels=place.labels),
        string_data={severity.value: secrets[RECEIVER_SECRETS[severity]] for severity in sorted(options.receivers)},
        type="Opaque",
        opts=pulumi.ResourceOptions(parent=parent),
    )
    spec = routes(place.environment_name, place.named(_SECRET_SUFFIX), options)
    config = custom_object(parent, f"{name}-{_SUFFIX}", "AlertmanagerConfig", place, _SUFFIX, spec)
    return {"alert_receivers": secret, "alert_routes": config}


def routes(environment_name: str, secret_name: str, options: MonitoringOptions) -> dict[str, object]:
    """The specification of the AlertmanagerConfig: one receiver for each severity that has one."""
    receivers = options.receivers
    fallback = Severity.TICKET if Severity.TICKET in receivers else Severity.PAGE
    return {
        "route": {
            "receiver": fallback.value,
            "groupBy": ["alertname", "model", "pool"],
            "groupWait": "30s",
            "groupInterval": "5m",
            "repeatInterval": f"{options.repeat_hours}h",
            "matchers": [_equals("environment", environment_name)],
            "routes": [
                {"receiver": severity.value, "matchers": [_equals("severity", severity.value)]}
                for severity in sorted(receivers)
            ],
        },
        "receivers": [_receiver(severity, receivers[severity], secret_name) for severity in sorted(receivers)],
        # Whoever was woken for a model needs no ticket about it as well.
        "inhibitRules": [
            {
                "sourceMatch": [_equals("severity", Severity.PAGE.value), _present("model")],
                "targetMatch": [_equals("severity", Severity.TICKET.value)],
                "equal": ["environment", "model"],
            }
        ],
    }


def _receiver(severity: Severity, receiver: Receiver, secret_name: str) -> dict[str, object]:
    key = {"name": secret_name, "key": severity.value}
    match receiver.kind:
        case ReceiverKind.WEBHOOK:
            how = {"webhookConfigs": [{"urlSecret": key, "sendResolved": True}]}
        case ReceiverKind.SLACK:
            channel = {"channel": receiver.channel} if receiver.channel else {}
            how = {"slackConfigs": [{"apiURL": key, "sendResolved": True, **channel}]}
        case ReceiverKind.PAGERDUTY:
            how = {"pagerdutyConfigs": [{"routingKey": key, "sendResolved": True}]}
    return {"name": severity.value, **how}


def _equals(label: str, value: str) -> dict[str, str]:
    return {"name": label, "matchType": "=", "value": value}


def _present(label: str) -> dict[str, str]:
    return {"name": label, "matchType": "=~", "value": ".+"}


def _check(receivers: Mapping[Severity, Receiver], secrets: Mapping[str, pulumi.Output[str]]) -> None:
    problems = [
        Problem(
            f"receivers.{severity}",
            f"the secret {RECEIVER_SECRETS[severity]} is not set",
            f"pulumi config set --secret --path transship:secrets.{RECEIVER_SECRETS[severity]}",
        )
        for severity in sorted(receivers)
        if RECEIVER_SECRETS[severity] not in secrets
    ]
    if problems:
        raise InvalidInputError("monitoring", problems)
