"""The Kubernetes nodes that a GKE node pool brings.

Source of labels and taints: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus,
https://cloud.google.com/kubernetes-engine/docs/how-to/tpus and
https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms, 2026-11-21.
"""

from collections.abc import Mapping
from math import prod
from typing import Final

from lab.clouds.values import Properties, Value, at
from lab.clouds.vendor import Existing, Node
from lab.clouds.vendors.google import machines
from lab.clouds.vendors.kinds import everything_at, texts_at

_DEFAULT_MACHINE: Final = "e2-medium"
_EFFECTS: Final = {"NO_SCHEDULE": "NoSchedule", "PREFER_NO_SCHEDULE": "PreferNoSchedule", "NO_EXECUTE": "NoExecute"}
_DEVICES: Final = ("nvidia.com/gpu", "google.com/tpu")
_MOST_NODES: Final = 20
"""More fake nodes would show nothing that these do not."""


def pool_nodes(inputs: Properties, existing: Existing) -> list[Node]:
    """As many as the autoscaler may bring, spread over the zones: there is none here, and pods would wait for it."""
    del existing
    location = str(inputs.get("location") or "")
    zones = texts_at(inputs, "nodeLocations") or [location if location[-2:-1] == "-" else f"{location}-a"]
    machine = machine_of(inputs)
    return [
        Node(
            name=str(number),
            labels={
                **_labels(inputs, machine),
                "topology.kubernetes.io/region": zones[number % len(zones)].rpartition("-")[0],
                "topology.kubernetes.io/zone": zones[number % len(zones)],
            },
            taints=_taints(inputs, machine),
            capacity=_capacity(inputs, machine),
        )
        for number in range(_count(inputs, machine, len(zones)))
    ]


def machine_of(inputs: Properties) -> str:
    """A pool's machine type."""
    return next(iter(texts_at(inputs, "nodeConfig.machineType")), _DEFAULT_MACHINE)


def hosts(machine: str, topology: str) -> int:
    """How many machines a slice of TPUs takes: `4x4` on `ct5lp-hightpu-4t` is four."""
    of_one = machines.chips(machine)
    return prod(int(side) for side in topology.split("x")) // of_one if of_one and topology else 1


def _count(inputs: Properties, machine: str, zones: int) -> int:
    """Counts are for each zone; a slice of TPUs comes whole."""
    topology = next(iter(texts_at(inputs, "placementPolicy.tpuTopology")), "")
    in_all = at(inputs, "autoscaling.totalMaxNodeCount")
    in_each = at(inputs, "autoscaling.maxNodeCount") or inputs.get("nodeCount") or inputs.get("initialNodeCount")
    count = in_all if isinstance(in_all, int) else in_each * zones if isinstance(in_each, int) else 1
    return min(max(count, hosts(machine, topology)), _MOST_NODES)


def _labels(inputs: Properties, machine: str) -> dict[str, str]:
    own = at(inputs, "nodeConfig.labels")
    labels = {
        "cloud.google.com/gke-nodepool": str(inputs.get("name")),
        "cloud.google.com/machine-family": machines.series(machine),
        "node.kubernetes.io/instance-type": machine,
        "kubernetes.io/arch": machines.architecture(machine),
        **({"cloud.google.com/gke-spot": "true"} if at(inputs, "nodeConfig.spot") is True else {}),
        **_accelerator_labels(inputs, machine),
    }
    return {**labels, **({key: str(value) for key, value in own.items()} if isinstance(own, dict) else {})}


def _accelerator_labels(inputs: Properties, machine: str) -> dict[str, str]:
    if series := machines.TPU_ACCELERATORS.get(machines.series(machine)):
        topology = next(iter(texts_at(inputs, "placementPolicy.tpuTopology")), machines.default_topology(machine))
        return {"cloud.google.com/gke-tpu-accelerator": series, "cloud.google.com/gke-tpu-topology": topology}
    kinds = texts_at(inputs, "nodeConfig.guestAccelerators.type")
    return {"cloud.google.com/gke-accelerator": kinds[0]} if kinds else {}


def _taints(inputs: Properties, machine: str) -> list[Mapping[str, str]]:
    """The pool's own, and those that GKE puts on nodes with devices and on processors that few images are for."""
    given = [_taint(each) for each in everything_at(inputs, "nodeConfig.taints") if isinstance(each, dict)]
    keys = {taint["key"] for taint in given}
    capacity = _capacity(inputs, machine)
    added = {device: "present" for device in _DEVICES if device in capacity}
    if machines.architecture(machine) == "arm64":
        added["kubernetes.io/arch"] = "arm64"
    extra = [{"key": key, "value": value, "effect": "NoSchedule"} for key, value in added.items() if key not in keys]
    return [*given, *extra]


def _capacity(inputs: Properties, machine: str) -> dict[str, str]:
    """The machine's own; GPUs beside an N1 are the pool's to say."""
    counts = [count for count in everything_at(inputs, "nodeConfig.guestAccelerators.count") if isinstance(count, int)]
    return {**machines.capacity(machine), **({"nvidia.com/gpu": str(sum(counts))} if sum(counts) else {})}


def _taint(given: dict[str, Value]) -> dict[str, str]:
    effect = str(given.get("effect"))
    return {
        "key": str(given.get("key")),
        "value": str(given.get("value") or ""),
        "effect": _EFFECTS.get(effect, effect),
    }
