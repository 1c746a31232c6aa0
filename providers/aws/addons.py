"""What the add-ons that every target installs have to know of a cluster on AWS."""

from dataclasses import replace

from components.specs import Environment
from providers.incluster.addons import ChartValues
from providers.incluster.monitoring.alerts import gpu_pools
from providers.incluster.options import AddonMode, InstalledAddons

_BALANCER = "service.beta.kubernetes.io/aws-load-balancer"

GPU_OPERATOR: ChartValues = {"driver": {"enabled": False}, "toolkit": {"enabled": False}}
"""The nodes' image brings the driver and the container toolkit; the operator brings device plugin and metrics.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/amazon-eks.html, 2026-11-21.
"""


def addons_of(environment: Environment, addons: InstalledAddons) -> InstalledAddons:
    """The add-ons with what AWS has to know of the gateway's load balancer, and nothing for GPUs where there are none.

    Source: https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer, 2026-11-21.
    """
    internal = {f"{_BALANCER}-internal": "true"} if environment.serving.private else {}
    balancer = {f"{_BALANCER}-type": "nlb", f"{_BALANCER}-cross-zone-load-balancing-enabled": "true", **internal}
    gateway = replace(addons.gateway, annotations={**balancer, **addons.gateway.annotations})
    accelerators = addons.accelerators if gpu_pools(environment) else AddonMode.PREINSTALLED
    return replace(addons, gateway=gateway, accelerators=accelerators)
