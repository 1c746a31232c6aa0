"""The VPC of an environment: private subnets in several zones, and a way out that is no way in."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components.results import Native
from providers.aws.addresses import Subnets, plan_subnets
from providers.aws.options import ExistingNetwork, NatKind, NetworkOptions
from providers.aws.site import Site
from providers.aws.zones import zones

VPC = "vpc"
INTERNET = "internet"
PUBLIC_ROUTES = "public-routes"
EVERYWHERE = "0.0.0.0/0"

_INTERNAL_BALANCERS = {"kubernetes.io/role/internal-elb": "1"}
_PUBLIC_BALANCERS = {"kubernetes.io/role/elb": "1"}
"""Where Kubernetes puts load balancers.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html, 2026-11-21.
"""


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
    locked = ec2.DefaultSecurityGroup(f"{name}-default-group", vpc_id=vpc.id, opts=child)
    native: dict[str, pulumi.Resource] = {VPC: vpc, "default-group": locked}
    subnets = plan_subnets(options.cidr, zones(site.region, options.zone_ids))
    gateways = _public_side(parent, name, site, vpc, subnets, options.nat, native)
    private = [_private_side(parent, name, site, vpc, each, gateways, native) for each in subnets]
    return Network(
        vpc_id=vpc.id,
        cidr=options.cidr,
        subnet_ids=[subnet.id for subnet, _ in private],
        route_table_ids=[table.id for _, table in private],
        native=native,
    )


def _public_side(
    parent: pulumi.Resource,
    name: str,
    site: Site,
    vpc: ec2.Vpc,
    subnets: tuple[Subnets, ...],
    nat: NatKind,
    native: dict[str, pulumi.Resource],
) -> dict[str, ec2.NatGateway]:
    """Creates what has public addresses, and returns the NAT gateway of each zone."""
    child = pulumi.ResourceOptions(parent=parent)
    internet = ec2.InternetGateway(f"{name}-{INTERNET}", vpc_id=vpc.id, tags={"Name": site.cluster}, opts=child)
    table = ec2.RouteTable(f"{name}-{PUBLIC_ROUTES}", vpc_id=vpc.id, tags={"Name": site.named("public")}, opts=child)
    route = ec2.Route(
        f"{name}-{PUBLIC_ROUTES}-default",
        route_table_id=table.id,
        destination_cidr_block=EVERYWHERE,
        gateway_id=internet.id,
        opts=child,
    )
    native |= {INTERNET: internet, PUBLIC_ROUTES: table}
    gateways: dict[str, ec2.NatGateway] = {}
    for each in subnets:
        zone = each.zone_id
        subnet = _subnet(f"{name}-public-{zone}", site, vpc, zone, each.public, _PUBLIC_BALANCERS, child)
        native[f"public-{zone}"] = subnet
        ec2.RouteTableAssociation(f"{name}-public-{zone}", subnet_id=subnet.id, route_table_id=table.id, opts=child)
        if nat is NatKind.ONE and gateways:
            gateways[zone] = next(iter(gateways.values()))
            continue
        tags = {"Name": site.named(zone)}
        address = ec2.Eip(f"{name}-nat-{zone}-address", domain="vpc", tags=tags, opts=child)
        # A gateway without the way out is created, and fails.
        after = pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[route]))
        gateways[zone] = ec2.NatGateway(
            f"{name}-nat-{zone}", allocation_id=address.id, subnet_id=subnet.id, tags=tags, opts=after
        )
        native[f"nat-{zone}"] = gateways[zone]
    return gateways


def _private_side(
    parent: pulumi.Resource,
    name: str,
    site: Site,
    vpc: ec2.Vpc,
    subnets: Subnets,
    gateways: dict[str, ec2.NatGateway],
    native: dict[str, pulumi.Resource],
) -> tuple[ec2.Subnet, ec2.RouteTable]:
    child, zone = pulumi.ResourceOptions(parent=parent), subnets.zone_id
    subnet = _subnet(f"{name}-private-{zone}", site, vpc, zone, subnets.private, _INTERNAL_BALANCERS, child)
    table = ec2.RouteTable(
        f"{name}-private-{zone}-routes", vpc_id=vpc.id, tags={"Name": site.named("private", zone)}, opts=child
    )
    route = ec2.Route(
        f"{name}-private-{zone}-default",
        route_table_id=table.id,
        destination_cidr_block=EVERYWHERE,
        nat_gateway_id=gateways[zone].id,
        opts=child,
    )
    ec2.RouteTableAssociation(f"{name}-private-{zone}", subnet_id=subnet.id, route_table_id=table.id, opts=child)
    native |= {f"private-{zone}": subnet, f"private-{zone}-routes": table, f"private-{zone}-default": route}
    return subnet, table


def _subnet(
    resource_name: str,
    site: Site,
    vpc: ec2.Vpc,
    zone: str,
    cidr: str,
    role: dict[str, str],
    child: pulumi.ResourceOptions,
) -> ec2.Subnet:
    side = "public" if role is _PUBLIC_BALANCERS else "private"
    return ec2.Subnet(
        resource_name,
        vpc_id=vpc.id,
        availability_zone_id=zone,
        cidr_block=cidr,
        # Load balancers and NAT gateways bring their own addresses; nothing else gets a public one by chance.
        map_public_ip_on_launch=False,
        tags={"Name": site.named(side, zone), **role},
        opts=child,
    )
