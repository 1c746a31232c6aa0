"""Where Prometheus, Grafana and Alertmanager are, and who is told: part of a target's options. Pure."""

from dataclasses import dataclass, field
from enum import auto
from typing import Annotated

from annotated_types import Ge, Le

from components.capabilities import Kebab
from components.specs import Name, Severity

RECEIVER_SECRETS = {Severity.PAGE: "alerts_page", Severity.TICKET: "alerts_ticket"}
"""The stack file's secret that the receiver of each severity reads: a URL, or PagerDuty's routing key."""


class ReceiverKind(Kebab):
    """What an alert is sent to."""

    WEBHOOK = auto()
    """Any URL that takes Alertmanager's JSON."""
    SLACK = auto()
    """A Slack incoming webhook."""
    PAGERDUTY = auto()
    """A PagerDuty integration, by its routing key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One way to tell somebody. The URL or key is a secret of the stack file, see `RECEIVER_SECRETS`."""

    kind: ReceiverKind
    """What the alert is sent to."""
    channel: str | None = None
    """The Slack channel, where it is not the webhook's own."""

    def __post_init__(self) -> None:
        """Refuses a channel for what has none."""
        if self.channel is not None and self.kind is not ReceiverKind.SLACK:
            message = f"a {self.kind} receiver has no channel"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExporterOptions:
    """How NVIDIA's DCGM exporter is found; the defaults are what the GPU operator installs."""

    namespace: Name = "gpu-operator"
    """Where its Service is."""
    labels: dict[str, str] = field(default_factory=lambda: {"app": "nvidia-dcgm-exporter"})
    """The labels of its Service."""
    port: str = "gpu-metrics"
    """The name of its Service's port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringOptions:
    """The monitoring that a cluster has, or gets, and how it picks up what Transship adds."""

    namespace: Name = "monitoring"
    """Where Prometheus, Grafana and Alertmanager run."""
    release: Name = "kube-prometheus-stack"
    """The Helm release that installed them; the stack's own selectors ask for it."""
    labels: dict[str, str] = field(default_factory=dict[str, str])
    """Further labels on scrape and rule objects, where the operator selects by something of the owner's."""
    prometheus_url: str | None = None
    """Where Prometheus answers inside the cluster, when it is not the release's own Service."""
    grafana_url: str | None = None
    """The same for Grafana."""
    alertmanager_url: str | None = None
    """The same for Alertmanager."""
    exporter: ExporterOptions | None = field(default_factory=ExporterOptions)
    """How accelerators are measured; null where somebody else scrapes them with a `node` label."""
    receivers: dict[Severity, Receiver] = field(default_factory=dict[Severity, Receiver])
    """Who is told, by severity; the other severity's receiver is told of what has none of its own."""
    repeat_hours: Annotated[int, Ge(1), Le(168)] = 12
    """Hours after which an alert that still holds is told again."""
