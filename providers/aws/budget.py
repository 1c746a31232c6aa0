"""The budget alarm: AWS's own bill of what carries the environment's tag, against what it may cost."""

import pulumi
from pulumi_aws import budgets

from components.specs import BudgetSpec
from providers.aws.site import ENVIRONMENT_TAG, Site

BUDGET = "budget"


def build_budget(
    parent: pulumi.Resource, name: str, site: Site, spec: BudgetSpec, topic_arn: pulumi.Input[str]
) -> budgets.Budget:
    """Creates the budget, and a notice for each share of it that was spent, or will be by the end of the month.

    The bill knows the tag once it is activated as a cost allocation tag, by hand and once per organization.
    Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html, 2026-11-21.
    """
    return budgets.Budget(
        f"{name}-{BUDGET}",
        name=site.named(),
        budget_type="COST",
        time_unit="MONTHLY",
        limit_amount=f"{spec.monthly_usd:f}",
        limit_unit="USD",
        cost_filters=[{"name": "TagKeyValue", "values": [f"user:{ENVIRONMENT_TAG}${site.environment}"]}],
        notifications=[_notice(percent, topic_arn) for percent in sorted(set(spec.warn_at_percent))],
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _notice(percent: int, topic_arn: pulumi.Input[str]) -> budgets.BudgetNotificationArgs:
    return budgets.BudgetNotificationArgs(
        comparison_operator="GREATER_THAN",
        notification_type="ACTUAL",
        threshold=percent,
        threshold_type="PERCENTAGE",
        subscriber_sns_topic_arns=[topic_arn],
    )
