"""Pools on Google Cloud: what their nodes are, who may land there, how they grow, and what they fall back to."""

from dataclasses import replace

import pytest

from components.specs import (
    Accelerator,
    AcceleratorKind,
    Architecture,
    CapacityKind,
    NodeCount,
    PoolSpec,
    ServingSpec,
    Shape,
)
from providers.gcp.options import PoolOptions
from tests.rigs.environments import A100, L4, V5E, accelerated_pool, cpu_pool, environment, model, variant
from tests.rigs.gcp import options, plan
from transship.plan.recorder import Inputs, Recording

NODE_POOL = "gcp:container/nodePool:NodePool"
CLASS = "kubernetes:cloud.google.com/v1:ComputeClass"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
GPU_TAINT = {"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}
TPU_TAINT = {"key": "google.com/tpu", "value": "present", "effect": "NO_SCHEDULE"}
SPOT_TAINT = {"key": "cloud.google.com/gke-spot", "value": "true", "effect": "NO_SCHEDULE"}
CLASS_TAINT = {
    "key": "cloud.google.com/compute-class",
    "value": "transship-test-accelerated",
    "effect": "NO_SCHEDULE",
}
H100 = Accelerator(kind=AcceleratorKind.NVIDIA_H100, count=8, memory_gib=80)
A100_80 = Accelerator(kind=AcceleratorKind.NVIDIA_A100, memory_gib=80)


def planned(pool: PoolSpec, zones: tuple[str, ...] = ()) -> Recording:
    """A pool with a model on it, and the pool for what needs none."""
    resources = replace(variant().resources, accelerators=1 if pool.requires.accelerator else 0)
    on_it = model(variants=(variant(pool=pool.name, resources=resources),))
    others = () if pool.name == "cpu" else (cpu_pool(),)
    chosen = options(pools={pool.name: PoolOptions(zones=zones)} if zones else {})
    return plan(environment(pools=(*others, pool), models=(on_it,)), chosen)


def nodes(pool: PoolSpec, zones: tuple[str, ...] = ()) -> Inputs:
    return planned(pool, zones).one(NODE_POOL, f"{pool.name}-nodes").inputs


def pod(recording: Recording) -> Inputs:
    return recording.one(DEPLOYMENT, "fraud-live-deployment").inputs["spec"]["template"]["spec"]


def test_the_autoscaler_owns_the_size() -> None:
    pool = planned(cpu_pool()).one(NODE_POOL, "cpu-nodes")
    assert set(pool.ignored) == {"initialNodeCount", "nodeCount"}
    assert "nodeCount" not in pool.inputs


@pytest.mark.parametrize(("least", "most", "each_zone"), [(0, 2, 0), (1, 3, 1), (3, 9, 1), (4, 9, 2)])
def test_a_pool_has_at_least_its_least_from_the_start(least: int, most: int, each_zone: int) -> None:
    inputs = nodes(cpu_pool(nodes=NodeCount(min=least, max=most, expected=least)))
    assert inputs["autoscaling"] == {
        "totalMinNodeCount": least,
        "totalMaxNodeCount": most,
        "locationPolicy": "BALANCED",
    }
    assert inputs["initialNodeCount"] == each_zone


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("networkConfig", "enablePrivateNodes"), True, "no public address"),
        (("nodeConfig", "workloadMetadataConfig", "mode"), "GKE_METADATA", "the node's credentials are hidden"),
        (("nodeConfig", "metadata", "disable-legacy-endpoints"), "true", "nor can they be asked for the old way"),
        (("nodeConfig", "shieldedInstanceConfig", "enableSecureBoot"), True, "signed kernels only"),
        (("nodeConfig", "shieldedInstanceConfig", "enableIntegrityMonitoring"), True, "and watched"),
        (("nodeConfig", "kubeletConfig", "insecureKubeletReadonlyPortEnabled"), "FALSE", "no open kubelet"),
        (
            ("nodeConfig", "serviceAccount"),
            "transship-test-nodes@my-project.iam.gserviceaccount.com",
            "an identity of its own, not the project's editor",
        ),
        (("management", "autoRepair"), True, "broken nodes are replaced"),
        (("management", "autoUpgrade"), True, "old ones upgraded"),
    ],
)
def test_a_node_is_guarded(path: tuple[str, ...], value: object, reason: str) -> None:
    found: object = nodes(cpu_pool())
    for step in path:
        found = found[step]  # pyright: ignore[reportIndexIssue, reportUnknownVariableType]
    assert found == value, reason


