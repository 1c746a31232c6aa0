"""Routes: who is told of what, once, and never with a secret in the configuration."""

import pytest

from components.specs import Severity
from providers.incluster.monitoring.options import MonitoringOptions, Receiver, ReceiverKind
from providers.incluster.monitoring.receivers import routes
from stacks.validation import validated
from tests.unit.incluster_monitoring.watched import TOLD, recorded, spec_of

WAYS = {
    ReceiverKind.WEBHOOK: ("webhookConfigs", "urlSecret"),
    ReceiverKind.SLACK: ("slackConfigs", "apiURL"),
    ReceiverKind.PAGERDUTY: ("pagerdutyConfigs", "routingKey"),
}


def test_pages_and_tickets_go_their_own_ways() -> None:
    spec = spec_of(recorded(), "AlertmanagerConfig", "monitoring-alert-routes")
    key = {"name": "transship-prod-alert-receivers"}
    assert spec["route"] == {
        "receiver": "ticket",
        "groupBy": ["alertname", "model", "pool"],
        "groupWait": "30s",
        "groupInterval": "5m",
        "repeatInterval": "12h",
        "matchers": [{"name": "environment", "matchType": "=", "value": "prod"}],
        "routes": [
            {"receiver": "page", "matchers": [{"name": "severity", "matchType": "=", "value": "page"}]},
            {"receiver": "ticket", "matchers": [{"name": "severity", "matchType": "=", "value": "ticket"}]},
        ],
    }
    assert spec["receivers"] == [
        {"name": "page", "pagerdutyConfigs": [{"routingKey": {**key, "key": "page"}, "sendResolved": True}]},
        {
            "name": "ticket",
            "slackConfigs": [{"apiURL": {**key, "key": "ticket"}, "sendResolved": True, "channel": "#models"}],
        },
    ]


def test_a_page_silences_the_ticket_about_the_same_model() -> None:
    assert routes("prod", "secret", TOLD)["inhibitRules"] == [
        {
            "sourceMatch": [
                {"name": "severity", "matchType": "=", "value": "page"},
                {"name": "model", "matchType": "=~", "value": ".+"},
            ],
            "targetMatch": [{"name": "severity", "matchType": "=", "value": "ticket"}],
            "equal": ["environment", "model"],
        }
    ]


@pytest.mark.parametrize("kind", ReceiverKind)
@pytest.mark.parametrize("severity", Severity)
def test_one_receiver_is_told_of_everything(kind: ReceiverKind, severity: Severity) -> None:
    spec = routes("prod", "secret", MonitoringOptions(receivers={severity: Receiver(kind=kind)}))
    configs, field = WAYS[kind]
    told = {field: {"name": "secret", "key": severity.value}, "sendResolved": True}
    assert spec["receivers"] == [{"name": severity.value, configs: [told]}]
    route = spec["route"]
    assert isinstance(route, dict)
    assert route["receiver"] == severity.value


def test_a_channel_belongs_to_slack() -> None:
    with pytest.raises(ValueError, match="a webhook receiver has no channel"):
        Receiver(kind=ReceiverKind.WEBHOOK, channel="#models")


def test_a_stack_file_describes_receivers() -> None:
    raw = {"receivers": {"page": {"kind": "pagerduty"}, "ticket": {"kind": "slack", "channel": "#models"}}}
    assert validated(MonitoringOptions, raw, "stack").receivers == TOLD.receivers
