"""What the clouds' stacks take on the real engine, with stand-ins where the clouds would be."""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from statistics import median
from typing import Any, cast

import yaml

from components import targets
from lab.clouds.rehearsal.scene import Scene, set_scene
from lab.cluster import down, up
from tests.bench.figure import Figure
from tests.bench.measure import timed

NAME = "bench"
RUNS = 3
STACK = "aws-prod"
TIMES = 10
TRANSSHIP = str(Path(sys.executable).parent / "transship")


def figures() -> Iterator[Figure]:
    """Previews of one stack, as it is and grown; then the whole life of `prod` on every target."""
    try:
        cluster = up(NAME, nodes="fake", cpu_nodes=1, gpu_nodes=0).clusters[0]
        with tempfile.TemporaryDirectory() as folder:
            secrets = dict.fromkeys(sorted(targets.load(STACK.partition("-")[0]).secret_names), "placeholder")
            scene = set_scene(STACK, Path(folder), cluster, secrets)
            seconds, created = _preview(scene)
            yield Figure(
                name=f"`pulumi preview` of `{STACK}`, everything new, on stand-ins",
                measured=f"{seconds:.1f} s",
                promised="≤ 10 s",
                note=f"median of {RUNS}, {created} resources",
            )
            _grow(scene)
            grown, more = _preview(scene)
            yield Figure(
                name=f"the same with {TIMES} times the pools and models",
                measured=f"{grown:.1f} s",
                promised="said, not promised",
                note=f"{more} resources; {1000 * (grown - seconds) / (more - created):.0f} ms for each one more",
            )
    finally:
        down(NAME)
    whole = timed([TRANSSHIP, "rehearse", "--environment", "prod"])
    yield Figure(
        name="`transship rehearse --environment prod`, all four targets",
        measured=f"{whole.seconds:.0f} s",
        promised="≤ 90 s",
        note="one run; up, preview, drift, change, destroy of each",
    )


def _preview(scene: Scene) -> tuple[float, int]:
    """Seconds, and how many resources would be created."""
    taken: list[float] = []
    created = 0
    for _ in range(RUNS):
        start = time.perf_counter()
        created = scene.project.preview(scene.stack).counts.get("create", 0)
        taken.append(time.perf_counter() - start)
    return median(taken), created


def _grow(scene: Scene) -> None:
    """Has every pool and every model ten times, under other names."""
    file = scene.environment_file
    content = cast("dict[str, Any]", yaml.safe_load(file.read_text(encoding="utf-8")))
    content["pools"] = [_named(pool, turn) for turn in range(TIMES) for pool in content["pools"]]
    content["models"] = [_placed(model, turn) for turn in range(TIMES) for model in content["models"]]
    content["monitoring"]["alerts"] = [each for each in content["monitoring"]["alerts"] if "model" not in each]
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def _named(part: Mapping[str, Any], turn: int) -> dict[str, Any]:
    return {**deepcopy(dict(part)), "name": f"{part['name']}-{turn}"}


def _placed(model: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """The model, on the pools of its turn."""
    placed = _named(model, turn)
    for variant in placed["variants"]:
        variant["pool"] = f"{variant['pool']}-{turn}"
    return placed
