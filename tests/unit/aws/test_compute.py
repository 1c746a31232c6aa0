"""Pools: who gets onto their nodes, how they grow from nothing, what spot falls back on."""

import re
from dataclasses import replace

import pytest
import yaml

from components.specs import Architecture, CapacityKind, NodeCount, PoolSpec, ServingSpec, Shape
from providers.aws.options import PoolOptions
from providers.aws.scaling import values
from providers.aws.site import Site
from tests.rigs.aws_settings import ACCOUNT, REGION, plan, policy
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment, variant
from tests.rigs.environments import model as a_model
from transship.plan.recorder import Recording

NODES = "aws:eks/nodeGroup:NodeGroup"
TAG = "aws:autoscaling/tag:Tag"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
HINT = "k8s.io/cluster-autoscaler/node-template"
SITE = Site(environment="test", region=REGION, account_id=ACCOUNT)


def of(*pools: PoolSpec, **changes: object) -> Recording:
    return plan(environment(pools=(cpu_pool(), *pools), **changes))


@pytest.fixture(scope="module")
def recording() -> Recording:
    return of(accelerated_pool(L4, capacity=CapacityKind.SPOT_WITH_FALLBACK))


def test_nodes_of_a_pool_carry_its_name_and_its_environments(recording: Recording) -> None:
    labels = recording.one(NODES, "cpu-nodes").inputs["labels"]
    assert labels == {"transship.dev/pool": "cpu", "transship.dev/environment": "test"}


def test_nothing_but_models_gets_onto_nodes_with_accelerators(recording: Recording) -> None:
    taint = {"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}
    assert recording.one(NODES, "accelerated-spot").inputs["taints"] == [taint]
    assert recording.one(NODES, "accelerated-fallback").inputs["taints"] == [taint]
    assert recording.one(NODES, "cpu-nodes").inputs["taints"] == []


def test_models_on_a_gpu_pool_tolerate_its_taint() -> None:
    resources = replace(variant().resources, accelerators=1)
    served = of(accelerated_pool(L4), models=(a_model(variants=(variant(pool="accelerated", resources=resources),)),))
    (deployment,) = served.of("kubernetes:apps/v1:Deployment")
    pod = deployment.inputs["spec"]["template"]["spec"]
    assert {"key": "nvidia.com/gpu", "operator": "Equal", "value": "present", "effect": "NoSchedule"} in pod[
        "tolerations"
    ]


def test_the_autoscaler_knows_what_a_node_of_an_empty_group_is_like(recording: Recording) -> None:
    group = "[accelerated-spot.resources[0].autoscalingGroups[0].name]"
    tags = {
        each.inputs["tag"]["key"]: each.inputs["tag"]["value"]
        for each in recording.of(TAG)
        if each.inputs["autoscalingGroupName"] == group
    }
    assert tags == {
        f"{HINT}/label/transship.dev/pool": "accelerated",
        f"{HINT}/label/transship.dev/environment": "test",
        f"{HINT}/label/k8s.amazonaws.com/accelerator": "nvidia-l4",
        f"{HINT}/taint/nvidia.com/gpu": "present:NoSchedule",
        f"{HINT}/resources/nvidia.com/gpu": "1",
        f"{HINT}/resources/ephemeral-storage": "100Gi",
    }


def test_hints_count_the_devices_of_the_machine_not_of_the_wish() -> None:
    shape = Shape(vcpu=96, memory_gib=300, accelerator=L4)
    large = of(accelerated_pool(L4, requires=shape))
    (machine,) = large.one(NODES, "accelerated-nodes").inputs["instanceTypes"]
    assert machine == "g6.24xlarge"
    assert large.one(TAG, "accelerated-nodes-hint-devices").inputs["tag"]["value"] == "4"


def test_how_many_nodes_there_are_is_the_autoscalers_business(recording: Recording) -> None:
    assert {group.ignored for group in recording.of(NODES)} == {("scalingConfig.desiredSize",)}


@pytest.mark.parametrize(
    ("capacity", "kinds"),
    [
        (CapacityKind.ON_DEMAND, {"cpu-nodes": "ON_DEMAND"}),
        (CapacityKind.SPOT, {"cpu-nodes": "SPOT"}),
        (CapacityKind.SPOT_WITH_FALLBACK, {"cpu-spot": "SPOT", "cpu-fallback": "ON_DEMAND"}),
    ],
)
def test_nodes_are_bought_as_asked(capacity: CapacityKind, kinds: dict[str, str]) -> None:
    recording = plan(environment(pools=(cpu_pool(capacity=capacity),)))
    bought = {each.name: each.inputs["capacityType"] for each in recording.of(NODES) if each.name != "cluster-system"}
    assert bought == kinds


def test_a_fallback_starts_empty_and_may_take_over_all_of_the_pool() -> None:
    nodes = NodeCount(min=1, max=5, expected=2)
    recording = plan(environment(pools=(cpu_pool(capacity=CapacityKind.SPOT_WITH_FALLBACK, nodes=nodes),)))
    sizes = {name: recording.one(NODES, name).inputs["scalingConfig"] for name in ("cpu-spot", "cpu-fallback")}
    assert sizes["cpu-spot"] == {"minSize": 1, "maxSize": 5, "desiredSize": 1}
    assert sizes["cpu-fallback"] == {"minSize": 0, "maxSize": 5, "desiredSize": 0}


@pytest.mark.parametrize(
    ("group", "priority", "reason"),
    [
        ("eks-gpu-80-0c1d2e-1ec9b1ab-43d1-4de9-a3b5-0e5f1b1d4a6c", 50, "spot, and every ordinary pool"),
        ("eks-gpu-80_fallback-0c1d2e-1ec9b1ab-43d1-4de9-a3b5-0e5f1b1d4a6c", 10, "the on-demand sibling"),
        ("eks-x-fallback-0c1d2e-1ec9b1ab-43d1-4de9-a3b5-0e5f1b1d4a6c", 50, "a pool that its owner calls so"),
    ],
)
def test_the_autoscaler_takes_spot_first(group: str, priority: int, reason: str) -> None:
    priorities = yaml.safe_load(str(values(SITE, "transship-test")["expanderPriorities"]))
    matching = [weight for weight, patterns in priorities.items() if any(re.search(each, group) for each in patterns)]
    assert max(matching) == priority, reason


def test_the_autoscaler_changes_groups_of_its_own_cluster_only(recording: Recording) -> None:
    allowed = policy(recording.one("aws:iam/rolePolicy:RolePolicy", "cluster-node-autoscaling-role"))
    (changes,) = [each for each in allowed if "autoscaling:SetDesiredCapacity" in each["Action"]]
    assert changes["Condition"] == {
        "StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/transship-test": "owned"}
    }


