"""Keeps what nodes say to AWS inside the VPC: endpoints for the services they need, and a log of what was refused."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ec2, iam

from components.results import Native
from providers.aws.network import Network
from providers.aws.policies import allow, document, trusts_service
from providers.aws.site import Site

HTTPS = 443
OBJECTS = "s3"
SERVICES = ("ecr.api", "ecr.dkr", "eks", "eks-auth", "sts", "ec2", "autoscaling", "kms", "logs", "aps-workspaces")
"""What nodes, add-ons and model pods call; the bucket's endpoint is of another kind, and costs nothing.

Source: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html, 2026-11-21.
"""

_WRITES_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """How logs are kept.

    Attributes:
        key_arn: the key they are encrypted with; None for AWS's own.
    """

    retention_days: int
    key_arn: pulumi.Input[str] | None


def build_endpoints(parent: pulumi.Resource, name: str, site: Site, network: Network) -> Native:
    """Creates a gateway endpoint for objects, and an interface endpoint for every other service."""
    child = pulumi.ResourceOptions(parent=parent)
    group = ec2.SecurityGroup(
        f"{name}-endpoints",
        name=site.named("endpoints"),
        description="AWS services, for nodes and pods",
        vpc_id=network.vpc_id,
        ingress=[{"protocol": "tcp", "from_port": HTTPS, "to_port": HTTPS, "cidr_blocks": [network.cidr]}],
        opts=child,
    )
    objects = ec2.VpcEndpoint(
        f"{name}-endpoint-{OBJECTS}",
        vpc_id=network.vpc_id,
        service_name=_service(site, OBJECTS),
        vpc_endpoint_type="Gateway",
        route_table_ids=network.route_table_ids,
        tags={"Name": site.named(OBJECTS)},
        opts=child,
    )
    services = {
        f"endpoint-{service}": ec2.VpcEndpoint(
            f"{name}-endpoint-{service}",
            vpc_id=network.vpc_id,
            service_name=_service(site, service),
            vpc_endpoint_type="Interface",
            subnet_ids=network.subnet_ids,
            security_group_ids=[group.id],
            private_dns_enabled=True,
            tags={"Name": site.named(service)},
            opts=child,
        )
        for service in SERVICES
    }
    return {"endpoints": group, f"endpoint-{OBJECTS}": objects, **services}


def build_flow_log(
    parent: pulumi.Resource, name: str, site: Site, vpc_id: pulumi.Input[str], logs: LogSettings
) -> Native:
    """Logs refused connections: what an intruder tries, at a small part of what logging everything costs."""
    child = pulumi.ResourceOptions(parent=parent)
    group = cloudwatch.LogGroup(
        f"{name}-flow-logs",
        name=f"/transship/{site.cluster}/network",
        retention_in_days=logs.retention_days,
        kms_key_id=logs.key_arn,
        opts=child,
    )
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


def _service(site: Site, service: str) -> str:
    prefix = "cn.com.amazonaws" if site.partition == "aws-cn" and service != OBJECTS else "com.amazonaws"
    return f"{prefix}.{site.region}.{service}"
