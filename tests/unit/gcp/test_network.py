"""The network of an environment on Google Cloud: nothing in it can be reached, and everything in it can get out."""

from ipaddress import IPv4Network

import pytest

from providers.gcp.options import ExistingNetwork, NetworkOptions
from tests.rigs.gcp import options, plan
from transship.plan.recorder import Recording

NETWORK = "gcp:compute/network:Network"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
NAT = "gcp:compute/routerNat:RouterNat"
ZONE = "gcp:dns/managedZone:ManagedZone"
RECORD = "gcp:dns/recordSet:RecordSet"
CLUSTER = "gcp:container/cluster:Cluster"
ADDRESS = "gcp:compute/address:Address"
EXISTING = NetworkOptions(
    existing=ExistingNetwork(network="shared", subnetwork="ml", pods_range="ml-pods", services_range="ml-services")
)


@pytest.fixture(scope="module")
def planned() -> Recording:
    return plan()


def test_a_network_has_no_subnetworks_but_its_own(planned: Recording) -> None:
    assert planned.one(NETWORK, "cluster-network").inputs["autoCreateSubnetworks"] is False
    assert len(planned.of(SUBNETWORK)) == 1


def test_nodes_reach_google_privately_and_leave_a_trace(planned: Recording) -> None:
    inputs = planned.one(SUBNETWORK, "cluster-subnetwork").inputs
    assert inputs["privateIpGoogleAccess"] is True
    assert inputs["logConfig"]["flowSampling"] > 0


def test_pods_and_services_have_ranges_of_their_own() -> None:
    blocks = NetworkOptions(
        nodes_cidr=IPv4Network("10.20.0.0/22"),
        pods_cidr=IPv4Network("10.64.0.0/16"),
        services_cidr=IPv4Network("10.30.0.0/20"),
    )
    inputs = plan(chosen=options(network=blocks)).one(SUBNETWORK, "cluster-subnetwork").inputs
    assert inputs["ipCidrRange"] == "10.20.0.0/22"
    assert inputs["secondaryIpRanges"] == [
        {"rangeName": "pods", "ipCidrRange": "10.64.0.0/16"},
        {"rangeName": "services", "ipCidrRange": "10.30.0.0/20"},
    ]


def test_the_only_way_out_is_the_nat(planned: Recording) -> None:
    inputs = planned.one(NAT, "cluster-nat").inputs
    assert inputs["sourceSubnetworkIpRangesToNat"] == "LIST_OF_SUBNETWORKS"
    assert inputs["subnetworks"] == [{"name": "cluster-subnetwork-id", "sourceIpRangesToNats": ["ALL_IP_RANGES"]}]


def test_google_is_reached_at_private_addresses(planned: Recording) -> None:
    zones = {zone.inputs["dnsName"]: zone.inputs["visibility"] for zone in planned.of(ZONE)}
    assert zones == {"googleapis.com.": "private", "gcr.io.": "private", "pkg.dev.": "private"}
    hosts = [each.inputs for each in planned.of(RECORD) if each.inputs["type"] == "A"]
    assert [host["name"] for host in hosts] == ["gcr.io.", "private.googleapis.com.", "pkg.dev."]
    assert {address for host in hosts for address in host["rrdatas"]} == set(map(str, IPv4Network("199.36.153.8/30")))
    aliases = {each.inputs["name"] for each in planned.of(RECORD) if each.inputs["type"] == "CNAME"}
    assert aliases == {"*.googleapis.com.", "*.gcr.io.", "*.pkg.dev."}


def test_the_cluster_waits_for_its_way_out(planned: Recording) -> None:
    nat = planned.one(NAT, "cluster-nat").urn
    assert nat in planned.one(CLUSTER, "cluster-cluster").dependencies


def test_a_network_that_is_there_is_used_and_left_alone() -> None:
    recording = plan(chosen=options(network=EXISTING))
    for kind in (NETWORK, SUBNETWORK, NAT, ZONE, RECORD):
        assert recording.of(kind) == ()
    inputs = recording.one(CLUSTER, "cluster-cluster").inputs
    assert inputs["network"] == "projects/my-project/global/networks/shared"
    assert inputs["subnetwork"] == "projects/my-project/regions/us-central1/subnetworks/ml"
    assert inputs["ipAllocationPolicy"] == {
        "clusterSecondaryRangeName": "ml-pods",
        "servicesSecondaryRangeName": "ml-services",
    }


def test_a_network_may_be_shared_by_another_project() -> None:
    shared = ExistingNetwork(
        network="shared", subnetwork="ml", pods_range="pods", services_range="services", project="host-project"
    )
    inputs = plan(chosen=options(network=NetworkOptions(existing=shared))).one(CLUSTER, "cluster-cluster").inputs
    assert inputs["network"] == "projects/host-project/global/networks/shared"
    assert inputs["subnetwork"] == "projects/host-project/regions/us-central1/subnetworks/ml"


def test_requests_enter_at_the_last_address_of_the_nodes_block(planned: Recording) -> None:
    inputs = planned.one(ADDRESS, "cluster-address").inputs
    assert (inputs["addressType"], inputs["address"]) == ("INTERNAL", "10.0.15.253")
    assert planned.outputs["gateway"]["address"] == "10.0.15.253"


def test_google_picks_the_address_in_a_network_of_the_owners() -> None:
    inputs = plan(chosen=options(network=EXISTING)).one(ADDRESS, "cluster-address").inputs
    assert inputs["addressType"] == "INTERNAL"
    assert "address" not in inputs
