"""Nodes that are objects only, kept alive by kwok: what is scheduled to them becomes ready, and nothing runs.

They carry the labels that clouds set on every node, and those of NVIDIA's feature discovery, so that selectors and
affinities written for real nodes find them.
Source: https://kubernetes.io/docs/reference/labels-annotations-taints (2026-11-21) and
https://github.com/NVIDIA/k8s-device-plugin/tree/main/docs/gpu-feature-discovery (2026-11-21)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lab.cluster import certificates, processes
from lab.cluster.journal import Journal
from lab.cluster.kubectl import Manifest
from lab.cluster.site import Site

REGION: Final = "lab"
ZONE_COUNT: Final = 3

_SELECTOR_LABEL = "type"
_SELECTOR_VALUE = "kwok"
_FAKE_TAINT = {"key": "kwok.x-k8s.io/node", "value": "fake", "effect": "NoSchedule"}
_GPU_TAINT = {"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gpu:
    """One model of GPU, as NVIDIA's feature discovery describes it; `memory_mib` of one."""

    product: str
    family: str
    memory_mib: int
    compute: tuple[int, int]
    count: int

    def labels(self) -> dict[str, str]:
        major, minor = self.compute
        return {
            "nvidia.com/gpu.present": "true",
            "nvidia.com/gpu.count": str(self.count),
            "nvidia.com/gpu.product": self.product,
            "nvidia.com/gpu.family": self.family,
            "nvidia.com/gpu.memory": str(self.memory_mib),
            "nvidia.com/gpu.compute.major": str(major),
            "nvidia.com/gpu.compute.minor": str(minor),
            "nvidia.com/gpu.replicas": "1",
            "nvidia.com/gpu.sharing-strategy": "none",
            "nvidia.com/mig.capable": "true" if self.family == "hopper" else "false",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Machine:
    """What a fake node claims to be."""

    instance_type: str
    vcpu: int
    memory_gib: int
    gpu: _Gpu | None = None


_CPU = _Machine(instance_type="lab-cpu-16", vcpu=16, memory_gib=64)
_GPUS = (
    _Machine(
        instance_type="lab-l4-1",
        vcpu=8,
        memory_gib=32,
        gpu=_Gpu(product="NVIDIA-L4", family="ada-lovelace", memory_mib=23034, compute=(8, 9), count=1),
    ),
    _Machine(
        instance_type="lab-h100-8",
        vcpu=192,
        memory_gib=2048,
        gpu=_Gpu(product="NVIDIA-H100-80GB-HBM3", family="hopper", memory_mib=81559, compute=(9, 0), count=8),
    ),
)


def start(journal: Journal, site: Site, tools: Mapping[str, Path]) -> None:
    """Starts kwok, if there is anything for it to do."""
    if not site.cpu_nodes + site.gpu_nodes:
        return
    stages = [f"--config={path}" for path in sorted(tools["kwok-stages"].glob("*.yaml"))]
    argv = [
        str(tools["kwok"]),
        f"--kubeconfig={certificates.path(site, 'kwok.kubeconfig')}",
        f"--manage-nodes-with-label-selector={_SELECTOR_LABEL}={_SELECTOR_VALUE}",
        f"--cidr={site.block.fake_pods}",
        "--node-lease-duration-seconds=40",
        # It would note every renewal of every node.
        "--v=WARN",
        *stages,
    ]
    processes.ensure(journal, site, "kwok", argv)


def manifests(site: Site) -> list[Manifest]:
    """The site's fake nodes: kinds of GPU take turns, and so do zones."""
    cpus = [(name, _CPU) for name in site.cpu_node_names]
    gpus = [(name, _GPUS[number % len(_GPUS)]) for number, name in enumerate(site.gpu_node_names)]
    return [
        _node(site, name, machine, zone=number % ZONE_COUNT)
        for members in (cpus, gpus)
        for number, (name, machine) in enumerate(members)
    ]


def place_labels(zone: int) -> dict[str, str]:
    """Where a node is, as clouds say it."""
    return {"topology.kubernetes.io/region": REGION, "topology.kubernetes.io/zone": f"{REGION}-{zone + 1}"}


def _node(site: Site, name: str, machine: _Machine, zone: int) -> Manifest:
    labels = {
        _SELECTOR_LABEL: _SELECTOR_VALUE,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "node.kubernetes.io/instance-type": machine.instance_type,
        **place_labels(zone),
        **(machine.gpu.labels() if machine.gpu else {}),
    }
    capacity = {
        "cpu": str(machine.vcpu),
        "memory": f"{machine.memory_gib}Gi",
        "ephemeral-storage": "500Gi",
        "pods": "110",
        **({"nvidia.com/gpu": str(machine.gpu.count)} if machine.gpu else {}),
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels},
        "spec": {"taints": _taints(site, machine)},
        "status": {"capacity": capacity, "allocatable": capacity},
    }


def _taints(site: Site, machine: _Machine) -> list[dict[str, str]]:
    if machine.gpu:
        return [_GPU_TAINT]
    # Beside a real node, a pod must not seem to run somewhere that runs nothing.
    return [_FAKE_TAINT] if site.nodes == "real" else []
