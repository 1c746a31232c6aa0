"""The Kubernetes nodes that an EKS node group brings.

Source of the labels: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html and
https://kubernetes.io/docs/reference/labels-annotations-taints/, 2026-11-21.
"""

from typing import Final

from lab.clouds.values import Properties, Value, at
from lab.clouds.vendor import Existing, Node
from lab.clouds.vendors.aws.machines import architecture, capacity
from lab.clouds.vendors.aws.network import SUBNET
from lab.clouds.vendors.kinds import everything_at, texts_at

_DEFAULT_MACHINE: Final = "t3.medium"
_EFFECTS: Final = {"NO_SCHEDULE": "NoSchedule", "PREFER_NO_SCHEDULE": "PreferNoSchedule", "NO_EXECUTE": "NoExecute"}
_MOST_NODES: Final = 20
"""More fake nodes would show nothing that these do not."""


def node_group_nodes(inputs: Properties, existing: Existing) -> list[Node]:
    """As many as the autoscaler may bring, spread over the zones: there is none here, and pods would wait for it."""
    machine = next(iter(texts_at(inputs, "instanceTypes")), _DEFAULT_MACHINE)
    zones = _zones(inputs, existing)
    most = at(inputs, "scalingConfig.maxSize")
    count = min(max(most if isinstance(most, int) else 1, 1), _MOST_NODES)
    return [
        Node(
            name=str(number),
            labels=_labels(inputs, machine, zones[number % len(zones)]),
            taints=[_taint(each) for each in everything_at(inputs, "taints") if isinstance(each, dict)],
            capacity=capacity(machine),
        )
        for number in range(count)
    ]


def _labels(inputs: Properties, machine: str, zone: str) -> dict[str, str]:
    own = inputs.get("labels")
    return {
        "eks.amazonaws.com/nodegroup": str(inputs.get("nodeGroupName")),
        "eks.amazonaws.com/capacityType": str(inputs.get("capacityType") or "ON_DEMAND"),
        "node.kubernetes.io/instance-type": machine,
        "topology.kubernetes.io/region": zone[:-1],
        "topology.kubernetes.io/zone": zone,
        "kubernetes.io/arch": architecture(machine),
        **({key: value for key, value in own.items() if isinstance(value, str)} if isinstance(own, dict) else {}),
    }


def _zones(inputs: Properties, existing: Existing) -> list[str]:
    found = [existing.find(SUBNET, subnet) for subnet in texts_at(inputs, "subnetIds")]
    zones = [zone for each in found if each and isinstance(zone := each.outputs.get("availabilityZone"), str)]
    return sorted(set(zones)) or ["us-east-1a"]


def _taint(given: dict[str, Value]) -> dict[str, str]:
    effect = str(given.get("effect"))
    return {
        "key": str(given.get("key")),
        "value": str(given.get("value") or ""),
        "effect": _EFFECTS.get(effect, effect),
    }
