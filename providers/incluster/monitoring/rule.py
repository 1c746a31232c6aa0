"""Recording and alerting rules as plain values, and the form in which a PrometheusRule holds them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from providers.incluster.monitoring.vocabulary import Series

RuleSpec = dict[str, str | dict[str, str]]
GroupSpec = dict[str, str | list[RuleSpec]]


@dataclass(frozen=True, slots=True)
class RecordingRule:
    """A series that is computed and kept.

    Attributes:
        labels: added to every sample of the result.
    """

    record: Series
    expression: str
    labels: Mapping[str, str] = field(default_factory=dict[str, str])

    def as_spec(self) -> RuleSpec:
        """The rule as an object file holds it."""
        spec: RuleSpec = {"record": self.record.value, "expr": self.expression}
        return {**spec, "labels": dict(self.labels)} if self.labels else spec


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingRule:
    """What somebody is told of once its expression has had a result for `for_minutes`."""

    alert: str
    expression: str
    for_minutes: int
    labels: Mapping[str, str]
    annotations: Mapping[str, str]

    def as_spec(self) -> RuleSpec:
        """The rule as an object file holds it."""
        return {
            "alert": self.alert,
            "expr": self.expression,
            "for": f"{self.for_minutes}m",
            "labels": dict(self.labels),
            "annotations": dict(self.annotations),
        }


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that are evaluated together, one after the other, so that a later one may read what an earlier recorded."""

    name: str
    rules: Sequence[RecordingRule | AlertingRule]
    interval: str = "30s"

    def as_spec(self) -> GroupSpec:
        """The group as an object file holds it."""
        return {"name": self.name, "interval": self.interval, "rules": [rule.as_spec() for rule in self.rules]}
