"""Whatever environment is valid can be watched: legal rules, legal names, nothing twice."""

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.specs import AlertKind, AlertSpec, BudgetSpec, Environment, MonitoringSpec, Severity
from tests.rigs.strategies import environments
from tests.unit.incluster_monitoring.promql_trees import metrics
from tests.unit.incluster_monitoring.watched import RATES, TOLD, alerts, objects, recorded, rules

thresholds = st.decimals(min_value=0, max_value=10**6, places=3)


@st.composite
def monitoring(draw: st.DrawFn) -> MonitoringSpec:
    """Alerts of any kind, threshold and audience, with or without dashboards."""
    names = draw(st.lists(st.from_regex(r"[a-z][a-z0-9]{0,38}", fullmatch=True), unique=True, max_size=5))
    alert = st.builds(
        AlertSpec,
        name=st.just("replaced"),
        kind=st.sampled_from(AlertKind),
        threshold=thresholds,
        for_minutes=st.integers(1, 10_000),
        severity=st.sampled_from(Severity),
        model=st.sampled_from([None, "fraud"]),
    )
    found = tuple(replace(draw(alert), name=name) for name in names)
    return MonitoringSpec(retention_days=draw(st.integers(1, 400)), dashboards=draw(st.booleans()), alerts=found)


@st.composite
def watched(draw: st.DrawFn) -> Environment:
    """Any environment with any monitoring and perhaps a budget."""
    percents = st.lists(st.integers(0, 100), max_size=3).map(tuple)
    budget = st.builds(
        BudgetSpec, monthly_usd=st.decimals(min_value="0.01", max_value=10**9, places=2), warn_at_percent=percents
    )
    return replace(draw(environments()), monitoring=draw(monitoring()), budget=draw(st.none() | budget))


@given(watched())
def test_every_rule_is_one_that_prometheus_takes(environment: Environment) -> None:
    for rule in rules(environment, RATES):
        assert metrics(rule.expression)


@given(watched())
def test_every_alert_that_can_fire_is_there_once(environment: Environment) -> None:
    can = {
        alert.name for alert in environment.monitoring.alerts if alert.kind is not AlertKind.IDLE_ACCELERATOR_PERCENT
    }
    found = {name for name in alerts(environment, {}) if not name.startswith("budget-")}
    assert found == can


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(watched())
def test_every_object_has_a_legal_name_of_its_own(environment: Environment) -> None:
    found = [(each.inputs["kind"], each.inputs["metadata"]["name"]) for each in objects(recorded(environment, TOLD))]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", name) for _, name in found)
