"""How long the real engine takes with the demonstration's stack, on fake nodes."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from lab.cluster import down, up
from lab.demo import settings
from lab.project import Project
from tests.bench.figure import Figure

NAME = "bench"
RUNS = 3
IMAGES = {"puller": "transship.local/puller:bench", "mlserver": "transship.local/mlserver:bench"}


def figures() -> Iterator[Figure]:
    """The first `up`, and the preview after it."""
    try:
        lab = up(NAME, nodes="fake", cpu_nodes=1, gpu_nodes=0)
        with tempfile.TemporaryDirectory() as folder:
            project = Project.create(Path(folder), "a passphrase for benchmarks")
            nodes = lab.clusters[0].node_names[:1]
            project.add(settings.STACK, settings.options(lab, nodes, IMAGES), settings.secrets(lab))
            start = time.perf_counter()
            created = project.up(settings.STACK)
            seconds = time.perf_counter() - start
            yield Figure(
                name=f"`pulumi up` of `{settings.STACK}`",
                measured=f"{seconds:.1f} s",
                promised="none",
                note=f"one run, {created.counts.get('create', 0)} resources, pods ready at once",
            )
            yield Figure(
                name=f"second `pulumi preview` of `{settings.STACK}`",
                measured=f"{_preview_seconds(project):.1f} s",
                promised="≤ 6 s",
                note=f"median of {RUNS}",
            )
    finally:
        down(NAME)


def _preview_seconds(project: Project) -> float:
    taken: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        project.preview(settings.STACK)
        taken.append(time.perf_counter() - start)
    return median(taken)