def test_machines_and_disks_carry_the_labels_of_the_bill() -> None:
    assert nodes(cpu_pool())["nodeConfig"]["resourceLabels"] == {
        "managed-by": "transship",
        "transship-environment": "test",
        "transship-stack": "gcp-test",
    }


def test_a_disk_is_as_large_as_asked_and_of_a_kind_that_the_machine_takes() -> None:
    config = nodes(cpu_pool(disk_gib=250))["nodeConfig"]
    assert (config["diskSizeGb"], config["diskType"]) == (250, "pd-balanced")
    six = Accelerator(kind=AcceleratorKind.TPU_V6E, count=1, memory_gib=32)
    assert nodes(accelerated_pool(six))["nodeConfig"]["diskType"] == "hyperdisk-balanced"


@pytest.mark.parametrize(
    ("accelerator", "machine", "kind", "count"),
    [
        (L4, "g2-standard-8", "nvidia-l4", 1),
        (A100, "a2-highgpu-1g", "nvidia-tesla-a100", 1),
        (A100_80, "a2-ultragpu-1g", "nvidia-a100-80gb", 1),
        (H100, "a3-highgpu-8g", "nvidia-h100-80gb", 8),
    ],
)
def test_gpu_nodes_are_given_drivers_and_kept_free(
    accelerator: Accelerator, machine: str, kind: str, count: int
) -> None:
    config = nodes(accelerated_pool(accelerator))["nodeConfig"]
    assert config["machineType"] == machine
    assert config["guestAccelerators"] == [
        {"type": kind, "count": count, "gpuDriverInstallationConfig": {"gpuDriverVersion": "DEFAULT"}}
    ]
    assert config["taints"] == [GPU_TAINT]


def test_a_tpu_pool_is_a_single_host_that_pods_name() -> None:
    recording = planned(accelerated_pool(V5E))
    inputs = recording.one(NODE_POOL, "accelerated-nodes").inputs
    assert inputs["nodeConfig"]["machineType"] == "ct5lp-hightpu-4t"
    assert inputs["nodeConfig"]["taints"] == [TPU_TAINT]
    assert "guestAccelerators" not in inputs["nodeConfig"]
    assert "placementPolicy" not in inputs
    there = pod(recording)
    assert there["nodeSelector"]["cloud.google.com/gke-tpu-accelerator"] == "tpu-v5-lite-podslice"
    assert there["nodeSelector"]["cloud.google.com/gke-tpu-topology"] == "2x2"
    assert there["containers"][0]["resources"]["limits"]["google.com/tpu"] == "1"


def test_pods_land_on_their_pool_and_nowhere_else() -> None:
    recording = planned(accelerated_pool(L4))
    there = pod(recording)
    assert there["nodeSelector"] == {
        "kubernetes.io/arch": "amd64",
        "transship.dev/environment": "test",
        "transship.dev/pool": "accelerated",
    }
    assert [taint["key"] for taint in there["tolerations"]] == ["nvidia.com/gpu"]
    labels = recording.one(NODE_POOL, "accelerated-nodes").inputs["nodeConfig"]["labels"]
    assert labels == {"transship.dev/environment": "test", "transship.dev/pool": "accelerated"}


def test_arm_pods_accept_what_gke_puts_on_arm_nodes() -> None:
    arm = cpu_pool(requires=Shape(vcpu=4, memory_gib=16, architecture=Architecture.ARM64))
    recording = planned(arm)
    there = pod(recording)
    assert there["nodeSelector"]["kubernetes.io/arch"] == "arm64"
    assert [(taint["key"], taint["value"]) for taint in there["tolerations"]] == [("kubernetes.io/arch", "arm64")]
    assert "taints" not in recording.one(NODE_POOL, "cpu-nodes").inputs["nodeConfig"]


