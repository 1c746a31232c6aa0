"""The network: addresses, subnets, gateways, routes, endpoints, flow logs."""

# pyright: basic

from typing import Any

from botocore.exceptions import ParamValidationError

from tests.rigs.aws.kind import Account, Created, Inputs, Kind, as_tags, declared, from_tags, wire

_ATTRIBUTES = {"enableDnsSupport": "EnableDnsSupport", "enableDnsHostnames": "EnableDnsHostnames"}
_SUBNET = {
    "vpcId": "VpcId",
    "cidrBlock": "CidrBlock",
    "availabilityZone": "AvailabilityZone",
    "availabilityZoneId": "AvailabilityZoneId",
}
_ROUTE = {
    "destinationCidrBlock": "DestinationCidrBlock",
    "gatewayId": "GatewayId",
    "natGatewayId": "NatGatewayId",
    "vpcEndpointId": "VpcEndpointId",
}
_ENDPOINT = {
    "vpcId": "VpcId",
    "serviceName": "ServiceName",
    "vpcEndpointType": "VpcEndpointType",
    "privateDnsEnabled": "PrivateDnsEnabled",
    "subnetIds": "SubnetIds",
    "routeTableIds": "RouteTableIds",
}


def tagged(kind: str, inputs: Inputs) -> dict[str, Any]:
    """Tags as EC2 wants them: with the kind of thing that gets them."""
    tags = as_tags(inputs)
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


def with_tags(held: Inputs) -> dict[str, Any]:
    """Tags as a program declares them."""
    return {"tags": from_tags(held.get("Tags", []))}


