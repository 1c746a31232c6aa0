"""Pools: nodes by shape, tainted where not everybody may land, from zero where asked, spot first where asked."""

from dataclasses import replace

import pytest
import yaml

from components.specs import Architecture, CapacityKind, NodeCount, PoolSpec, Shape
from providers.azure.spot import priorities
from tests.rigs.azure import T4, named, planned
from tests.rigs.environments import accelerated_pool, cpu_pool, environment, model, variant
from transship.plan.recorder import Recorded, Recording

SPOT_TAINT = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule"
GPU_TAINT = "nvidia.com/gpu=present:NoSchedule"


def pools(*specs: PoolSpec) -> Recording:
    return planned(environment(pools=(cpu_pool(), *specs)))


def pool(recording: Recording, name: str) -> Recorded:
    return named(recording, "containerservice:AgentPool", name)


@pytest.fixture(scope="module", name="fallback")
def stack_with_fallback() -> Recording:
    return pools(accelerated_pool(T4, capacity=CapacityKind.SPOT_WITH_FALLBACK))


def test_the_autoscaler_decides_how_many_nodes_there_are() -> None:
    cpu = pool(pools(), "cpu-nodes")
    assert (cpu.inputs["minCount"], cpu.inputs["maxCount"], cpu.inputs["enableAutoScaling"]) == (1, 3, True)
    assert cpu.ignored == ("count",)


def test_nodes_are_private_patched_and_spread() -> None:
    cpu = pool(pools(), "cpu-nodes").inputs
    assert cpu["enableNodePublicIP"] is False
    assert cpu["securityProfile"] == {"sshAccess": "Disabled", "enableSecureBoot": True, "enableVTPM": True}
    assert cpu["availabilityZones"] == ["1", "2", "3"]
    assert cpu["orchestratorVersion"] == "1.35"
    assert cpu["osDiskSizeGB"] == 100
    assert cpu["nodeTaints"] == []


def test_only_what_asks_for_a_gpu_lands_on_one() -> None:
    gpu = pool(pools(accelerated_pool(T4)), "accelerated-nodes").inputs
    assert gpu["vmSize"] == "Standard_NC8as_T4_v3"
    assert gpu["nodeTaints"] == [GPU_TAINT]
    assert gpu["gpuProfile"] == {"driver": "Install"}
    assert gpu["minCount"] == gpu["count"] == 0


def test_pods_find_their_pool_and_tolerate_its_taints(fallback: Recording) -> None:
    serving = model(variants=(variant(pool="accelerated"),))
    wanted = environment(pools=(accelerated_pool(T4, capacity=CapacityKind.SPOT_WITH_FALLBACK),), models=(serving,))
    pod = planned(wanted).one("kubernetes:apps/v1:Deployment", "fraud-live-deployment").inputs["spec"]["template"]
    assert pod["spec"]["nodeSelector"] == {
        "transship.dev/pool": "accelerated",
        "transship.dev/environment": "test",
        "kubernetes.io/arch": "amd64",
    }
    tolerated = {f"{each['key']}={each['value']}:{each['effect']}" for each in pod["spec"]["tolerations"]}
    assert tolerated == {GPU_TAINT, SPOT_TAINT}
    for name in ("accelerated-nodes", "accelerated-spot-nodes"):
        labels = pool(fallback, name).inputs["nodeLabels"]
        assert pod["spec"]["nodeSelector"].items() - {("kubernetes.io/arch", "amd64")} <= labels.items()


def test_spot_nodes_are_bought_at_any_price_up_to_the_usual() -> None:
    spot = pool(pools(cpu_pool(name="cheap", capacity=CapacityKind.SPOT)), "cheap-spot-nodes").inputs
    assert (spot["scaleSetPriority"], spot["scaleSetEvictionPolicy"], spot["spotMaxPrice"]) == ("Spot", "Delete", -1)
    assert spot["nodeTaints"] == [SPOT_TAINT]
    assert spot["nodeLabels"]["kubernetes.azure.com/scalesetpriority"] == "spot"
    assert "upgradeSettings" not in spot


def test_behind_spot_nodes_there_are_others_that_come_last(fallback: Recording) -> None:
    spot, usual = pool(fallback, "accelerated-spot-nodes").inputs, pool(fallback, "accelerated-nodes").inputs
    assert (spot["scaleSetPriority"], usual["scaleSetPriority"]) == ("Spot", "Regular")
    assert spot["agentPoolName"] != usual["agentPoolName"]
    cluster = named(fallback, "containerservice:ManagedCluster", "cluster-kubernetes").inputs
    assert cluster["autoScalerProfile"]["expander"] == "priority"
    ranks = fallback.one("kubernetes:core/v1:ConfigMap", "cluster-spot-first").inputs
    assert ranks["metadata"]["name"] == "cluster-autoscaler-priority-expander"
    assert ranks["metadata"]["namespace"] == "kube-system"
    assert yaml.safe_load(ranks["data"]["priorities"]) == {10: [".*"], 50: [f"^aks-{spot['agentPoolName']}-.*"]}


def test_the_nodes_that_are_always_there_are_spot_ones() -> None:
    nodes = NodeCount(min=2, max=5, expected=2)
    recording = pools(cpu_pool(name="both", nodes=nodes, capacity=CapacityKind.SPOT_WITH_FALLBACK))
    assert pool(recording, "both-spot-nodes").inputs["minCount"] == 2
    assert pool(recording, "both-nodes").inputs["minCount"] == 0


def test_without_a_choice_nothing_is_ranked() -> None:
    recording = pools()
    cluster = named(recording, "containerservice:ManagedCluster", "cluster-kubernetes").inputs
    assert cluster["autoScalerProfile"]["expander"] == "least-waste"
    assert "cluster-spot-first" not in {resource.name for resource in recording.resources}


def test_ranks_are_yaml() -> None:
    assert yaml.safe_load(priorities(["a", "b"])) == {10: [".*"], 50: ["^aks-a-.*", "^aks-b-.*"]}


def test_arm_nodes_start_without_what_their_machines_lack() -> None:
    shape = Shape(vcpu=4, memory_gib=16, architecture=Architecture.ARM64)
    arm = pool(pools(replace(cpu_pool(name="arm"), requires=shape)), "arm-nodes").inputs
    assert arm["vmSize"].startswith("Standard_D4p")
    assert arm["securityProfile"]["enableSecureBoot"] is False
