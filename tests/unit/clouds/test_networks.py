"""What several resources have to say together: subnets in networks, clusters in subnets."""

from tests.rigs.pretended import Pretended
from tests.rigs.refusals.aws import ROLE
from tests.rigs.refusals.azure import IN_GROUP


def test_subnets_of_a_vpc_lie_in_it_and_apart() -> None:
    cloud = Pretended.of("aws")
    vpc = cloud.create("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
    for block in ("10.0.0.0/24", "10.0.0.128/25", "10.1.0.0/24"):
        cloud.create("aws:ec2/subnet:Subnet", block, {"vpcId": vpc, "cidrBlock": block})
    overlapping, outside = cloud.refused
    assert "10.0.0.128/25 overlaps 10.0.0.0/24" in overlapping
    assert "10.1.0.0/24 does not lie in 10.0.0.0/16" in outside


def test_a_cluster_on_eks_needs_two_zones() -> None:
    cloud = Pretended.of("aws")
    vpc = cloud.create("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
    zone = {"vpcId": vpc, "availabilityZone": "us-east-1a"}
    ids = [
        cloud.create("aws:ec2/subnet:Subnet", block, {**zone, "cidrBlock": block})
        for block in ("10.0.0.0/24", "10.0.1.0/24")
    ]
    cloud.create(
        "aws:eks/cluster:Cluster", "models", {"name": "models", "roleArn": ROLE, "vpcConfig": {"subnetIds": ids}}
    )
    assert len(cloud.refused) == 1
    assert "at least two zones" in cloud.refused[0]


def test_subnets_of_a_virtual_network_lie_in_it_and_apart() -> None:
    cloud = Pretended.of("azure")
    network = {**IN_GROUP, "virtualNetworkName": "network"}
    space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    cloud.create("azure-native:network:VirtualNetwork", "network", {**network, **space})
    for name, block in {"one": "10.0.0.0/24", "two": "10.0.0.128/25", "three": "10.1.0.0/24"}.items():
        subnet = {**network, "subnetName": name, "addressPrefix": block}
        cloud.create("azure-native:network:Subnet", name, subnet)
    overlapping, outside = cloud.refused
    assert "10.0.0.128/25 overlaps 10.0.0.0/24" in overlapping
    assert "10.1.0.0/24 does not lie in 10.0.0.0/16" in outside


def test_ranges_of_a_google_network_lie_apart_secondary_ones_too() -> None:
    cloud = Pretended.of("gcp")
    network = cloud.create("gcp:compute/network:Network", "network", {"name": "network"})
    ranges = [{"rangeName": "pods", "ipCidrRange": "10.4.0.0/14"}]
    first = {"name": "first", "network": network, "ipCidrRange": "10.5.0.0/24", "secondaryIpRanges": ranges}
    cloud.create("gcp:compute/subnetwork:Subnetwork", "first", first)
    second = {"name": "second", "network": network, "ipCidrRange": "10.6.0.0/24"}
    cloud.create("gcp:compute/subnetwork:Subnetwork", "second", second)
    within, between = cloud.refused
    assert "10.4.0.0/14 overlaps 10.5.0.0/24" in within
    assert "10.6.0.0/24 overlaps 10.4.0.0/14" in between


def test_a_cluster_names_ranges_that_its_subnetwork_has() -> None:
    cloud = Pretended.of("gcp")
    network = cloud.create("gcp:compute/network:Network", "network", {"name": "network"})
    ranges = [{"rangeName": "pods", "ipCidrRange": "10.4.0.0/14"}]
    subnetwork = {"name": "nodes", "network": network, "ipCidrRange": "10.0.0.0/24", "secondaryIpRanges": ranges}
    home = cloud.create("gcp:compute/subnetwork:Subnetwork", "nodes", subnetwork)
    policy = {"clusterSecondaryRangeName": "pods", "servicesSecondaryRangeName": "services"}
    cluster = {"name": "models", "network": network, "subnetwork": home, "ipAllocationPolicy": policy}
    cloud.create("gcp:container/cluster:Cluster", "models", cluster)
    assert len(cloud.refused) == 1
    assert "has no secondary range 'services'" in cloud.refused[0]
