"""What an EC2 instance type offers: by the rules that its name follows, and a table where they end.

Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-type-specifications.html, 2026-11-21.
"""

import re
from typing import Final

_TYPE: Final = re.compile(r"(?P<letters>[a-z]+)(?P<generation>\d+)(?P<options>[a-z-]*)\.(?P<size>[a-z0-9-]+)")
_SMALL: Final = {"nano": 2, "micro": 2, "small": 2, "medium": 2, "large": 2, "xlarge": 4}
_BURSTABLE_GIB: Final = {"nano": 0.5, "micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}
_GIB_FOR_A_CPU: Final = {"c": 2, "m": 4, "r": 8, "x": 16, "i": 8, "inf": 2, "g": 4, "gr": 8}
_LARGE: Final = {
    "p4d.24xlarge": (96, 1152, 8),
    "p4de.24xlarge": (96, 1152, 8),
    "p5.4xlarge": (16, 256, 1),
    "p5.48xlarge": (192, 2048, 8),
    "p5e.48xlarge": (192, 2048, 8),
    "p5en.48xlarge": (192, 2048, 8),
    "p3.2xlarge": (8, 61, 1),
    "p3.8xlarge": (32, 244, 4),
    "p3.16xlarge": (64, 488, 8),
    "p6-b200.48xlarge": (192, 2048, 8),
}
"""vCPUs, GiB and GPUs of those that follow no rule."""

_GPUS: Final = {
    "g4dn": {"12xlarge": 4, "metal": 8},
    "g5": {"12xlarge": 4, "24xlarge": 4, "48xlarge": 8},
    "g6": {"12xlarge": 4, "24xlarge": 4, "48xlarge": 8},
    "g6e": {"12xlarge": 4, "24xlarge": 4, "48xlarge": 8},
}
"""GPUs of those that have more than one."""


def capacity(machine: str) -> dict[str, str]:
    """CPUs, memory and GPUs as a node reports them; a plain machine's for a type whose name says nothing."""
    if machine in _LARGE:
        return _quantities(*_LARGE[machine])
    found = _TYPE.fullmatch(machine)
    if found is None:
        return _quantities(4, 16, 0)
    size, letters = found["size"], found["letters"]
    cpus = _cpus(size)
    if letters == "t":
        return _quantities(cpus, _BURSTABLE_GIB.get(size, 16), 0)
    family = machine.partition(".")[0]
    gpus = _GPUS.get(family, {}).get(size, 1) if letters in {"g", "gr"} else 0
    gib_for_a_cpu = 8 if family == "g6e" else _GIB_FOR_A_CPU.get(letters, 4)
    return _quantities(cpus, cpus * gib_for_a_cpu, gpus)


def architecture(machine: str) -> str:
    """`arm64` for machines with AWS's own processors, whose options begin with a g."""
    found = _TYPE.fullmatch(machine)
    return "arm64" if found and (found["options"].startswith("g") or machine.startswith(("a1.", "t4g."))) else "amd64"


def _cpus(size: str) -> int:
    multiple = re.match(r"(\d+)xlarge", size)
    return 4 * int(multiple[1]) if multiple else 96 if size.startswith("metal") else _SMALL.get(size, 1)


def _quantities(cpus: float, gib: float, gpus: int) -> dict[str, str]:
    plain = {"cpu": f"{cpus:g}", "memory": f"{gib:g}Gi"}
    return {**plain, "nvidia.com/gpu": str(gpus)} if gpus else plain
