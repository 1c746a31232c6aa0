"""Accelerators as GKE spells them: what a node pool asks for, and what keeps other pods away. Pure."""

from collections.abc import Mapping

from components.machines import Machine
from components.results import Toleration
from components.specs import AcceleratorKind, Architecture
from providers.gcp.shapes import tpu_topology

GPU_RESOURCE = "nvidia.com/gpu"
TPU_RESOURCE = "google.com/tpu"
PRESENT = "present"

_GPU_TYPES = {
    AcceleratorKind.NVIDIA_T4: "nvidia-tesla-t4",
    AcceleratorKind.NVIDIA_L4: "nvidia-l4",
    AcceleratorKind.NVIDIA_A100: "nvidia-tesla-a100",
    AcceleratorKind.NVIDIA_H100: "nvidia-h100-80gb",
    AcceleratorKind.NVIDIA_H200: "nvidia-h200-141gb",
    AcceleratorKind.NVIDIA_B200: "nvidia-b200",
}
_GPU_TYPES_OF_SERIES = {
    "a2-ultragpu": "nvidia-a100-80gb",
    "a3-megagpu": "nvidia-h100-mega-80gb",
}
"""Machines whose accelerator has a name of its own.

Source for both tables: https://cloud.google.com/compute/docs/gpus, 2026-11-21.
"""

_TPU_TYPES = {
    "ct5lp": "tpu-v5-lite-podslice",
    "ct5p": "tpu-v5p-slice",
    "ct6e": "tpu-v6e-slice",
}
"""What GKE labels TPU nodes with, by series.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus, 2026-11-21.
"""


def gpu_type(machine: Machine) -> str | None:
    """The accelerator type that a node pool of this machine names; None for one without GPUs."""
    devices = machine.accelerator
    if devices is None or devices.kind.is_tpu:
        return None
    series = machine.name.rpartition("-")[0]
    return _GPU_TYPES_OF_SERIES.get(series) or _GPU_TYPES[devices.kind]


def accelerator_resource(machine: Machine) -> str | None:
    """The extended resource of the machine's devices; None where there are none."""
    if machine.accelerator is None:
        return None
    return TPU_RESOURCE if machine.accelerator.kind.is_tpu else GPU_RESOURCE


def accelerator_labels(machine: Machine) -> Mapping[str, str]:
    """The labels that GKE sets on TPU nodes and wants pods to select; without them it refuses such a pod.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/tpus#workload-preparation, 2026-11-21.
    """
    if machine.accelerator is None or not machine.accelerator.kind.is_tpu:
        return {}
    return {
        "cloud.google.com/gke-tpu-accelerator": _TPU_TYPES[machine.name.partition("-")[0]],
        "cloud.google.com/gke-tpu-topology": tpu_topology(machine.name),
    }


def accelerator_taints(machine: Machine) -> tuple[Toleration, ...]:
    """What keeps pods off that need no device."""
    resource = accelerator_resource(machine)
    return (Toleration(key=resource, value=PRESENT, effect="NoSchedule"),) if resource else ()


def architecture_taints(machine: Machine) -> tuple[Toleration, ...]:
    """What GKE itself puts on nodes whose processors few images are built for.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment, 2026-11-21.
    """
    if machine.architecture is Architecture.AMD64:
        return ()
    return (Toleration(key="kubernetes.io/arch", value=machine.architecture.value, effect="NoSchedule"),)
