"""How long a cluster takes to be there, and what it weighs."""

import time
from collections.abc import Iterator

from lab.cluster import down, status, up
from lab.cluster.model import NodeKind
from tests.bench.figure import Figure

NAME = "bench"


def figures() -> Iterator[Figure]:
    """One cluster with fifty fake nodes; one with a real node."""
    seconds, mib = _measured("fake", cpu_nodes=25, gpu_nodes=25)
    yield Figure(
        name="lab up, 50 fake nodes",
        measured=f"{seconds:.1f} s, {mib / 1024:.2f} GiB",
        promised="≤ 15 s, ≤ 1.2 GB",
        note="one run; resident memory of every process of the lab",
    )
    seconds, mib = _measured("real", cpu_nodes=0, gpu_nodes=0)
    yield Figure(
        name="lab up, a real node Ready",
        measured=f"{seconds:.1f} s, {mib / 1024:.2f} GiB",
        promised="≤ 40 s",
        note="one run; a kubelet registers its node some 10 s after it starts",
    )


def _measured(nodes: NodeKind, *, cpu_nodes: int, gpu_nodes: int) -> tuple[float, int]:
    """Seconds until `up` returns, and the memory of the lab's processes right after, in MiB."""
    try:
        start = time.perf_counter()
        up(NAME, nodes=nodes, cpu_nodes=cpu_nodes, gpu_nodes=gpu_nodes)
        seconds = time.perf_counter() - start
        return seconds, sum(server.resident_mib for server in status(NAME).servers)
    finally:
        down(NAME)
