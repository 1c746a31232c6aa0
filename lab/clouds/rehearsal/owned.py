"""The machines that an owner's stack file claims, as fake nodes: without them its pools would have no nodes."""

from collections.abc import Iterator, Mapping
from typing import cast

from lab.clouds.nodes import POOL, node_manifest
from lab.clouds.vendor import Node
from lab.cluster.kubectl import Kubectl

_ROOMY: Mapping[str, object] = {"vcpu": 64, "memory_gib": 512, "accelerator": {"kind": "nvidia", "count": 8}}
"""What a machine is taken for when the stack file does not say."""

_NODES_OF_A_SELECTOR = 2
_LABEL = "rehearsal"

Options = Mapping[str, object]


def put_machines(kubectl: Kubectl, options: Options) -> None:
    """Puts the nodes that the options' pools name or select into the cluster; none where they claim none."""
    manifests = [node_manifest(name, _LABEL, node) for name, node in machines(options)]
    if manifests:
        kubectl.create_missing("nodes", manifests)


def remove_machines(kubectl: Kubectl) -> None:
    """Takes them away again."""
    kubectl.run("delete", "nodes", f"--selector={POOL}={_LABEL}", "--ignore-not-found")


def machines(options: Options) -> Iterator[tuple[str, Node]]:
    """Each machine that the options' pools name or select: its name and what it is like."""
    machines = _mapping(options.get("machines"))
    for pool, claim in _mapping(options.get("pools")).items():
        wanted = _mapping(claim)
        capacity = _capacity(_mapping(machines.get(str(wanted.get("machine")), _ROOMY)))
        labels = {key: str(value) for key, value in _mapping(wanted.get("selector")).items()}
        named = [str(name) for name in cast("list[object]", wanted.get("nodes") or [])]
        selected = [f"{pool}-{number}" for number in range(_NODES_OF_A_SELECTOR)] if labels else []
        for name in named or selected:
            yield name, Node(name=name, labels=labels, capacity=capacity)


def _capacity(machine: Options) -> dict[str, str]:
    accelerator = _mapping(machine.get("accelerator"))
    devices = {"nvidia.com/gpu": str(accelerator["count"])} if accelerator else {}
    return {"cpu": str(machine["vcpu"]), "memory": f"{machine['memory_gib']}Gi", **devices}


def _mapping(value: object) -> Options:
    return cast("Options", value) if isinstance(value, Mapping) else {}
