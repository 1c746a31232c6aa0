"""What an Azure VM size offers: by the rules that its name follows, and a table where they end.

Source: https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions and the size series there, 2026-11-21.
"""

import re
from typing import Final

_SIZE: Final = re.compile(
    r"Standard_(?P<family>[A-Z]+)(?P<cpus>\d+)(?:-\d+)?(?P<options>[a-z]*)(?:_.*?)??(?:_v(?P<version>\d+))?"
)
_GIB_FOR_A_CPU: Final = {"D": 4, "E": 8, "F": 2, "B": 4, "L": 8, "M": 16}
_LOW, _MEDIUM = "l", "m"
_EVEN_F_FROM: Final = 6
_CAPPED: Final = {
    "Standard_D64ps_v5": 208,
    "Standard_D64pds_v5": 208,
    "Standard_E32ps_v5": 208,
    "Standard_E32pds_v5": 208,
    **dict.fromkeys((f"Standard_E96{options}_v5" for options in ("s", "ds", "as", "ads")), 672),
    **dict.fromkeys((f"Standard_E96{options}_v6" for options in ("as", "ads", "ps", "pds")), 672),
}
"""GiB of those that have less than their rule says."""

_WITH_GPUS: Final = {
    "Standard_NC4as_T4_v3": (4, 28, 1),
    "Standard_NC8as_T4_v3": (8, 56, 1),
    "Standard_NC16as_T4_v3": (16, 110, 1),
    "Standard_NC64as_T4_v3": (64, 440, 4),
    "Standard_NC24ads_A100_v4": (24, 220, 1),
    "Standard_NC48ads_A100_v4": (48, 440, 2),
    "Standard_NC96ads_A100_v4": (96, 880, 4),
    "Standard_NV6ads_A10_v5": (6, 55, 1),
    "Standard_NV12ads_A10_v5": (12, 110, 1),
    "Standard_NV18ads_A10_v5": (18, 220, 1),
    "Standard_NV36ads_A10_v5": (36, 440, 1),
    "Standard_NV36adms_A10_v5": (36, 880, 1),
    "Standard_NV72ads_A10_v5": (72, 880, 2),
    "Standard_NC40ads_H100_v5": (40, 320, 1),
    "Standard_NC80adis_H100_v5": (80, 640, 2),
    "Standard_ND96asr_v4": (96, 900, 8),
    "Standard_ND96amsr_A100_v4": (96, 1800, 8),
    "Standard_ND96isr_H100_v5": (96, 1900, 8),
    "Standard_ND96isr_H200_v5": (96, 1850, 8),
}
"""vCPUs, GiB and GPUs; a share of a GPU counts as one."""


def capacity(size: str) -> dict[str, str]:
    """CPUs, memory and GPUs as a node reports them; a plain machine's for a size whose name says nothing."""
    if size in _WITH_GPUS:
        cpus, gib, gpus = _WITH_GPUS[size]
        return {"cpu": str(cpus), "memory": f"{gib}Gi", "nvidia.com/gpu": str(gpus)}
    found = _SIZE.fullmatch(size)
    cpus = int(found["cpus"]) if found else 4
    plain = {"cpu": str(cpus), "memory": f"{_gib(size, found) if found else 16:g}Gi"}
    return {**plain, "nvidia.com/gpu": "1"} if found and found["family"].startswith("N") else plain


def architecture(size: str) -> str:
    """`arm64` for sizes with a p among their options."""
    found = _SIZE.fullmatch(size)
    return "arm64" if found and "p" in found["options"] else "amd64"


def _gib(size: str, found: re.Match[str]) -> float:
    """By the family, halved or doubled by an option; F has as much as D from its sixth version on."""
    cpus, family = int(found["cpus"]), found["family"][0]
    even = family == "F" and int(found["version"] or 0) >= _EVEN_F_FROM
    of_one = 4 if even else _GIB_FOR_A_CPU.get(family, 4)
    options = found["options"]
    factor = 0.5 if _LOW in options else 2 if _MEDIUM in options and even else 1
    return _CAPPED.get(size, cpus * of_one * factor)
