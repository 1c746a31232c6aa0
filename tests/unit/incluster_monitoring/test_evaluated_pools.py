"""Series of pools, their cost and the budget, as Prometheus computes them from what kube-state-metrics exports."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from providers.incluster.monitoring.rates import NodeRate
from tests.unit.incluster_monitoring.evaluation import (
    Case,
    evaluate,
    groups_of,
    growing,
    needs_promtool,
    promtool,
    steady,
)
from tests.unit.incluster_monitoring.watched import NAMESPACE, RATES

pytestmark = needs_promtool

GIB = 2**30


def pod(
    name: str, node: str, resource: str, amount: float, phase: str = "Running"
) -> list[tuple[str, dict[str, str], str]]:
    """A pod with one container, as kube-state-metrics tells of it."""
    here = {"namespace": NAMESPACE, "pod": name}
    phases = [
        ("kube_pod_status_phase", {**here, "phase": each}, steady(int(each == phase)))
        for each in ("Pending", "Running", "Succeeded")
    ]
    asked = {**here, "container": "server", "node": node, "resource": resource}
    return [*phases, ("kube_pod_container_resource_requests", asked, steady(amount))]


def node(name: str, pool: str, **allocatable: float) -> list[tuple[str, dict[str, str], str]]:
    """A node of a pool, as kube-state-metrics tells of it."""
    gives = [
        ("kube_node_status_allocatable", {"node": name, "resource": resource}, steady(amount))
        for resource, amount in allocatable.items()
    ]
    return [("kube_node_labels", {"node": name, "label_transship_dev_pool": pool}, steady(1)), *gives]


CASES = [
    Case(
        reason="pools: nodes of others, pods that are finished and pods without a node do not count; 0 nodes is 0",
        scraped=[
            *node("n1", "cpu", cpu=4, memory=16 * GIB),
            *node("n2", "cpu", cpu=4, memory=16 * GIB),
            *node("n3", "somebody-elses", cpu=64, memory=256 * GIB),
            *pod("a", "n1", "cpu", 2),
            *pod("b", "n2", "memory", 8 * GIB),
            *pod("done", "n1", "cpu", 2, "Succeeded"),
            *pod("waiting", "", "cpu", 2, "Pending"),
            *pod("elsewhere", "n3", "cpu", 32),
            ("container_cpu_usage_seconds_total", {"node": "n1", "container": "server"}, growing(120)),
            ("container_cpu_usage_seconds_total", {"node": "n1", "container": ""}, growing(600)),
            ("container_memory_working_set_bytes", {"node": "n2", "container": "server"}, steady(4 * GIB)),
        ],
        found={
            'sum(transship:pool_nodes:count{pool="cpu"})': 2.0,
            'sum(transship:pool_nodes:count{pool="accelerated"})': 0.0,
            'sum(transship:pool_cpu:requested_ratio{pool="cpu"})': 0.25,
            'sum(transship:pool_memory:requested_ratio{pool="cpu"})': 0.25,
            'sum(transship:pool_cpu:used_ratio5m{pool="cpu"})': 0.25,
            'sum(transship:pool_memory:used_ratio{pool="cpu"})': 0.125,
            "count(transship:pool_cpu:requested_ratio)": 1.0,
            'sum(transship:pool_cost:hourly_usd{pool="cpu"})': 2 * 0.02 + 8 * 0.003,
            'sum(transship:pool_cost:hourly_usd{pool="accelerated"})': 0.0,
        },
    ),
    Case(
        reason="a node that two pools claim leaves neither without numbers",
        scraped=[
            *node("n1", "cpu", cpu=4),
            *node("n1", "accelerated", cpu=4),
            *node("n2", "cpu", cpu=4),
            *pod("a", "n1", "cpu", 2),
        ],
        found={
            'sum(transship:pool_cpu:requested_ratio{pool="cpu"})': 0.25,
            'sum(transship:pool_cpu:requested_ratio{pool="accelerated"})': 0.5,
        },
    ),
    Case(
        reason="accelerators: idle ones are told of while there are nodes, and priced by the device",
        scraped=[
            *node("g1", "accelerated", cpu=8, memory=32 * GIB, nvidia_com_gpu=2),
            *pod("a", "g1", "nvidia_com_gpu", 1),
            ("DCGM_FI_DEV_GPU_UTIL", {"node": "g1", "gpu": "0"}, steady(3)),
            ("DCGM_FI_DEV_GPU_UTIL", {"node": "g1", "gpu": "1"}, steady(1)),
            ("DCGM_FI_DEV_GPU_UTIL", {"node": "somewhere-else", "gpu": "0"}, steady(100)),
        ],
        found={
            "sum(transship:pool_accelerators:used_ratio5m)": 0.02,
            "sum(transship:pool_accelerators:requested_ratio)": 0.5,
            'sum(transship:pool_cost:hourly_usd{pool="accelerated"})': 0.7,
        },
        told={
            "idle-accelerator-percent-all": [
                ({"pool": "accelerated"}, "accelerators are busy 2 % of the time; 2.5 % was the least.")
            ]
        },
    ),
    Case(
        reason="busy accelerators are told of to nobody",
        scraped=[
            *node("g1", "accelerated", cpu=8, memory=32 * GIB, nvidia_com_gpu=1),
            ("DCGM_FI_DEV_GPU_UTIL", {"node": "g1", "gpu": "0"}, steady(60)),
        ],
        told={"idle-accelerator-percent-all": []},
    ),
    Case(
        reason="the budget: 1,000 USD a month is 1.37 USD an hour; two nodes at 0.60 pass 80 % and not 100 %",
        scraped=[
            ("kube_node_labels", {"node": "n1", "label_transship_dev_pool": "cpu"}, steady(1)),
            ("kube_node_labels", {"node": "n2", "label_transship_dev_pool": "cpu"}, steady(1)),
        ],
        found={'sum(transship:pool_cost:hourly_usd{pool="cpu"})': 1.2},
        told={
            "budget-80-percent": [({}, "At the last day's pace a month costs 876 USD; 80 % of the budget is 800 USD.")],
            "budget-100-percent": [],
        },
        rates={"cpu": NodeRate(node_usd=Decimal("0.60"))},
        at_minutes=120,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.reason)
def test_prometheus_finds(case: Case, tmp_path: Path) -> None:
    evaluate(case, tmp_path)


def test_prometheus_finds_nothing_to_object_to(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"groups": groups_of(RATES)}))
    done = promtool(tmp_path, "check", "rules", "--lint=all", "--lint-fatal", "rules.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
