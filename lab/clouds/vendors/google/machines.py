"""What a Compute Engine machine type offers: by the rules that its name follows, and tables where they end.

Sources: https://cloud.google.com/compute/docs/machine-resource, https://cloud.google.com/compute/docs/gpus and
https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus, 2026-11-21.
"""

import re
from typing import Final

_TYPE: Final = re.compile(r"(?P<series>[a-z]\w*)-(?P<class>[a-z]+)-(?P<size>\d+)(?P<unit>[gt]?)(?:-.*)?")
_GIB_FOR_A_CPU: Final = {"standard": 4, "highmem": 8, "highcpu": 1}
_GIB_OF_N1: Final = {"standard": 3.75, "highmem": 6.5, "highcpu": 0.9}
_GIB_OF_C4: Final = {"standard": 3.75, "highmem": 7.75, "highcpu": 2}
_HIGHCPU_WITH_TWO: Final = frozenset({"c3", "c3d", "c4a", "c4d", "n4"})
_GPUS: Final = {
    "a2-highgpu-1g": (12, 85, 1),
    "a2-highgpu-2g": (24, 170, 2),
    "a2-highgpu-4g": (48, 340, 4),
    "a2-highgpu-8g": (96, 680, 8),
    "a2-megagpu-16g": (96, 1360, 16),
    "a2-ultragpu-1g": (12, 170, 1),
    "a2-ultragpu-2g": (24, 340, 2),
    "a2-ultragpu-4g": (48, 680, 4),
    "a2-ultragpu-8g": (96, 1360, 8),
    "a3-highgpu-1g": (26, 234, 1),
    "a3-highgpu-2g": (52, 468, 2),
    "a3-highgpu-4g": (104, 936, 4),
    "a3-highgpu-8g": (208, 1872, 8),
    "a3-megagpu-8g": (208, 1872, 8),
    "a3-ultragpu-8g": (224, 2952, 8),
    "a4-highgpu-8g": (224, 3968, 8),
    "g2-standard-24": (24, 96, 2),
    "g2-standard-48": (48, 192, 4),
    "g2-standard-96": (96, 384, 8),
}
"""vCPUs, GiB and GPUs of those that have more than one, or whose memory follows no rule."""

_TPUS: Final = {
    "ct4p-hightpu-4t": (240, 407),
    "ct5lp-hightpu-1t": (24, 48),
    "ct5lp-hightpu-4t": (112, 192),
    "ct5lp-hightpu-8t": (224, 384),
    "ct5p-hightpu-4t": (208, 448),
    "ct6e-standard-1t": (44, 176),
    "ct6e-standard-4t": (180, 720),
    "ct6e-standard-8t": (180, 1440),
}
"""vCPUs and GiB of those with TPUs; the chips stand in their names."""

TPU_ACCELERATORS: Final = {
    "ct4p": "tpu-v4-podslice",
    "ct5lp": "tpu-v5-lite-podslice",
    "ct5p": "tpu-v5p-slice",
    "ct6e": "tpu-v6e-slice",
}
"""What GKE labels nodes with TPUs with, by series."""

_TOPOLOGIES: Final = {1: "1x1", 4: "2x2", 8: "2x4"}
_THREE_DIMENSIONS: Final = frozenset({"ct4p", "ct5p"})


def capacity(machine: str) -> dict[str, str]:
    """CPUs, memory, GPUs and TPU chips as a node reports them; a plain machine's for a type whose name says nothing."""
    if machine in _GPUS:
        cpus, gib, gpus = _GPUS[machine]
        return {"cpu": str(cpus), "memory": f"{gib}Gi", "nvidia.com/gpu": str(gpus)}
    if machine in _TPUS:
        cpus, gib = _TPUS[machine]
        return {"cpu": str(cpus), "memory": f"{gib}Gi", "google.com/tpu": str(chips(machine))}
    found = _TYPE.fullmatch(machine)
    cpus = int(found["size"]) if found else 2 if machine.startswith("e2-") else 4
    gib = cpus * _gib_for_a_cpu(found)
    plain = {"cpu": str(cpus), "memory": f"{int(gib) if machine.startswith('c4-') else gib:g}Gi"}
    return {**plain, "nvidia.com/gpu": "1"} if machine.startswith("g2-") else plain


def chips(machine: str) -> int:
    """The TPU chips of one machine; none for most."""
    found = _TYPE.fullmatch(machine)
    return int(found["size"]) if found and found["unit"] == "t" else 0


def default_topology(machine: str) -> str:
    """How the chips of a single machine are arranged."""
    flat = _TOPOLOGIES.get(chips(machine), "")
    return f"{flat}x1" if series(machine) in _THREE_DIMENSIONS else flat


def series(machine: str) -> str:
    """`ct5lp` of `ct5lp-hightpu-4t`."""
    return machine.partition("-")[0]


def architecture(machine: str) -> str:
    """`arm64` for Axion and Ampere."""
    return "arm64" if series(machine) in {"c4a", "n4a", "t2a", "a4x"} else "amd64"


def _gib_for_a_cpu(found: re.Match[str] | None) -> float:
    if found is None:
        return 4
    if found["series"] in {"n1", "c4"}:
        return (_GIB_OF_N1 if found["series"] == "n1" else _GIB_OF_C4).get(found["class"], 3.75)
    if found["class"] == "highcpu" and found["series"] in _HIGHCPU_WITH_TWO:
        return 2
    return _GIB_FOR_A_CPU.get(found["class"], 4)
