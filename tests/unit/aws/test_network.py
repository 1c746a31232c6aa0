"""The network: nodes that nobody reaches, a way out in every zone, AWS's services inside."""

import pytest

from providers.aws.options import ExistingNetwork, NatKind, NetworkOptions
from providers.aws.private_access import SERVICES
from tests.rigs.aws_settings import plan
from transship.plan.recorder import Recording

SUBNET = "aws:ec2/subnet:Subnet"
ROUTE = "aws:ec2/route:Route"
NAT = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
ZONES = {"euc1-az1", "euc1-az2", "euc1-az3"}


@pytest.fixture(scope="module")
def network() -> Recording:
    return plan()


def test_every_zone_has_a_private_and_a_public_subnet(network: Recording) -> None:
    zones = [subnet.inputs["availabilityZoneId"] for subnet in network.of(SUBNET)]
    assert sorted(zones) == sorted([*ZONES, *ZONES])


def test_no_subnet_hands_out_public_addresses(network: Recording) -> None:
    assert [subnet.inputs["mapPublicIpOnLaunch"] for subnet in network.of(SUBNET)] == [False] * 6


def test_nodes_leave_by_the_gateway_of_their_own_zone(network: Recording) -> None:
    routes = {route.name: route.inputs for route in network.of(ROUTE)}
    for zone in ZONES:
        assert routes[f"cluster-private-{zone}-default"]["natGatewayId"] == f"cluster-nat-{zone}-id"
    outside = [name for name, inputs in routes.items() if "gatewayId" in inputs]
    assert outside == ["cluster-public-default"]


def test_one_gateway_can_do_for_all_zones() -> None:
    recording = plan(network=NetworkOptions(nat=NatKind.ONE))
    (gateway,) = recording.of(NAT)
    ways = {route.inputs["natGatewayId"] for route in recording.of(ROUTE) if "natGatewayId" in route.inputs}
    assert ways == {f"{gateway.name}-id"}


def test_a_gateway_waits_for_the_way_to_the_internet(network: Recording) -> None:
    route = network.one(ROUTE, "cluster-public-default").urn
    assert all(route in gateway.dependencies for gateway in network.of(NAT))


def test_the_default_security_group_lets_nothing_through(network: Recording) -> None:
    (group,) = network.of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
    assert not {"ingress", "egress"} & group.inputs.keys()


def test_load_balancers_find_their_subnets(network: Recording) -> None:
    for subnet in network.of(SUBNET):
        wanted = "internal-elb" if "private" in subnet.name else "elb"
        assert subnet.inputs["tags"][f"kubernetes.io/role/{wanted}"] == "1"


def test_services_of_aws_are_reached_inside(network: Recording) -> None:
    endpoints = {each.inputs["serviceName"]: each.inputs for each in network.of(ENDPOINT)}
    assert endpoints.keys() == {f"com.amazonaws.eu-central-1.{service}" for service in ("s3", *SERVICES)}
    assert endpoints["com.amazonaws.eu-central-1.s3"]["vpcEndpointType"] == "Gateway"
    assert all(endpoints[f"com.amazonaws.eu-central-1.{each}"]["privateDnsEnabled"] for each in SERVICES)


def test_refused_connections_are_logged_and_kept_for_a_while(network: Recording) -> None:
    (log,) = network.of("aws:ec2/flowLog:FlowLog")
    assert log.inputs["trafficType"] == "REJECT"
    group = network.one("aws:cloudwatch/logGroup:LogGroup", "cluster-vpc-flow-logs")
    assert group.inputs["retentionInDays"] == 90


def test_endpoints_and_logs_can_be_left_out() -> None:
    recording = plan(network=NetworkOptions(private_endpoints=False, flow_logs=False))
    assert not recording.of(ENDPOINT)
    assert not recording.of("aws:ec2/flowLog:FlowLog")


def test_a_network_that_is_there_is_used_and_left_alone() -> None:
    subnets = ("subnet-0123456789abcdef0", "subnet-0123456789abcdef1")
    existing = ExistingNetwork(vpc_id="vpc-0123456789abcdef0", cidr="10.1.0.0/16", private_subnet_ids=subnets)
    recording = plan(network=NetworkOptions(existing=existing))
    made = {resource.type.split("/")[0] for resource in recording.resources if resource.type.startswith("aws:ec2")}
    kinds = {resource.type.rsplit(":", 1)[1] for resource in recording.resources if resource.type.startswith("aws:ec2")}
    assert made == {"aws:ec2"}
    assert kinds == {"LaunchTemplate", "SecurityGroupRule"}
    (cluster,) = recording.of("aws:eks/cluster:Cluster")
    assert tuple(cluster.inputs["vpcConfig"]["subnetIds"]) == subnets
