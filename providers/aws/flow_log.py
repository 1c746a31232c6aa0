"""A log of the connections that a network refused."""

import pulumi
from pulumi_aws import ec2, iam

from components.results import Native
from providers.aws.logs import LogSettings, build_log_group
from providers.aws.policies import allow, document, trusts_service
from providers.aws.site import Site

_WRITES_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams")


def build_flow_log(
    parent: pulumi.Resource, name: str, site: Site, vpc_id: pulumi.Input[str], logs: LogSettings
) -> Native:
    """Logs refused connections: what an intruder tries, at a small part of what logging everything costs."""
    child = pulumi.ResourceOptions(parent=parent)
    group = build_log_group(parent, f"{name}-flow-logs", f"/transship/{site.cluster}/network", logs)
    role = iam.Role(
        f"{name}-flow-logs",
        name=site.role("flow-logs"),
        assume_role_policy=trusts_service("vpc-flow-logs.amazonaws.com", for_account=site.account_id),
        opts=child,
    )
    policy = iam.RolePolicy(
        f"{name}-flow-logs",
        name="write-logs",
        role=role.name,
        policy=document(allow(_WRITES_LOGS, pulumi.Output.concat(group.arn, ":*"))),
        opts=child,
    )
    log = ec2.FlowLog(
        f"{name}-flow-logs",
        vpc_id=vpc_id,
        traffic_type="REJECT",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[policy])),
    )
    return {"flow-logs": log, "flow-logs-group": group, "flow-logs-role": role}
