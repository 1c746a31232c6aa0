"""What NVIDIA's operator is told on AKS: drivers and toolkit are on the nodes; device plugin and metrics are not. Pure.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/microsoft-aks.html, 2026-11-21.
"""

from components.results import Toleration
from providers.azure.spot import SPOT_TOLERATION
from providers.incluster.addons import ChartValues

ACCELERATOR_RESOURCE = "nvidia.com/gpu"
ACCELERATOR_TOLERATION = Toleration(key=ACCELERATOR_RESOURCE, value="present", effect="NoSchedule")


def operator_values() -> ChartValues:
    """Values of the chart: its daemons go to every GPU node, spot ones included."""
    tolerations = [_tolerated(each) for each in (ACCELERATOR_TOLERATION, SPOT_TOLERATION)]
    return {
        "driver": {"enabled": False},
        "toolkit": {"enabled": False},
        "operator": {"runtimeClass": "nvidia-container-runtime"},
        "daemonsets": {"tolerations": tolerations},
        "node-feature-discovery": {"worker": {"tolerations": tolerations}},
    }


def _tolerated(taint: Toleration) -> dict[str, str]:
    return {"key": taint.key, "operator": "Equal", "value": taint.value, "effect": taint.effect}
