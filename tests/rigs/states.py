"""States of stacks as an earlier release left them: what an upgrade is tried against.

Recorded by `python -m tests.rigs.states <stack>…` with the stacks brought up on stand-ins; they hold placeholders where
a real state holds secrets. A state is recorded when its release is made, and kept: a newer one is added beside it.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

from components import targets
from lab.clouds.rehearsal.scene import Scene, set_scene
from lab.clouds.server import token_of
from lab.clouds.vendor import Standing
from lab.cluster import Cluster
from lab.cluster.kubectl import kubectl_of
from lab.engine import obtain
from tests.rigs.labs import running_lab

STATES = Path(__file__).parent.parent / "golden" / "states"
RELEASE = "0.1"
DEFINITIONS = "envoy-gateway-crds"
PASSING = {"created", "modified", "time", "sourcePosition", "stackTrace"}
"""What says where and when a state was recorded, not what was."""


def path_of(stack: str, release: str) -> Path:
    """Where the state of a stack, as a release left it, is kept."""
    return STATES / f"{stack}-{release}.json"


def scene_of(stack: str, folder: Path, cluster: Cluster) -> Scene:
    """A stack on stand-ins, with a placeholder for each secret."""
    kubectl_of(cluster).apply_files([obtain([DEFINITIONS])[DEFINITIONS].path])
    secrets = dict.fromkeys(
        sorted(targets.load(stack.partition("-")[0]).secret_names), "https://placeholder.example.com"
    )
    return set_scene(stack, folder, cluster, secrets)


def resume(state: Path, stack: str, scene: Scene) -> None:
    """Gives a scene the recorded state, and its pretended cloud what the state says is there."""
    scene.project.run("stack", "import", "--stack", stack, "--file", str(state))
    for resource in json.loads(state.read_text(encoding="utf-8"))["deployment"]["resources"]:
        token = token_of(resource["urn"])
        if resource["custom"] and token.startswith(f"{scene.plugin}:"):
            there = Standing(
                token=token,
                id=resource["id"],
                urn=resource["urn"],
                name=resource["urn"].rpartition("::")[2],
                inputs=resource["inputs"],
                outputs=resource["outputs"],
            )
            scene.account.add(there, (), ())


def record(stack: str, cluster: Cluster) -> Path:
    """Brings the stack up, writes its state down, and destroys it."""
    with tempfile.TemporaryDirectory() as folder:
        scene = scene_of(stack, Path(folder), cluster)
        try:
            scene.project.up(stack)
            exported = json.loads(scene.project.run("stack", "export", "--show-secrets", "--stack", stack))
        finally:
            scene.project.destroy(stack)
    path = path_of(stack, RELEASE)
    path.write_text(json.dumps(_lasting(exported), separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    return path


def _lasting(value: Any) -> Any:
    match value:
        case dict():
            entries = cast("dict[str, Any]", value)
            return {key: _lasting(item) for key, item in entries.items() if key not in PASSING}
        case list():
            return [_lasting(item) for item in cast("list[Any]", value)]
        case _:
            return value


def main() -> None:
    """Records the stacks that are named."""
    STATES.mkdir(exist_ok=True)
    with running_lab("states", "fake", cpu_nodes=1, gpu_nodes=0) as lab:
        for stack in sys.argv[1:]:
            sys.stdout.write(f"{record(stack, lab.clusters[0])}\n")


if __name__ == "__main__":
    main()
