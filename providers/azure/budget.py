"""The budget alarm: what is spent under the stack's tags, in whichever group of the subscription it is."""

from collections.abc import Sequence
from datetime import date

import pulumi
from pulumi_azure_native.consumption import (
    Budget,
    BudgetComparisonExpressionArgs,
    BudgetFilterArgs,
    BudgetTimePeriodArgs,
    NotificationArgs,
)
from pulumi_azure_native.monitor import ActionGroup

from components.specs import BudgetSpec
from providers.azure.access import STACK_TAG, Access

BUDGET = "budget"


def build_budget(
    parent: pulumi.Resource,
    name: str,
    access: Access,
    spec: BudgetSpec,
    starts: date,
    people: ActionGroup,
    emails: Sequence[str],
) -> Budget:
    """Creates the budget. It is the subscription's: the cluster's nodes are in a group of AKS's own, and count, too."""
    return Budget(
        f"{name}-{BUDGET}",
        budget_name=access.names.regional(access.region, BUDGET),
        scope=access.subscription,
        category="Cost",
        # The API takes a number of JSON; nothing is computed with it.
        amount=float(spec.monthly_usd),
        time_grain="Monthly",
        time_period=BudgetTimePeriodArgs(start_date=f"{starts.isoformat()}T00:00:00Z"),
        filter=BudgetFilterArgs(
            tags=BudgetComparisonExpressionArgs(name=STACK_TAG, operator="In", values=[access.tags[STACK_TAG]])
        ),
        notifications={
            f"actual-{percent}-percent": _notification(percent, people, emails)
            for percent in sorted(set(spec.warn_at_percent))
        },
        # Azure moves the period on by itself and fills in an end.
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["timePeriod"]),
    )


def _notification(percent: int, people: ActionGroup, emails: Sequence[str]) -> NotificationArgs:
    return NotificationArgs(
        enabled=True,
        operator="GreaterThanOrEqualTo",
        threshold=percent,
        threshold_type="Actual",
        contact_emails=list(emails),
        contact_groups=[people.id],
        contact_roles=None if emails else ["Owner"],
    )
