"""The budget alarm: 730 hours at the last day's pace, against each share of the budget, when rates are known."""

from dataclasses import replace
from decimal import Decimal

from components.specs import BudgetSpec, Environment
from providers.incluster.monitoring.rates import NodeRate, PoolRate
from providers.incluster.monitoring.rule import RecordingRule
from providers.incluster.monitoring.vocabulary import Series
from tests.unit.incluster_monitoring.watched import RATES, WATCHED, alerts, rules

REQUESTED = 'transship:pool_requested:sum{environment="prod",pool="accelerated",namespace="models",resource='


def costs(rates: dict[str, PoolRate]) -> dict[str, str]:
    recording = [rule for rule in rules(rates=rates) if isinstance(rule, RecordingRule)]
    return {rule.labels["pool"]: rule.expression for rule in recording if rule.record == Series.COST_HOURLY}


def with_budget(*percents: int) -> Environment:
    return replace(WATCHED, budget=BudgetSpec(monthly_usd=Decimal("1234.50"), warn_at_percent=percents))


def test_each_share_of_the_budget_has_its_alarm() -> None:
    found = {name: rule.expression for name, rule in alerts(with_budget(100, 80, 80)).items() if "budget" in name}
    monthly = 'sum(avg_over_time(transship:pool_cost:hourly_usd{environment="prod",pool=~"accelerated|cpu"}[1d])) * 730'
    assert found == {"budget-80-percent": f"{monthly} > 987.6", "budget-100-percent": f"{monthly} > 1234.5"}


def test_without_rates_or_without_a_budget_there_is_no_alarm() -> None:
    assert not [name for name in alerts(with_budget(80), {}) if "budget" in name]
    assert not [name for name in alerts(replace(WATCHED, budget=None)) if "budget" in name]


def test_an_alarm_watches_only_the_pools_whose_cost_is_known() -> None:
    rule = alerts(with_budget(80), {"cpu": RATES["cpu"]})["budget-80-percent"]
    assert 'pool=~"cpu"' in rule.expression


def test_what_pods_ask_for_is_priced_by_the_core_the_gib_and_the_device() -> None:
    assert costs({"accelerated": RATES["accelerated"]}) == {
        "accelerated": (
            f'(sum({REQUESTED}"cpu"}}) or vector(0)) * 0.02'
            f' + (sum({REQUESTED}"memory"}}) or vector(0)) * 0.003 / 1073741824'
            f' + (sum({REQUESTED}"nvidia_com_gpu"}}) or vector(0)) * 0.7'
        )
    }


def test_a_node_that_is_owned_costs_the_same_used_or_not() -> None:
    assert costs({"cpu": NodeRate(node_usd=Decimal("0.4125"))}) == {
        "cpu": 'transship:pool_nodes:count{environment="prod",pool="cpu"} * 0.4125'
    }