def test_pods_cannot_become_their_node(recording: Recording) -> None:
    for template in recording.of(TEMPLATE):
        metadata = template.inputs["metadataOptions"]
        assert (metadata["httpTokens"], metadata["httpPutResponseHopLimit"]) == ("required", 1)


def test_disks_are_encrypted_and_as_large_as_asked() -> None:
    recording = of(serving=ServingSpec(customer_keys=True))
    for template in recording.of(TEMPLATE):
        (disk,) = template.inputs["blockDeviceMappings"]
        assert disk["ebs"]["encrypted"] == "true"
        assert disk["ebs"]["kmsKeyId"] == "[registry-key.arn]"
    assert recording.one(TEMPLATE, "cpu-nodes-template").inputs["blockDeviceMappings"][0]["ebs"]["volumeSize"] == 100


def test_what_a_group_starts_is_tagged(recording: Recording) -> None:
    for template in recording.of(TEMPLATE):
        specifications = {each["resourceType"]: each["tags"] for each in template.inputs["tagSpecifications"]}
        assert specifications.keys() == {"instance", "volume", "network-interface"}
        assert all(tags["transship-environment"] == "test" for tags in specifications.values())


def test_arm_processors_get_an_image_of_their_own() -> None:
    shape = Shape(vcpu=4, memory_gib=16, architecture=Architecture.ARM64)
    recording = plan(environment(pools=(cpu_pool(requires=shape),)))
    assert recording.one(NODES, "cpu-nodes").inputs["amiType"] == "AL2023_ARM_64_STANDARD"


def test_gpu_nodes_get_the_image_with_the_driver(recording: Recording) -> None:
    assert recording.one(NODES, "accelerated-spot").inputs["amiType"] == "AL2023_x86_64_NVIDIA"


def test_a_group_that_has_to_be_replaced_gets_another_name_and_one_that_grows_does_not() -> None:
    def name(**changes: object) -> str:
        recording = plan(environment(pools=(cpu_pool(**changes),)))
        return recording.one(NODES, "cpu-nodes").inputs["nodeGroupName"]

    assert name(nodes=NodeCount(min=0, max=9, expected=1), disk_gib=200) == name()
    other = {name(requires=Shape(vcpu=16, memory_gib=64)), name(capacity=CapacityKind.SPOT)}
    assert len({*other, name()}) == 3


def test_a_pool_can_be_kept_to_the_zones_that_have_its_machine() -> None:
    recording = plan(pools={"cpu": PoolOptions(zone_ids=("euc1-az2",))})
    assert recording.one(NODES, "cpu-nodes").inputs["subnetIds"] == ["cluster-private-euc1-az2-id"]
    assert len(recording.one(NODES, "cluster-system").inputs["subnetIds"]) == 3


def test_nodes_may_join_and_pull_and_nothing_else(recording: Recording) -> None:
    attached = {
        each.inputs["policyArn"].rpartition("/")[2]
        for each in recording.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        if each.inputs["role"].endswith("-node")
    }
    assert attached == {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}
