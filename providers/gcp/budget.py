"""The budget alarm: what Google Cloud has billed for the environment, against what it may cost."""

from collections.abc import Sequence
from decimal import Decimal

import pulumi
from pulumi_gcp.billing import (
    Budget,
    BudgetAllUpdatesRuleArgs,
    BudgetAmountArgs,
    BudgetAmountSpecifiedAmountArgs,
    BudgetBudgetFilterArgs,
    BudgetThresholdRuleArgs,
)
from pulumi_gcp.monitoring import NotificationChannel

from components.specs import BudgetSpec
from providers.gcp.access import STACK_LABEL, Access

BUDGET = "budget"
_NANOS = 10**9
_ALL_PERCENT = 100


def build_budget(
    parent: pulumi.Resource,
    name: str,
    spec: BudgetSpec,
    billing_account: str,
    access: Access,
    channels: Sequence[NotificationChannel],
) -> Budget:
    """Creates the budget; it counts what carries the stack's label, node by node and disk by disk.

    Billing administrators are told in any case. A budget tells and never stops anything.
    """
    return Budget(
        f"{name}-{BUDGET}",
        billing_account=billing_account,
        display_name=access.named(),
        amount=BudgetAmountArgs(specified_amount=_amount(spec.monthly_usd)),
        budget_filter=BudgetBudgetFilterArgs(
            projects=[f"projects/{access.project_number}"],
            labels={STACK_LABEL: access.labels[STACK_LABEL]},
            calendar_period="MONTH",
            credit_types_treatment="INCLUDE_ALL_CREDITS",
        ),
        threshold_rules=[
            BudgetThresholdRuleArgs(threshold_percent=percent / _ALL_PERCENT, spend_basis="CURRENT_SPEND")
            for percent in sorted(set(spec.warn_at_percent))
        ],
        all_updates_rule=BudgetAllUpdatesRuleArgs(
            monitoring_notification_channels=[channel.id for channel in channels], disable_default_iam_recipients=False
        )
        if channels
        else None,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _amount(usd: Decimal) -> BudgetAmountSpecifiedAmountArgs:
    """The amount in the two parts that the API wants: whole dollars, and billionths of one."""
    whole = int(usd)
    nanos = int((usd - whole) * _NANOS)
    return BudgetAmountSpecifiedAmountArgs(currency_code="USD", units=str(whole), nanos=nanos or None)
