"""Keeps what nodes say to AWS inside the VPC: endpoints for the services they need."""

import pulumi
from pulumi_aws import ec2

from components.results import Native
from providers.aws.network import Network
from providers.aws.site import Site

HTTPS = 443
OBJECTS = "s3"
SERVICES = ("ecr.api", "ecr.dkr", "eks", "eks-auth", "sts", "ec2", "autoscaling", "kms", "logs", "aps-workspaces")
"""What nodes, add-ons and model pods call; the bucket's endpoint is of another kind, and costs nothing.

Source: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html, 2026-11-21.
"""


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


def _service(site: Site, service: str) -> str:
    prefix = "cn.com.amazonaws" if site.partition == "aws-cn" and service != OBJECTS else "com.amazonaws"
    return f"{prefix}.{site.region}.{service}"
