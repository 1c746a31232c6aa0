"""The VPC of an environment: private subnets in several zones, and a way out that is no way in."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components.results import Native
from providers.aws.addresses import plan_subnets
from providers.aws.options import ExistingNetwork, NetworkOptions
from providers.aws.site import Site
from providers.aws.subnets import Side, build_private, build_public
from providers.aws.zones import zones

VPC = "vpc"
DEFAULT_GROUP = "default-group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Where nodes live.

    Attributes:
        cidr: its addresses.
        subnet_ids: of the private subnets, one in each zone.
        route_table_ids: of the private subnets; empty in a network that is its owner's.
    """

    vpc_id: pulumi.Input[str]
    cidr: str
    subnet_ids: list[pulumi.Input[str]]
    route_table_ids: list[pulumi.Input[str]]
    native: Native


def adopt_network(existing: ExistingNetwork) -> Network:
    """The owner's own VPC: nothing is created."""
    return Network(
        vpc_id=existing.vpc_id,
        cidr=existing.cidr,
        subnet_ids=list(existing.private_subnet_ids),
        route_table_ids=[],
        native={},
    )


def build_network(parent: pulumi.Resource, name: str, site: Site, options: NetworkOptions) -> Network:
    """Creates the VPC, its subnets and their routes.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        site: what things in the account are called after.
        options: addresses, zones, the way out.
    """
    child = pulumi.ResourceOptions(parent=parent)
    vpc = ec2.Vpc(
        f"{name}-{VPC}",
        cidr_block=options.cidr,
        enable_dns_support=True,
        enable_dns_hostnames=True,
        tags={"Name": site.cluster},
        opts=child,
    )
    # Whatever is started without a security group gets the default one: so that one lets nothing through.
    locked = ec2.DefaultSecurityGroup(f"{name}-{DEFAULT_GROUP}", vpc_id=vpc.id, opts=child)
    subnets = plan_subnets(options.cidr, zones(site.region, options.zone_ids))
    side = Side(parent=parent, name=name, site=site, vpc_id=vpc.id)
    public = build_public(side, subnets, options.nat)
    private = [build_private(side, each, public.gateways[each.zone_id]) for each in subnets]
    native: dict[str, pulumi.Resource] = {VPC: vpc, DEFAULT_GROUP: locked, **public.native}
    for each in private:
        native |= each.native
    return Network(
        vpc_id=vpc.id,
        cidr=options.cidr,
        subnet_ids=[each.subnet.id for each in private],
        route_table_ids=[each.table.id for each in private],
        native=native,
    )
