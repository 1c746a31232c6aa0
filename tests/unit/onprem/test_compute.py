"""A pool claims exactly the nodes it is given, and its pods may take exactly what its nodes hold."""

from dataclasses import replace

import pytest

from components.results import PoolResult, Toleration
from components.specs import Architecture, CapacityKind, PoolSpec, Shape
from providers.onprem.compute import PoolRequest, build_pool, most_requests
from providers.onprem.machines import PoolOptions, Taint
from tests.rigs.environments import L4, accelerated_pool, cpu_pool
from tests.rigs.onprem import Parent, cluster
from transship.plan.recorder import Recorded, Recording, record

NAMED = PoolOptions(nodes=("node-1", "node-2"))
NODE_PATCH = "kubernetes:core/v1:NodePatch"
PRIORITY_CLASS = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
QUOTA = "kubernetes:core/v1:ResourceQuota"
OURS = {"transship.dev/environment": "test", "transship.dev/pool": "cpu"}
MANAGED = {"app.kubernetes.io/managed-by": "transship", "transship.dev/environment": "test"}


def built(spec: PoolSpec, options: PoolOptions, environment: str = "test") -> tuple[Recording, PoolResult]:
    results: list[PoolResult] = []

    def program() -> None:
        there = cluster()
        request = PoolRequest(environment=environment, spec=spec, options=options, machine="server")
        results.append(build_pool(Parent(there.provider), spec.name, request, there))

    return record(program), results[0]


def children(recording: Recording) -> list[Recorded]:
    return [each for each in recording.resources if each.custom and not each.type.startswith("pulumi:providers:")]


def test_a_pool_of_named_nodes_has_exactly_these_children() -> None:
    recording, result = built(cpu_pool(), NAMED)
    assert [(each.type, each.name) for each in children(recording)] == [
        (NODE_PATCH, "cpu-node-node-1"),
        (NODE_PATCH, "cpu-node-node-2"),
        (QUOTA, "cpu-quota"),
        (PRIORITY_CLASS, "cpu-priority"),
    ]
    assert all(each.provider and each.parent.endswith("test:index:Parent::parent") for each in children(recording))
    assert result.native.keys() == {"node-node-1", "node-node-2", "priority", "quota"}


def test_a_named_node_is_labelled_and_nothing_else_on_it_is_owned() -> None:
    recording, _ = built(cpu_pool(), NAMED)
    assert recording.one(NODE_PATCH, "cpu-node-node-1").inputs == {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": "node-1",
            "labels": OURS,
            "annotations": {"pulumi.com/patchFieldManager": "transship-test-cpu"},
        },
    }


def test_the_list_of_taints_is_owned_only_when_asked() -> None:
    gpu, keep = Taint(key="nvidia.com/gpu", value="present"), Taint(key="dedicated", effect="NoExecute")
    recording, result = built(cpu_pool(), replace(NAMED, taints=(gpu, keep)))
    assert "spec" not in recording.one(NODE_PATCH, "cpu-node-node-1").inputs
    tolerations = (
        Toleration(key="nvidia.com/gpu", value="present", effect="NoSchedule"),
        Toleration(key="dedicated", value="", effect="NoExecute"),
    )
    assert result.tolerations == tolerations
    recording, result = built(cpu_pool(), replace(NAMED, taints=(gpu, keep), manage_taints=True))
    assert result.tolerations == tolerations
    assert recording.one(NODE_PATCH, "cpu-node-node-2").inputs["spec"] == {
        "taints": [
            {"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"},
            {"key": "dedicated", "effect": "NoExecute"},
        ]
    }


def test_selected_nodes_are_left_as_they_are() -> None:
    recording, result = built(cpu_pool(), PoolOptions(selector={"example.com/rack": "7"}))
    assert recording.of(NODE_PATCH) == ()
    assert result.selector == {"example.com/rack": "7", "kubernetes.io/arch": "amd64"}


def test_pods_select_our_labels_of_named_nodes_and_the_architecture() -> None:
    arm = Shape(vcpu=4, memory_gib=16, architecture=Architecture.ARM64)
    _, result = built(cpu_pool(requires=arm), NAMED)
    assert result.selector == {**OURS, "kubernetes.io/arch": "arm64"}


@pytest.mark.parametrize(
    ("capacity", "value", "policy"),
    [
        (CapacityKind.ON_DEMAND, 1000, "PreemptLowerPriority"),
        (CapacityKind.SPOT_WITH_FALLBACK, 1000, "PreemptLowerPriority"),
        (CapacityKind.SPOT, -10, "Never"),
    ],
)
def test_capacity_is_a_priority(capacity: CapacityKind, value: int, policy: str) -> None:
    recording, _ = built(cpu_pool(capacity=capacity), NAMED)
    assert recording.one(PRIORITY_CLASS, "cpu-priority").inputs == {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": "transship-test-cpu", "labels": MANAGED},
        "value": value,
        "preemptionPolicy": policy,
        "description": "Pods of pool cpu, environment test.",
    }


def test_the_quota_is_what_the_pools_most_nodes_hold_and_binds_its_pods_only() -> None:
    recording, _ = built(cpu_pool(), NAMED)
    inputs = recording.one(QUOTA, "cpu-quota").inputs
    assert inputs["metadata"] == {"name": "pool-cpu", "namespace": "serving", "labels": MANAGED}
    assert inputs["spec"] == {
        "hard": {"requests.cpu": "12", "requests.memory": "48Gi"},
        "scopeSelector": {
            "matchExpressions": [
                {"scopeName": "PriorityClass", "operator": "In", "values": ["transship-test-cpu"]},
            ]
        },
    }


def test_devices_are_bounded_by_pods_since_a_scoped_quota_cannot_count_them() -> None:
    assert most_requests(accelerated_pool(replace(L4, count=4))) == {
        "requests.cpu": "16",
        "requests.memory": "64Gi",
        "pods": "8",
    }


def test_accelerated_pods_ask_for_the_device_plugins_resource() -> None:
    assert built(accelerated_pool(L4), NAMED)[1].accelerator_resource == "nvidia.com/gpu"
    assert built(cpu_pool(), NAMED)[1].accelerator_resource is None


def test_two_environments_on_one_cluster_do_not_share_names() -> None:
    def cluster_wide(environment: str) -> set[str]:
        recording, _ = built(cpu_pool(), NAMED, environment)
        patches = [each.inputs["metadata"]["annotations"].values() for each in recording.of(NODE_PATCH)]
        classes = [each.inputs["metadata"]["name"] for each in recording.of(PRIORITY_CLASS)]
        return {*classes, *(manager for managers in patches for manager in managers)}

    assert not cluster_wide("dev") & cluster_wide("prod")


def test_the_result_says_how_many_nodes_there_may_be_and_what_they_are() -> None:
    _, result = built(cpu_pool(), NAMED)
    assert (result.name, result.machine, result.min, result.max) == ("cpu", "server", 1, 3)
