"""Groups of logs: kept for as long as was asked, never forever, and encrypted like everything else."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """How logs are kept.

    Attributes:
        key_arn: the key that they are encrypted with; None for AWS's own.
    """

    retention_days: int
    key_arn: pulumi.Input[str] | None


def build_log_group(
    parent: pulumi.Resource, resource_name: str, log_name: str, settings: LogSettings
) -> cloudwatch.LogGroup:
    """Creates the group before anything writes to it: a service that finds none makes its own, and keeps it forever."""
    return cloudwatch.LogGroup(
        resource_name,
        name=log_name,
        retention_in_days=settings.retention_days,
        kms_key_id=settings.key_arn,
        opts=pulumi.ResourceOptions(parent=parent),
    )