def test_spot_nodes_are_taken_wherever_there_are_some_and_hold_models_only() -> None:
    recording = planned(cpu_pool(capacity=CapacityKind.SPOT))
    inputs = recording.one(NODE_POOL, "cpu-nodes").inputs
    assert inputs["nodeConfig"]["spot"] is True
    assert inputs["nodeConfig"]["taints"] == [SPOT_TAINT]
    assert inputs["autoscaling"]["locationPolicy"] == "ANY"
    assert [taint["key"] for taint in pod(recording)["tolerations"]] == ["cloud.google.com/gke-spot"]
    assert recording.of(CLASS) == ()


def test_a_fallback_is_a_second_pool_that_gke_takes_second() -> None:
    counts = NodeCount(min=1, max=4, expected=2)
    recording = planned(accelerated_pool(L4, capacity=CapacityKind.SPOT_WITH_FALLBACK, nodes=counts))
    first = recording.one(NODE_POOL, "accelerated-nodes").inputs
    second = recording.one(NODE_POOL, "accelerated-fallback").inputs
    assert (first["nodeConfig"]["spot"], second["nodeConfig"]["spot"]) == (True, False)
    assert first["nodeConfig"]["machineType"] == second["nodeConfig"]["machineType"]
    assert first["autoscaling"]["totalMinNodeCount"] == 1
    assert second["autoscaling"]["totalMinNodeCount"] == 0
    assert second["autoscaling"]["totalMaxNodeCount"] == 4
    order = recording.one(CLASS, "accelerated-class").inputs
    assert order["metadata"]["name"] == "transship-test-accelerated"
    assert order["spec"] == {
        "priorities": [{"nodepools": ["accelerated"]}, {"nodepools": ["accelerated-fallback"]}],
        "whenUnsatisfiable": "DoNotScaleUp",
    }


def test_both_pools_of_a_fallback_belong_to_its_class_and_pods_accept_both() -> None:
    recording = planned(accelerated_pool(L4, capacity=CapacityKind.SPOT_WITH_FALLBACK))
    first = recording.one(NODE_POOL, "accelerated-nodes").inputs["nodeConfig"]
    second = recording.one(NODE_POOL, "accelerated-fallback").inputs["nodeConfig"]
    assert first["labels"] == second["labels"]
    assert first["labels"]["cloud.google.com/compute-class"] == "transship-test-accelerated"
    assert first["taints"] == [GPU_TAINT, SPOT_TAINT, CLASS_TAINT]
    assert second["taints"] == [GPU_TAINT, CLASS_TAINT]
    there = pod(recording)
    assert there["nodeSelector"]["cloud.google.com/compute-class"] == "transship-test-accelerated"
    assert {taint["key"] for taint in there["tolerations"]} == {
        "nvidia.com/gpu",
        "cloud.google.com/gke-spot",
        "cloud.google.com/compute-class",
    }


def test_a_pool_may_be_in_fewer_zones_than_the_cluster() -> None:
    inputs = nodes(accelerated_pool(L4, nodes=NodeCount(min=3, max=4, expected=3)), ("us-central1-b",))
    assert inputs["nodeLocations"] == ["us-central1-b"]
    assert inputs["initialNodeCount"] == 3


@pytest.mark.parametrize(("scarce", "surge", "away"), [(False, 1, 0), (True, 0, 1)])
def test_an_upgrade_asks_for_no_device_more(scarce: bool, surge: int, away: int) -> None:
    inputs = nodes(accelerated_pool(L4) if scarce else cpu_pool())
    assert inputs["upgradeSettings"] == {"strategy": "SURGE", "maxSurge": surge, "maxUnavailable": away}


def test_names_of_node_pools_fit() -> None:
    name = "p" * 40
    recording = planned(cpu_pool(name=name, capacity=CapacityKind.SPOT_WITH_FALLBACK))
    names = [pool.inputs["name"] for pool in recording.of(NODE_POOL)]
    assert all(len(each) <= 40 for each in names)
    assert len(set(names)) == len(names)


def test_nodes_of_a_pool_are_encrypted_like_all_others() -> None:
    recording = plan(environment(serving=ServingSpec(customer_keys=True)))
    assert recording.one(NODE_POOL, "cpu-nodes").inputs["nodeConfig"]["bootDiskKmsKey"] == "cluster-disks-key-id"
