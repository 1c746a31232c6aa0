"""Alerting rules from the environment's alert specifications. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.errors import Problem
from components.specs import AlertKind, AlertSpec, Environment
from providers.incluster.monitoring.promql import Selector, number
from providers.incluster.monitoring.rule import AlertingRule, RuleGroup
from providers.incluster.monitoring.vocabulary import Series


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    """How one kind of alert is asked of the vocabulary, and how it is told.

    Attributes:
        expression: from the specification and what it narrows the series to.
        subject: whom it concerns, as a template over the alert's labels.
        said: the value in words, as a template; `{threshold}` is filled in.
    """

    expression: Callable[[AlertSpec, "_Scope"], str]
    subject: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What one alert watches: model series by label, save for shadows, and the pools whose accelerators count.

    Nobody waits for a shadow's answers, so nobody is told when they are wrong or late; dashboards show them.
    """

    labels: Mapping[str, str]
    shadows: Sequence[Mapping[str, str]]
    environment: str
    pools: Sequence[str]

    def models(self, series: Series) -> str:
        watched = series.of(**self.labels)
        live = " unless ".join(str(each) for each in (watched, *(series.of(**labels) for labels in self.shadows)))
        return f"max by (model, variant) ({live})"

    def of_pools(self, series: Series) -> Selector:
        return series.of(environment=self.environment).matching("pool", self.pools)


def _idle(alert: AlertSpec, scope: _Scope) -> str:
    used = f"100 * max by (pool) ({scope.of_pools(Series.ACCELERATORS_USED)})"
    return f"{used} < {number(alert.threshold)} and on (pool) {scope.of_pools(Series.NODES)} > 0"


_OF_MODEL = "{{ $labels.model }} ({{ $labels.variant }})"
_WATCHES: Mapping[AlertKind, _Watch] = {
    AlertKind.ERROR_PERCENT: _Watch(
        expression=lambda alert, scope: f"100 * {scope.models(Series.ERROR_RATIO)} > {number(alert.threshold)}",
        subject=_OF_MODEL,
        said='{{{{ printf "%.2f" $value }}}} % of the requests fail; {threshold} % was the limit.',
    ),
    AlertKind.P95_MILLISECONDS: _Watch(
        expression=lambda alert, scope: f"1000 * {scope.models(Series.LATENCY_P95)} > {number(alert.threshold)}",
        subject=_OF_MODEL,
        said='95 of 100 requests take up to {{{{ printf "%.0f" $value }}}} ms; {threshold} ms was the limit.',
    ),
    AlertKind.UNAVAILABLE_REPLICAS: _Watch(
        expression=lambda alert, scope: f"{scope.models(Series.REPLICAS_UNAVAILABLE)} > {number(alert.threshold)}",
        subject=_OF_MODEL,
        said="{{{{ $value }}}} replicas are missing; {threshold} was the limit.",
    ),
    AlertKind.IDLE_ACCELERATOR_PERCENT: _Watch(
        expression=_idle,
        subject="pool {{ $labels.pool }}",
        said='accelerators are busy {{{{ printf "%.0f" $value }}}} % of the time; {threshold} % was the least.',
    ),
}


def alert_rules(environment_name: str, environment: Environment, namespace: str) -> Iterator[RuleGroup]:
    """One group with every alert that can fire; none without alerts.

    Each alert carries `namespace`: Alertmanager hands the routes of a namespace only alerts that do.
    """
    rules = [
        _rule(environment_name, environment, alert, namespace)
        for alert in environment.monitoring.alerts
        if not _silent(environment, alert)
    ]
    if rules:
        yield RuleGroup(f"transship-{environment_name}-alerts", rules)


def silent_alerts(environment: Environment) -> Iterator[Problem]:
    """The alerts that can never fire, and why: they are left out, and whoever asked for them is told."""
    for index, alert in enumerate(environment.monitoring.alerts):
        if why := _silent(environment, alert):
            yield Problem(f"monitoring.alerts[{index}]", f'"{alert.name}" cannot fire: {why}')


def gpu_pools(environment: Environment, model: str | None = None) -> list[str]:
    """The pools whose accelerators are measured: those with GPUs, of one model or of all."""
    used = {variant.pool for each in environment.models if each.name == model for variant in each.variants}
    return [
        pool.name
        for pool in environment.pools
        if (model is None or pool.name in used)
        and pool.requires.accelerator is not None
        and not pool.requires.accelerator.kind.is_tpu
    ]


def _silent(environment: Environment, alert: AlertSpec) -> str:
    if alert.kind is AlertKind.IDLE_ACCELERATOR_PERCENT:
        return "" if gpu_pools(environment, alert.model) else "no pool that it watches has GPUs"
    return "" if environment.models else "no model is served"


def _rule(environment_name: str, environment: Environment, alert: AlertSpec, namespace: str) -> AlertingRule:
    labels = {"environment": environment_name} | ({"model": alert.model} if alert.model else {})
    shadows = [
        {"environment": environment_name, "model": model.name, "variant": model.shadow.variant}
        for model in environment.models
        if model.shadow and alert.model in {None, model.name}
    ]
    pools = gpu_pools(environment, alert.model)
    scope = _Scope(labels=labels, shadows=shadows, environment=environment_name, pools=pools)
    watch = _WATCHES[alert.kind]
    return AlertingRule(
        alert=alert.name,
        expression=watch.expression(alert, scope),
        for_minutes=alert.for_minutes,
        labels={"environment": environment_name, "namespace": namespace, "severity": alert.severity.value},
        annotations={
            "summary": f"{alert.name}: {watch.subject} in {environment_name}",
            "description": watch.said.format(threshold=number(alert.threshold)),
        },
    )
