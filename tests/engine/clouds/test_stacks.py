"""Every stack of the three clouds, as it is shipped, on the real engine with stand-ins for the clouds.

They prove that the engine, the API server and the vendors' models take what we ask for, not that clouds would do it.
"""

import sys
import threading
from pathlib import Path

import pytest

from components import targets
from lab.clouds.rehearsal.acts import Acts
from lab.clouds.rehearsal.leftovers import left_behind
from lab.clouds.rehearsal.scene import PLUGINS, set_scene
from lab.cluster import Lab
from lab.cluster.kubectl import kubectl_of
from lab.cluster.progress import Lines
from lab.engine import obtain
from stacks.stack_outputs import CONTRACT_VERSION, StackOutputs
from transship.plan.stack import stack_names

pytestmark = pytest.mark.engine

STACKS = [name for name in stack_names() if name.partition("-")[0] in PLUGINS]
DEFINITIONS = "envoy-gateway-crds"


def test_there_is_a_stack_for_every_cloud() -> None:
    assert {name.partition("-")[0] for name in STACKS} == set(PLUGINS)


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_comes_up_stays_and_goes(stack: str, lab: Lab, tmp_path: Path) -> None:
    (cluster,) = lab.clusters
    kubectl_of(cluster).apply_files([obtain([DEFINITIONS])[DEFINITIONS].path])
    secrets = dict.fromkeys(targets.load(stack.partition("-")[0]).secret_names, "https://placeholder.example.com")
    scene = set_scene(stack, tmp_path, cluster, secrets)
    acts = Acts(scene, Lines(sys.stderr), threading.Event())
    try:
        acts.up()
        outputs = scene.project.outputs(stack)
        acts.preview()
    finally:
        acts.destroy()
    assert [(phase.name, phase.problem) for phase in acts.phases if phase.problem] == []
    assert set(outputs) == set(StackOutputs.__annotations__)
    assert outputs["contract_version"] == CONTRACT_VERSION
    assert scene.account.events()
    assert left_behind(scene) == []