def _create_vpc(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    ec2 = account.client("ec2", inputs)
    made = ec2.create_vpc(CidrBlock=inputs["cidrBlock"], **tagged("vpc", inputs))["Vpc"]
    for attribute, api in _ATTRIBUTES.items():
        if attribute in inputs:
            ec2.modify_vpc_attribute(VpcId=made["VpcId"], **{api: {"Value": inputs[attribute]}})
    return Created(made["VpcId"], {"arn": f"arn:aws:ec2:{account.region}:{account.number}:vpc/{made['VpcId']}"})


def _read_vpc(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    ec2 = account.client("ec2", inputs)
    (held,) = ec2.describe_vpcs(VpcIds=[identifier])["Vpcs"]
    attributes = {
        attribute: ec2.describe_vpc_attribute(VpcId=identifier, Attribute=attribute)[api]["Value"]
        for attribute, api in _ATTRIBUTES.items()
    }
    return {"cidrBlock": held["CidrBlock"], **attributes, **with_tags(held)}


def _create_subnet(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    ec2 = account.client("ec2", inputs)
    zone = inputs.get("availabilityZoneId")
    # moto takes the zones of any region, and knows this region's own all the same.
    if zone and not ec2.describe_availability_zones(ZoneIds=[zone])["AvailabilityZones"]:
        raise ParamValidationError(report=f"InvalidParameterValue: {zone} is in another region")
    made = ec2.create_subnet(**wire(inputs, _SUBNET), **tagged("subnet", inputs))["Subnet"]
    if "mapPublicIpOnLaunch" in inputs:
        public = {"Value": inputs["mapPublicIpOnLaunch"]}
        ec2.modify_subnet_attribute(SubnetId=made["SubnetId"], MapPublicIpOnLaunch=public)
    return Created(made["SubnetId"], {"availabilityZone": made["AvailabilityZone"]})


def _read_subnet(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ec2", inputs).describe_subnets(SubnetIds=[identifier])["Subnets"]
    return {**declared(held, _SUBNET), "mapPublicIpOnLaunch": held["MapPublicIpOnLaunch"], **with_tags(held)}


def _create_gateway(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    ec2 = account.client("ec2", inputs)
    identifier = ec2.create_internet_gateway(**tagged("internet-gateway", inputs))["InternetGateway"][
        "InternetGatewayId"
    ]
    if "vpcId" in inputs:
        ec2.attach_internet_gateway(InternetGatewayId=identifier, VpcId=inputs["vpcId"])
    return Created(identifier)


def _read_gateway(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    ec2 = account.client("ec2", inputs)
    (held,) = ec2.describe_internet_gateways(InternetGatewayIds=[identifier])["InternetGateways"]
    return {"vpcId": held["Attachments"][0]["VpcId"], **with_tags(held)}


def _create_address(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    made = account.client("ec2", inputs).allocate_address(Domain=inputs["domain"], **tagged("elastic-ip", inputs))
    return Created(made["AllocationId"], {"allocationId": made["AllocationId"], "publicIp": made["PublicIp"]})


def _read_address(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ec2", inputs).describe_addresses(AllocationIds=[identifier])["Addresses"]
    return {"domain": held["Domain"], **with_tags(held)}


def _create_nat(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    made = account.client("ec2", inputs).create_nat_gateway(
        SubnetId=inputs["subnetId"], AllocationId=inputs["allocationId"], **tagged("natgateway", inputs)
    )["NatGateway"]
    return Created(made["NatGatewayId"])


def _read_nat(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ec2", inputs).describe_nat_gateways(NatGatewayIds=[identifier])["NatGateways"]
    (address,) = held["NatGatewayAddresses"]
    return {"subnetId": held["SubnetId"], "allocationId": address["AllocationId"], **with_tags(held)}


def _create_table(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    made = account.client("ec2", inputs).create_route_table(VpcId=inputs["vpcId"], **tagged("route-table", inputs))
    return Created(made["RouteTable"]["RouteTableId"])


def _table(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ec2", inputs).describe_route_tables(RouteTableIds=[identifier])["RouteTables"]
    return held


def _read_table(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held = _table(account, identifier, inputs)
    return {"vpcId": held["VpcId"], **with_tags(held)}


def _create_route(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    account.client("ec2", inputs).create_route(RouteTableId=inputs["routeTableId"], **wire(inputs, _ROUTE))
    return Created(f"r-{inputs['routeTableId']}-{inputs['destinationCidrBlock']}")


def _read_route(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    del identifier
    for route in _table(account, inputs["routeTableId"], inputs)["Routes"]:
        if route.get("DestinationCidrBlock") == inputs["destinationCidrBlock"]:
            return {"routeTableId": inputs["routeTableId"], **declared(route, _ROUTE)}
    return {}


def _create_association(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    made = account.client("ec2", inputs).associate_route_table(
        RouteTableId=inputs["routeTableId"], SubnetId=inputs["subnetId"]
    )
    return Created(made["AssociationId"])


def _read_association(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    for association in _table(account, inputs["routeTableId"], inputs)["Associations"]:
        if association["RouteTableAssociationId"] == identifier:
            return {"routeTableId": association["RouteTableId"], "subnetId": association["SubnetId"]}
    return {}


def _create_endpoint(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    groups = {"SecurityGroupIds": inputs["securityGroupIds"]} if "securityGroupIds" in inputs else {}
    policy = {"PolicyDocument": inputs["policy"]} if "policy" in inputs else {}
    made = account.client("ec2", inputs).create_vpc_endpoint(
        **wire(inputs, _ENDPOINT), **groups, **policy, **tagged("vpc-endpoint", inputs)
    )["VpcEndpoint"]
    return Created(made["VpcEndpointId"])


def _read_endpoint(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ec2", inputs).describe_vpc_endpoints(VpcEndpointIds=[identifier])["VpcEndpoints"]
    groups = [group["GroupId"] for group in held.get("Groups", [])]
    return {
        **declared(held, _ENDPOINT),
        "securityGroupIds": groups,
        "policy": held.get("PolicyDocument"),
        **with_tags(held),
    }


def _create_flow_log(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    made = account.client("ec2", inputs).create_flow_logs(
        ResourceIds=[inputs["vpcId"]],
        ResourceType="VPC",
        TrafficType=inputs["trafficType"],
        LogDestination=inputs["logDestination"],
        LogDestinationType=inputs.get("logDestinationType", "cloud-watch-logs"),
        MaxAggregationInterval=int(inputs.get("maxAggregationInterval", 600)),
        **({"DeliverLogsPermissionArn": inputs["iamRoleArn"]} if "iamRoleArn" in inputs else {}),
        **tagged("vpc-flow-log", inputs),
    )
    return Created(made["FlowLogIds"][0])


def _read_flow_log(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ec2", inputs).describe_flow_logs(FlowLogIds=[identifier])["FlowLogs"]
    names = {
        "trafficType": "TrafficType",
        "logDestination": "LogDestination",
        "logDestinationType": "LogDestinationType",
        "iamRoleArn": "DeliverLogsPermissionArn",
        "maxAggregationInterval": "MaxAggregationInterval",
        "vpcId": "ResourceId",
    }
    return {**declared(held, names), **with_tags(held)}


KINDS = {
    "aws:ec2/vpc:Vpc": Kind(_create_vpc, _read_vpc),
    "aws:ec2/subnet:Subnet": Kind(_create_subnet, _read_subnet),
    "aws:ec2/internetGateway:InternetGateway": Kind(_create_gateway, _read_gateway),
    "aws:ec2/eip:Eip": Kind(_create_address, _read_address),
    "aws:ec2/natGateway:NatGateway": Kind(_create_nat, _read_nat),
    "aws:ec2/routeTable:RouteTable": Kind(_create_table, _read_table),
    "aws:ec2/route:Route": Kind(_create_route, _read_route),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Kind(_create_association, _read_association),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Kind(_create_endpoint, _read_endpoint),
    "aws:ec2/flowLog:FlowLog": Kind(_create_flow_log, _read_flow_log),
}
