"""Networks: VPC, subnets, gateways, routes.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of, v6.47.1,
https://github.com/hashicorp/terraform-provider-aws/tree/v6.47.1/internal/service/ec2, 2026-11-21.
"""

from collections.abc import Iterator
from typing import Final

from lab.clouds.values import Properties, at
from lab.clouds.vendor import Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.kinds import Kind, Made, measured, paths

VPC: Final = "aws:ec2/vpc:Vpc"
SUBNET: Final = "aws:ec2/subnet:Subnet"
_INTERNET_GATEWAY: Final = "aws:ec2/internetGateway:InternetGateway"
_ADDRESS: Final = "aws:ec2/eip:Eip"
ROUTE_TABLE: Final = "aws:ec2/routeTable:RouteTable"

OF_THE_ACCOUNT: Final = "arn:aws:ec2:{region}:{account}"
_LARGEST_PREFIX: Final = 28
_SMALLEST_PREFIX: Final = 16
_TARGETS: Final = paths(
    "gatewayId natGatewayId egressOnlyGatewayId networkInterfaceId transitGatewayId vpcEndpointId "
    "vpcPeeringConnectionId carrierGatewayId localGatewayId coreNetworkArn"
)


def _size(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, 2026-11-21."""
    del existing
    networks, failures = rules.ranges("cidrBlock", [at(inputs, "cidrBlock")])
    yield from failures
    for network in networks:
        if not _SMALLEST_PREFIX <= network.prefixlen <= _LARGEST_PREFIX:
            yield Failure("cidrBlock", f"{network} is not between /16 and /28 (InvalidVpc.Range)")


def _place(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """A subnet lies in its VPC, beside the other subnets."""
    vpc = at(inputs, "vpcId")
    mine, _ = rules.ranges("cidrBlock", [at(inputs, "cidrBlock")])
    around = existing.find(VPC, vpc) if isinstance(vpc, str) else None
    if around is None:
        return
    outer, _ = rules.ranges("", [around.inputs.get("cidrBlock")])
    yield from rules.inside("cidrBlock", mine, outer, around.id)
    beside = [
        each
        for each in existing.resources(SUBNET)
        if each.inputs.get("vpcId") == vpc and not _same(each.inputs, inputs)
    ]
    taken = [(each.id, net) for each in beside for net in rules.ranges("", [each.inputs.get("cidrBlock")])[0]]
    yield from rules.apart("cidrBlock", mine, taken)


def _same(one: Properties, other: Properties) -> bool:
    """Whether both are the inputs of one subnet, now and after a change that does not move it."""
    places = ("cidrBlock", "availabilityZone", "availabilityZoneId")
    return all(one.get(place) == other.get(place) for place in places)


def _one_target(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    del existing
    targets = {
        "gatewayId",
        "natGatewayId",
        "egressOnlyGatewayId",
        "networkInterfaceId",
        "transitGatewayId",
        "vpcEndpointId",
        "vpcPeeringConnectionId",
        "carrierGatewayId",
        "localGatewayId",
        "coreNetworkArn",
    }
    given = sorted(key for key in targets if inputs.get(key) is not None)
    if len(given) != 1:
        yield Failure("", f"a route has one target, but there are {len(given)}: {', '.join(given) or 'none'}")


def _zone_name(made: Made) -> str:
    """The letters of zones differ between accounts; the last digit of a zone's id chooses ours."""
    given = made.words.get("availabilityZone") or made.words.get("availabilityZoneId")
    region = made.text("{region}")
    if isinstance(given, str) and "-az" in given:
        return region + "abcdef"[(int(given[-1]) - 1) % 6]
    return given if isinstance(given, str) else f"{region}a"


def _address(made: Made) -> str:
    """One of the addresses that are kept for documentation, https://www.rfc-editor.org/rfc/rfc5737."""
    return f"203.0.113.{int(made.digest('address')[:2], 16)}"


KINDS: Final = (
    Kind(
        VPC,
        model="ec2.CreateVpc",
        identity="vpc-0{fresh:16}",
        outputs={
            "arn": f"{OF_THE_ACCOUNT}:vpc/{{id}}",
            "ownerId": "{account}",
            "mainRouteTableId": "rtb-0{fresh:16}",
            "defaultRouteTableId": "rtb-0{fresh:16}",
            "defaultSecurityGroupId": "sg-0{fresh:16}",
            "defaultNetworkAclId": "acl-0{fresh:16}",
            "dhcpOptionsId": "dopt-0{fresh:16}",
        },
        replaced_by=paths("cidrBlock ipv4IpamPoolId ipv4NetmaskLength"),
        rules=(_size,),
    ),
    Kind(
        SUBNET,
        model="ec2.CreateSubnet",
        identity="subnet-0{fresh:16}",
        outputs={
            "arn": f"{OF_THE_ACCOUNT}:subnet/{{id}}",
            "ownerId": "{account}",
            "availabilityZone": _zone_name,
        },
        replaced_by=paths("availabilityZone availabilityZoneId cidrBlock ipv4IpamPoolId ipv6Native outpostArn vpcId"),
        needs={"vpcId": VPC},
        rules=(_size, _place),
    ),
    Kind(
        _INTERNET_GATEWAY,
        model="ec2.CreateInternetGateway",
        identity="igw-0{fresh:16}",
        outputs={"arn": f"{OF_THE_ACCOUNT}:internet-gateway/{{id}}", "ownerId": "{account}"},
        needs={"vpcId": VPC},
    ),
    Kind(
        _ADDRESS,
        model="ec2.AllocateAddress",
        identity="eipalloc-0{fresh:16}",
        outputs={"arn": f"{OF_THE_ACCOUNT}:elastic-ip/{{id}}", "allocationId": "{id}", "publicIp": _address},
        replaced_by=paths("address domain ipamPoolId networkBorderGroup publicIpv4Pool"),
    ),
    Kind(
        "aws:ec2/natGateway:NatGateway",
        model="ec2.CreateNatGateway",
        identity="nat-0{fresh:16}",
        outputs={
            "publicIp": _address,
            "networkInterfaceId": "eni-0{fresh:16}",
            "associationId": "eipassoc-0{fresh:16}",
        },
        replaced_by=paths("allocationId availabilityMode connectivityType privateIp subnetId vpcId"),
        needs={"subnetId": SUBNET, "allocationId": _ADDRESS},
        rules=(rules.together("subnetId", "allocationId", "a public NAT gateway needs an address"),),
        seconds=measured(106, "aws_nat_gateway", 8),
    ),
    Kind(
        ROUTE_TABLE,
        model="ec2.CreateRouteTable",
        identity="rtb-0{fresh:16}",
        outputs={"arn": f"{OF_THE_ACCOUNT}:route-table/{{id}}", "ownerId": "{account}"},
        replaced_by=paths("vpcId"),
        needs={"vpcId": VPC},
    ),
    Kind(
        "aws:ec2/route:Route",
        model="ec2.CreateRoute",
        identity=lambda made: f"r-{made.text('{routeTableId}')}{int(made.digest('route')[:8], 16)}",
        outputs={"origin": "CreateRoute", "state": "active"},
        replaced_by=paths("routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId"),
        needs={"routeTableId": ROUTE_TABLE},
        rules=(_one_target,),
    ),
    Kind(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        model="ec2.AssociateRouteTable",
        identity="rtbassoc-0{fresh:16}",
        replaced_by=paths("gatewayId subnetId"),
        needs={"routeTableId": ROUTE_TABLE, "subnetId": SUBNET},
    ),
)
