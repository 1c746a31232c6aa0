"""The network: no way in but what was asked for, one way out, and private doors to what the cluster reads."""

import pytest

from components.specs import ServingSpec
from providers.azure.addresses import ExistingNetwork, NetworkOptions, Outbound
from providers.azure.options import ClusterOptions
from tests.rigs.azure import ADMINISTRATORS, named, options, planned
from tests.rigs.environments import environment
from transship.plan.recorder import Recording

PUBLIC = environment(serving=ServingSpec(private=False))
SUBNETS = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets"
EXISTING = NetworkOptions(
    existing=ExistingNetwork(
        nodes_subnet_id=f"{SUBNETS}/nodes",
        api_subnet_id=f"{SUBNETS}/api",
        endpoints_subnet_id=f"{SUBNETS}/endpoints",
        outbound=Outbound.ROUTES,
    )
)


@pytest.fixture(scope="module", name="private")
def private_stack() -> Recording:
    return planned()


def test_nothing_comes_in_from_the_internet(private: Recording) -> None:
    assert named(private, "network:NetworkSecurityGroup", "cluster-network-rules").inputs["securityRules"] == []
    assert [address.name for address in private.of("azure-native:network:PublicIPAddress")] == ["cluster-nat-address"]


def test_a_public_gateway_opens_the_ports_of_requests_and_no_other() -> None:
    recording = planned(PUBLIC)
    (rule,) = named(recording, "network:NetworkSecurityGroup", "cluster-network-rules").inputs["securityRules"]
    assert (rule["direction"], rule["access"], rule["sourceAddressPrefix"]) == ("Inbound", "Allow", "Internet")
    assert rule["destinationPortRanges"] == ["80", "443"]
    gateway = recording.one("kubernetes:gateway.networking.k8s.io/v1:Gateway", "cluster-gateway").inputs
    address = named(recording, "network:PublicIPAddress", "cluster-gateway-address").inputs["publicIpAddressName"]
    assert gateway["spec"]["infrastructure"]["annotations"] == {
        "service.beta.kubernetes.io/azure-load-balancer-resource-group": "transship-test-eastus",
        "service.beta.kubernetes.io/azure-pip-name": address,
    }


def test_a_private_gateway_has_an_address_in_its_own_subnet(private: Recording) -> None:
    gateway = private.one("kubernetes:gateway.networking.k8s.io/v1:Gateway", "cluster-gateway").inputs
    assert gateway["spec"]["infrastructure"]["annotations"] == {
        "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
        "service.beta.kubernetes.io/azure-load-balancer-internal-subnet": "gateway",
        "service.beta.kubernetes.io/azure-load-balancer-ipv4": "10.64.16.10",
    }
    assert private.outputs["gateway"]["address"] == "10.64.16.10"


def test_nodes_get_out_by_the_nat_gateway_only(private: Recording) -> None:
    subnets = {subnet.name: subnet.inputs for subnet in private.of("azure-native:network:Subnet")}
    assert [name for name, subnet in subnets.items() if "natGateway" in subnet] == ["cluster-subnet-nodes"]
    assert {name: subnet.get("defaultOutboundAccess") for name, subnet in subnets.items()} == {
        "cluster-subnet-api": None,
        "cluster-subnet-endpoints": False,
        "cluster-subnet-gateway": False,
        "cluster-subnet-nodes": False,
    }
    assert all(subnet["networkSecurityGroup"]["id"] == "cluster-network-rules-id" for subnet in subnets.values())


def test_subnets_are_made_one_after_the_other(private: Recording) -> None:
    subnets = {subnet.name: subnet for subnet in private.of("azure-native:network:Subnet")}
    before = {name: len(subnet.dependencies & {s.urn for s in subnets.values()}) for name, subnet in subnets.items()}
    assert sorted(before.values()) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("service", "part", "zone"),
    [
        ("objects", "blob", "privatelink.blob.core.windows.net"),
        ("images", "registry", "privatelink.azurecr.io"),
        ("vault", "vault", "privatelink.vaultcore.azure.net"),
    ],
)
def test_what_the_cluster_reads_has_an_address_in_the_network(
    private: Recording, service: str, part: str, zone: str
) -> None:
    endpoint = named(private, "network:PrivateEndpoint", f"cluster-endpoint-{service}").inputs
    assert endpoint["subnet"]["id"] == "cluster-subnet-endpoints-id"
    assert [each["groupIds"] for each in endpoint["privateLinkServiceConnections"]] == [[part]]
    named_zone = named(private, "privatedns:PrivateZone", f"cluster-endpoint-{service}-zone").inputs
    assert named_zone["privateZoneName"] == zone


def test_pods_start_once_the_private_doors_are_there(private: Recording) -> None:
    doors = {group.urn for group in private.of("azure-native:network:PrivateDnsZoneGroup")}
    layer = private.one("transship:index:ServingLayer", "cluster-layer")
    release = private.one("kubernetes:helm.sh/v3:Release", "cluster-gateway")
    assert len(doors) == 3
    assert doors <= layer.dependencies
    assert release.parent == layer.urn


def test_an_existing_network_is_used_as_it_is() -> None:
    recording = planned(chosen=options(network=EXISTING))
    made = {resource.type.split(":")[2] for resource in recording.resources if ":network:" in resource.type}
    assert made == {"PrivateEndpoint", "PrivateDnsZoneGroup"}
    cluster = named(recording, "containerservice:ManagedCluster", "cluster-kubernetes").inputs
    assert cluster["networkProfile"]["outboundType"] == "userDefinedRouting"
    assert cluster["apiServerAccessProfile"]["subnetId"] == f"{SUBNETS}/api"
    (link, *_) = recording.of("azure-native:privatedns:VirtualNetworkLink")
    assert link.inputs["virtualNetwork"]["id"] == SUBNETS.removesuffix("/subnets")


@pytest.mark.parametrize(
    ("allowed", "private", "reason"),
    [
        ((), True, "nobody is named"),
        (("203.0.113.0/24",), False, "somebody is"),
    ],
)
def test_the_api_server_is_reached_by_those_who_are_named(allowed: tuple[str, ...], private: bool, reason: str) -> None:
    chosen = ClusterOptions(administrator_groups=(ADMINISTRATORS,), api_allowed_cidrs=allowed)
    recording = planned(chosen=options(cluster=chosen))
    access = named(recording, "containerservice:ManagedCluster", "cluster-kubernetes").inputs["apiServerAccessProfile"]
    assert access["enablePrivateCluster"] is private, reason
    assert tuple(access.get("authorizedIPRanges", ())) == allowed
    assert access["enableVnetIntegration"] is True
    assert access["disableRunCommand"] is True
