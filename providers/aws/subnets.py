"""The two sides of a VPC: public subnets, where load balancers and NAT gateways are, and private ones, for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components.results import Native
from providers.aws.addresses import Subnets
from providers.aws.options import NatKind
from providers.aws.site import Site

PUBLIC = "public"
PRIVATE = "private"
INTERNET = "internet"
NAT = "nat"
EVERYWHERE = "0.0.0.0/0"

_BALANCERS = {PUBLIC: {"kubernetes.io/role/elb": "1"}, PRIVATE: {"kubernetes.io/role/internal-elb": "1"}}
"""Where Kubernetes puts load balancers.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html, 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What the parts of a VPC are made under.

    Attributes:
        parent: gives the children their provider.
        name: what the names of all children start with.
    """

    parent: pulumi.Resource
    name: str
    site: Site
    vpc_id: pulumi.Input[str]

    @property
    def child(self) -> pulumi.ResourceOptions:
        """The options of every part."""
        return pulumi.ResourceOptions(parent=self.parent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """The public side: the NAT gateway of each zone, by the zone's id."""

    gateways: Mapping[str, ec2.NatGateway]
    native: Native


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """The private subnet of one zone, and its routes."""

    subnet: ec2.Subnet
    table: ec2.RouteTable
    native: Native


def build_public(side: Side, subnets: Sequence[Subnets], nat: NatKind) -> Public:
    """Creates the public subnets and, in all of them or in the first, a NAT gateway."""
    internet = ec2.InternetGateway(
        f"{side.name}-{INTERNET}", vpc_id=side.vpc_id, tags={"Name": side.site.cluster}, opts=side.child
    )
    table = _table(side, PUBLIC)
    route = ec2.Route(
        f"{side.name}-{PUBLIC}-default",
        route_table_id=table.id,
        destination_cidr_block=EVERYWHERE,
        gateway_id=internet.id,
        opts=side.child,
    )
    made = {each.zone_id: _subnet(side, PUBLIC, each.zone_id, each.public, table) for each in subnets}
    with_gateway = list(made)[:1] if nat is NatKind.ONE else list(made)
    gateways = {zone: _gateway(side, zone, made[zone], route) for zone in with_gateway}
    return Public(
        gateways={zone: gateways.get(zone, gateways[with_gateway[0]]) for zone in made},
        native={
            INTERNET: internet,
            f"{PUBLIC}-routes": table,
            **{f"{PUBLIC}-{zone}": subnet for zone, subnet in made.items()},
            **{f"{NAT}-{zone}": gateway for zone, gateway in gateways.items()},
        },
    )


def build_private(side: Side, subnets: Subnets, gateway: ec2.NatGateway) -> Private:
    """Creates the private subnet of one zone; its way out is the gateway."""
    part = f"{PRIVATE}-{subnets.zone_id}"
    table = _table(side, part)
    subnet = _subnet(side, PRIVATE, subnets.zone_id, subnets.private, table)
    route = ec2.Route(
        f"{side.name}-{part}-default",
        route_table_id=table.id,
        destination_cidr_block=EVERYWHERE,
        nat_gateway_id=gateway.id,
        opts=side.child,
    )
    native = {part: subnet, f"{part}-routes": table, f"{part}-default": route}
    return Private(subnet=subnet, table=table, native=native)


def _table(side: Side, part: str) -> ec2.RouteTable:
    tags = {"Name": side.site.named(part)}
    return ec2.RouteTable(f"{side.name}-{part}-routes", vpc_id=side.vpc_id, tags=tags, opts=side.child)


def _subnet(side: Side, kind: str, zone_id: str, cidr: str, table: ec2.RouteTable) -> ec2.Subnet:
    resource_name = f"{side.name}-{kind}-{zone_id}"
    subnet = ec2.Subnet(
        resource_name,
        vpc_id=side.vpc_id,
        availability_zone_id=zone_id,
        cidr_block=cidr,
        # Load balancers and NAT gateways bring their own addresses; nothing else gets a public one by chance.
        map_public_ip_on_launch=False,
        tags={"Name": side.site.named(kind, zone_id), **_BALANCERS[kind]},
        opts=side.child,
    )
    ec2.RouteTableAssociation(resource_name, subnet_id=subnet.id, route_table_id=table.id, opts=side.child)
    return subnet


def _gateway(side: Side, zone_id: str, subnet: ec2.Subnet, route: ec2.Route) -> ec2.NatGateway:
    resource_name, tags = f"{side.name}-{NAT}-{zone_id}", {"Name": side.site.named(zone_id)}
    address = ec2.Eip(f"{resource_name}-address", domain="vpc", tags=tags, opts=side.child)
    # A gateway without the way to the internet is created, and fails.
    after = pulumi.ResourceOptions.merge(side.child, pulumi.ResourceOptions(depends_on=[route]))
    return ec2.NatGateway(resource_name, allocation_id=address.id, subnet_id=subnet.id, tags=tags, opts=after)
