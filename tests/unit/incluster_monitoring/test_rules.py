"""Rules: Prometheus takes every expression, one vocabulary carries everything, and each kind of alert is exact."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from components.specs import AlertKind, MonitoringSpec, Runtime, RuntimeKind, Severity
from providers.incluster.monitoring.build import gaps
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.monitoring.pool_rules import pool_rules
from providers.incluster.monitoring.rule import RecordingRule
from providers.incluster.monitoring.sources import SOURCES
from providers.incluster.monitoring.vocabulary import Series, requests_per_second
from tests.rigs.environments import V5E, accelerated_pool, cpu_pool, environment, model, variant
from tests.unit.incluster_monitoring.promql_trees import metrics
from tests.unit.incluster_monitoring.watched import (
    ALERTS,
    RATES,
    TOLD,
    WATCHED,
    alerts,
    pool_results,
    recorded,
    rules,
    spec_of,
)

RULES = "PrometheusRule"
GUIDE = Path(__file__).parents[3] / "docs" / "monitoring.md"
MODEL_SERIES = {
    Series.REQUESTS,
    Series.REQUESTS_1M,
    Series.ERRORS,
    Series.ERROR_RATIO,
    Series.LATENCY_P50,
    Series.LATENCY_P95,
    Series.LATENCY_P99,
}

EXPRESSIONS: dict[tuple[AlertKind, str | None], str] = {
    (AlertKind.ERROR_PERCENT, None): (
        '100 * max by (model, variant) (transship:errors:ratio5m{environment="prod"} '
        'unless transship:errors:ratio5m{environment="prod",model="fraud",variant="next"}) > 2.5'
    ),
    (AlertKind.ERROR_PERCENT, "assistant"): (
        '100 * max by (model, variant) (transship:errors:ratio5m{environment="prod",model="assistant"}) > 2.5'
    ),
    (AlertKind.P95_MILLISECONDS, None): (
        '1000 * max by (model, variant) (transship:latency_seconds:p95_5m{environment="prod"} '
        'unless transship:latency_seconds:p95_5m{environment="prod",model="fraud",variant="next"}) > 2.5'
    ),
    (AlertKind.P95_MILLISECONDS, "assistant"): (
        '1000 * max by (model, variant) (transship:latency_seconds:p95_5m{environment="prod",model="assistant"}) > 2.5'
    ),
    (AlertKind.UNAVAILABLE_REPLICAS, None): (
        'max by (model, variant) (transship:replicas:unavailable{environment="prod"} '
        'unless transship:replicas:unavailable{environment="prod",model="fraud",variant="next"}) > 2.5'
    ),
    (AlertKind.UNAVAILABLE_REPLICAS, "assistant"): (
        'max by (model, variant) (transship:replicas:unavailable{environment="prod",model="assistant"}) > 2.5'
    ),
    (AlertKind.IDLE_ACCELERATOR_PERCENT, None): (
        '100 * max by (pool) (transship:pool_accelerators:used_ratio5m{environment="prod",pool=~"accelerated"}) < 2.5 '
        'and on (pool) transship:pool_nodes:count{environment="prod",pool=~"accelerated"} > 0'
    ),
    (AlertKind.IDLE_ACCELERATOR_PERCENT, "assistant"): (
        '100 * max by (pool) (transship:pool_accelerators:used_ratio5m{environment="prod",pool=~"accelerated"}) < 2.5 '
        'and on (pool) transship:pool_nodes:count{environment="prod",pool=~"accelerated"} > 0'
    ),
}


def test_prometheus_takes_every_expression() -> None:
    for rule in rules():
        assert metrics(rule.expression), rule


def test_every_name_of_the_vocabulary_is_recorded_and_no_other() -> None:
    recorded_names = {rule.record for rule in rules() if isinstance(rule, RecordingRule)}
    assert recorded_names == set(Series)


def test_no_two_rules_write_the_same_series() -> None:
    written = Counter(
        (rule.record, tuple(sorted(rule.labels.items()))) for rule in rules() if isinstance(rule, RecordingRule)
    )
    assert {key for key, count in written.items() if count > 1} == set()


@pytest.mark.parametrize("kind", RuntimeKind)
def test_every_runtime_speaks_the_whole_vocabulary_of_models(kind: RuntimeKind) -> None:
    here = {rule.record for rule in rules() if isinstance(rule, RecordingRule) and rule.labels.get("runtime") == kind}
    assert here == MODEL_SERIES


def test_alerts_and_autoscalers_read_nothing_but_the_vocabulary() -> None:
    known = {series.value for series in Series}
    read = set[str]().union(*(metrics(rule.expression) for rule in alerts().values()))
    assert read <= known
    assert metrics(requests_per_second("prod", "fraud", "live")) == {Series.REQUESTS_1M.value}


def test_every_source_says_where_and_when_it_was_read() -> None:
    assert set(SOURCES) == set(RuntimeKind)
    for source in SOURCES.values():
        assert source.documented_at.startswith("https://")
        assert date(2026, 1, 1) <= source.as_of


def test_the_guide_names_every_series_and_what_each_runtime_counts() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert [series for series in Series if f"`{series.value}`" not in guide] == []
    counted = {counter.metric for source in SOURCES.values() for counter in source.requests}
    assert [metric for metric in counted - {"nv_inference_request_failure"} if f"`{metric}`" not in guide] == []


def test_the_cases_below_cover_every_kind_for_one_model_and_for_all() -> None:
    assert {(alert.kind, alert.model) for alert in ALERTS} == set(EXPRESSIONS)


@pytest.mark.parametrize(("kind", "one"), EXPRESSIONS)
def test_each_kind_of_alert(kind: AlertKind, one: str | None) -> None:
    rule = alerts()[f"{kind}-{one or 'all'}"]
    assert rule.expression == EXPRESSIONS[kind, one]
    severity = Severity.PAGE if one else Severity.TICKET
    assert dict(rule.labels) == {"environment": "prod", "namespace": "models", "severity": severity}
    assert rule.as_spec()["for"] == "5m"
    assert "2.5" in rule.annotations["description"]
    assert "$labels" in rule.annotations["summary"]


def test_what_is_created_is_what_is_computed() -> None:
    groups = cast("list[dict[str, list[dict[str, str]]]]", spec_of(recorded(), RULES, "monitoring-rules")["groups"])
    created = [rule["expr"] for group in groups for rule in group["rules"]]
    assert created == [rule.expression for rule in rules()]


def test_an_alert_that_cannot_fire_is_left_out_and_said() -> None:
    watched = environment(
        pools=(cpu_pool(), accelerated_pool(V5E)),
        models=(model(variants=(variant(runtime=Runtime(kind=RuntimeKind.VLLM), pool="accelerated"),)),),
        monitoring=MonitoringSpec(alerts=tuple(replace(alert, model=None) for alert in ALERTS[-2:])),
    )
    assert alerts(watched) == {}
    assert [str(gap) for gap in gaps(watched, TOLD, {})] == [
        f'monitoring.alerts[{index}]: "{alert.name}" cannot fire: no pool that it watches has GPUs'
        for index, alert in enumerate(ALERTS[-2:])
    ]


def test_alerts_without_a_receiver_and_a_budget_without_rates_are_said() -> None:
    assert [gap.where for gap in gaps(WATCHED, MonitoringOptions(), {})] == ["budget", "monitoring.alerts"]
    assert gaps(WATCHED, TOLD, RATES) == []


def test_a_pool_is_told_by_its_own_selector_as_kube_state_metrics_writes_it() -> None:
    pools = pool_results(WATCHED)
    pools["cpu"] = replace(pools["cpu"], selector={"example.com/nodeRole": 'a "b"', "zone": "1"})
    (group,) = [group for group in pool_rules("prod", pools) if group.name == "transship-prod-pool-cpu"]
    assert group.rules[0].expression == (
        'max by (node) (kube_node_labels{label_example_com_node_role="a \\"b\\"",label_zone="1"})'
    )
