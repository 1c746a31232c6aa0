"""The Kubernetes nodes that pools bring: labels, taints and capacity as each cloud sets them."""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

import pytest

from components.machines import Machine
from lab.clouds.vendor import Node
from lab.clouds.vendors.aws import machines as aws
from lab.clouds.vendors.azure import machines as azure
from lab.clouds.vendors.google import machines as google
from providers.aws.shapes import catalogue as aws_catalogue
from providers.azure.shapes import catalogue as azure_catalogue
from providers.gcp.shapes import catalogue as google_catalogue
from tests.rigs.pretended import Pretended

GPU = {"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}
MACHINES: list[tuple[Machine, Any]] = [
    (machine, module)
    for catalogue, module in ((aws_catalogue, aws), (azure_catalogue, azure), (google_catalogue, google))
    for machine in catalogue().machines.values()
]


@pytest.mark.parametrize(("machine", "module"), MACHINES, ids=[machine.name for machine, _ in MACHINES])
def test_a_node_offers_what_its_machine_is_sold_with(machine: Machine, module: Any) -> None:
    """The lab knows machines by the rules of their names; the targets know them from price lists."""
    capacity: Mapping[str, str] = module.capacity(machine.name)
    assert capacity["cpu"] == str(machine.vcpu)
    assert float(capacity["memory"].removesuffix("Gi")) == pytest.approx(float(machine.memory_gib), rel=0.02)
    assert module.architecture(machine.name) == machine.architecture.value
    devices = machine.accelerator
    offered = capacity.get("google.com/tpu" if devices and devices.kind.is_tpu else "nvidia.com/gpu")
    assert offered == (None if devices is None else str(ceil(devices.count)))


def nodes(target: str, token: str, inputs: dict[str, Any]) -> list[Node]:
    cloud = Pretended.of(target)
    return list(cloud.vendor.nodes(token, inputs, cloud.existing))


def test_a_node_group_of_eks_brings_what_its_autoscaler_might() -> None:
    node, _ = nodes(
        "aws",
        "aws:eks/nodeGroup:NodeGroup",
        {
            "nodeGroupName": "gpu",
            "capacityType": "SPOT",
            "instanceTypes": ["g6.12xlarge"],
            "scalingConfig": {"minSize": 0, "desiredSize": 0, "maxSize": 2},
            "subnetIds": [],
            "labels": {"pool": "gpu"},
            "taints": [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}],
        },
    )
    assert node.labels["pool"] == "gpu"
    assert node.labels["eks.amazonaws.com/capacityType"] == "SPOT"
    assert node.capacity == {"cpu": "48", "memory": "192Gi", "nvidia.com/gpu": "4"}
    assert list(node.taints) == [GPU]


def test_nodes_of_eks_are_spread_over_the_zones_of_their_subnets() -> None:
    cloud = Pretended.of("aws")
    vpc = cloud.create("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
    subnets = [
        cloud.create(
            "aws:ec2/subnet:Subnet",
            letter,
            {"vpcId": vpc, "cidrBlock": f"10.0.{number}.0/24", "availabilityZone": f"eu-west-1{letter}"},
        )
        for number, letter in enumerate("ab")
    ]
    group: dict[str, Any] = {"nodeGroupName": "cpu", "subnetIds": subnets, "scalingConfig": {"maxSize": 4}}
    found = cloud.vendor.nodes("aws:eks/nodeGroup:NodeGroup", group, cloud.existing)
    zones = [node.labels["topology.kubernetes.io/zone"] for node in found]
    assert zones == ["eu-west-1a", "eu-west-1b"] * 2


def test_a_cluster_of_aks_brings_its_own_pools() -> None:
    system = {
        "name": "system",
        "mode": "System",
        "count": 2,
        "vmSize": "Standard_D4s_v5",
        "availabilityZones": ["1", "2"],
    }
    found = nodes(
        "azure",
        "azure-native:containerservice:ManagedCluster",
        {"location": "westeurope", "agentPoolProfiles": [system]},
    )
    assert [node.labels["topology.kubernetes.io/zone"] for node in found] == ["westeurope-1", "westeurope-2"]
    assert {node.labels["kubernetes.azure.com/mode"] for node in found} == {"system"}


def test_aks_taints_spot_nodes_by_itself() -> None:
    (node,) = nodes(
        "azure",
        "azure-native:containerservice:AgentPool",
        {"agentPoolName": "gpu", "vmSize": "Standard_NC4as_T4_v3", "count": 0, "scaleSetPriority": "Spot"},
    )
    assert list(node.taints) == [
        {"key": "kubernetes.azure.com/scalesetpriority", "value": "spot", "effect": "NoSchedule"}
    ]
    assert node.labels["kubernetes.azure.com/accelerator"] == "nvidia"


def test_gke_taints_nodes_with_gpus_by_itself_and_once() -> None:
    pool: dict[str, Any] = {
        "machineType": "g2-standard-4",
        "guestAccelerators": [{"type": "nvidia-l4", "count": 1}],
        "spot": True,
    }
    (bare,) = nodes("gcp", "gcp:container/nodePool:NodePool", {"name": "gpu", "nodeConfig": pool})
    own = {**pool, "taints": [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}]}
    (tainted,) = nodes("gcp", "gcp:container/nodePool:NodePool", {"name": "gpu", "nodeConfig": own})
    assert list(bare.taints) == list(tainted.taints) == [GPU]
    assert bare.labels["cloud.google.com/gke-accelerator"] == "nvidia-l4"
    assert bare.labels["cloud.google.com/gke-spot"] == "true"


@pytest.mark.parametrize(("topology", "hosts"), [("2x2", 1), ("2x4", 2), ("4x4", 4), ("8x8", 16)])
def test_a_slice_of_tpus_comes_whole(topology: str, hosts: int) -> None:
    pool = {
        "name": "tpu",
        "nodeConfig": {"machineType": "ct5lp-hightpu-4t"},
        "placementPolicy": {"type": "COMPACT", "tpuTopology": topology},
    }
    found = nodes("gcp", "gcp:container/nodePool:NodePool", pool)
    assert len(found) == hosts
    assert {node.labels["cloud.google.com/gke-tpu-topology"] for node in found} == {topology}
    assert {node.capacity["google.com/tpu"] for node in found} == {"4"}


@pytest.mark.parametrize("target", ["aws", "azure", "gcp"])
def test_a_balancer_and_a_disk_come_by_themselves(target: str) -> None:
    cloud = Pretended.of(target)
    see: Callable[[dict[str, Any]], Any] = lambda manifest: cloud.vendor.sides(manifest, cloud.existing)  # noqa: E731
    named = {"metadata": {"name": "models", "namespace": "serving"}}
    balanced = see({"kind": "Service", "spec": {"type": "LoadBalancer"}, **named})
    assert balanced
    assert see({"kind": "PersistentVolumeClaim", **named})
    assert not see({"kind": "Service", "spec": {"type": "ClusterIP"}, **named})
    other = see({"kind": "Service", "spec": {"type": "LoadBalancer"}, "metadata": {"name": "other"}})
    assert not {side.id for side in balanced} & {side.id for side in other}
