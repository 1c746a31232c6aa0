"""The on-prem budget alarm: what the environment asks for, at the owner's rates, against its budget. Pure.

A cloud has a bill; the owner of a cluster has rates. What the environment's pods ask for (a request keeps capacity
from everybody else, used or not) is recorded as US dollars an hour for each pool. The alarm takes the last day's
average, so that neither a busy hour nor a quiet night decides, and asks what 730 such hours would cost.
"""

from collections.abc import Iterator, Sequence

from components.cost import HOURS_PER_MONTH
from components.specs import BudgetSpec, Severity
from providers.incluster.monitoring.promql import number
from providers.incluster.monitoring.rule import AlertingRule, RuleGroup
from providers.incluster.monitoring.vocabulary import Series

_FOR_MINUTES = 60
_ALL_PERCENT = 100


def budget_rules(environment_name: str, budget: BudgetSpec, priced_pools: Sequence[str], namespace: str) -> RuleGroup:
    """One alert for each share of the budget, over the pools whose cost is recorded: at least one.

    Each alert carries `namespace`: Alertmanager hands the routes of a namespace only alerts that do.
    """
    return RuleGroup(
        f"transship-{environment_name}-budget", list(_rules(environment_name, budget, priced_pools, namespace))
    )


def _rules(
    environment_name: str, budget: BudgetSpec, priced_pools: Sequence[str], namespace: str
) -> Iterator[AlertingRule]:
    hourly = Series.COST_HOURLY.of(environment=environment_name).matching("pool", priced_pools)
    monthly = f"sum(avg_over_time({hourly}[1d])) * {HOURS_PER_MONTH}"
    for percent in sorted(set(budget.warn_at_percent)):
        limit = number(budget.monthly_usd * percent / _ALL_PERCENT)
        yield AlertingRule(
            alert=f"budget-{percent}-percent",
            expression=f"{monthly} > {limit}",
            for_minutes=_FOR_MINUTES,
            labels={"environment": environment_name, "namespace": namespace, "severity": Severity.TICKET.value},
            annotations={
                "summary": f"{environment_name} is on its way past {percent} % of its budget",
                "description": (
                    f'At the last day\'s pace a month costs {{{{ printf "%.0f" $value }}}} USD; '
                    f"{percent} % of the budget is {limit} USD."
                ),
            },
        )
