"""How rules are given to Prometheus itself to evaluate, over series as runtimes and kube-state-metrics export them.

Needs `promtool`, a part of the engine that the demo does without: `python -m lab.engine promtool`.
"""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
import yaml

from lab.engine import locate
from providers.incluster.monitoring.build import rule_groups
from providers.incluster.monitoring.rates import PoolRate
from providers.incluster.monitoring.rule import GroupSpec, RuleSpec
from providers.incluster.monitoring.scrape import INTERVAL
from tests.unit.incluster_monitoring.watched import NAMESPACE, RATES, WATCHED, pool_results

PROMTOOL = locate("promtool")
needs_promtool = pytest.mark.skipif(
    PROMTOOL is None, reason="rules are parsed, not evaluated: python -m lab.engine promtool"
)

SAMPLES = 500
Told = Sequence[tuple[Mapping[str, str], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is scraped, and what must have come of it after half an hour.

    Attributes:
        scraped: metric name, labels, and values in promtool's notation.
        found: what a query gives; None for nothing at all.
        told: alerts that fire, by name: whom they name, and what they say.
        reason: what the case settles.
    """

    reason: str
    scraped: Sequence[tuple[str, Mapping[str, str], str]]
    found: Mapping[str, float | None] = field(default_factory=dict[str, float | None])
    told: Mapping[str, Told] = field(default_factory=dict[str, Told])
    rates: Mapping[str, PoolRate] = field(default_factory=lambda: RATES)
    at_minutes: int = 30


def growing(per_minute: float) -> str:
    """A counter that grows evenly, scraped as often as we scrape."""
    return f"0+{per_minute / 4:g}x{SAMPLES}"


def steady(value: float) -> str:
    """A gauge that stays as it is."""
    return f"{value}x{SAMPLES}"


def notation(name: str, labels: Mapping[str, str]) -> str:
    inside = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{inside}}}"


def unit_test(case: Case, rules: Sequence[RuleSpec]) -> dict[str, object]:
    """The case as promtool reads it."""
    at = f"{case.at_minutes}m"
    labels = {rule["alert"]: rule["labels"] for rule in rules if "alert" in rule}
    return {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": "1m",
        "fuzzy_compare": True,
        "tests": [
            {
                "interval": INTERVAL,
                "input_series": [
                    {"series": notation(name, labels), "values": values} for name, labels, values in case.scraped
                ],
                "promql_expr_test": [
                    {
                        "expr": f"round({query}, 0.000001)",
                        "eval_time": at,
                        "exp_samples": [] if value is None else [{"labels": "{}", "value": value}],
                    }
                    for query, value in case.found.items()
                ],
                "alert_rule_test": [
                    {
                        "eval_time": at,
                        "alertname": name,
                        "exp_alerts": [
                            {
                                "exp_labels": {**cast("dict[str, str]", labels[name]), **whom},
                                "exp_annotations": {"description": said},
                            }
                            for whom, said in told
                        ],
                    }
                    for name, told in case.told.items()
                ],
            }
        ],
    }


def promtool(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PROMTOOL), *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def groups_of(rates: Mapping[str, PoolRate]) -> list[GroupSpec]:
    """The rules of the watched environment, as its PrometheusRule holds them."""
    return [group.as_spec() for group in rule_groups("prod", WATCHED, NAMESPACE, pool_results(WATCHED), rates)]


def evaluate(case: Case, folder: Path) -> None:
    """Asserts that Prometheus finds what the case says."""
    groups = groups_of(case.rates)
    rules = [rule for group in groups for rule in cast("list[RuleSpec]", group["rules"])]
    for rule in rules:
        cast("dict[str, str]", rule.get("annotations", {})).pop("summary", None)  # asserted with the rules themselves
    (folder / "rules.yaml").write_text(yaml.safe_dump({"groups": groups}))
    (folder / "test.yaml").write_text(yaml.safe_dump(unit_test(case, rules)))
    done = promtool(folder, "test", "rules", "test.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
