"""What a person waits for first: help, and an offline plan."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.measure import middle

TRANSSHIP = str(Path(sys.executable).parent / "transship")


def figures() -> Iterator[Figure]:
    """Wall time of `--help`; wall time and peak memory of an offline plan; an environment on every target."""
    help_ = middle([TRANSSHIP, "--help"])
    python = middle([sys.executable, "-c", "pass"])
    yield Figure(
        name="`transship --help`",
        measured=f"{help_.seconds:.2f} s",
        promised="≤ 0.25 s",
        note=f"the interpreter alone takes {python.seconds:.2f} s",
    )
    plan = middle([TRANSSHIP, "plan", "onprem-prod", "--json"])
    floor = middle([sys.executable, "-c", "import pulumi, pulumi_kubernetes as k; k.core.v1.Pod; k.apps.v1.Deployment"])
    yield Figure(
        name="offline plan of `onprem-prod`",
        measured=f"{plan.seconds:.2f} s, {plan.peak_mib:.0f} MiB",
        promised="≤ 3 s, ≤ 400 MiB",
        note=f"importing the SDK alone takes {floor.seconds:.2f} s",
    )
    every = middle([TRANSSHIP, "plan", "--environment", "prod", "--json"], runs=3)
    yield Figure(
        name="offline plan of `prod` on all four targets",
        measured=f"{every.seconds:.1f} s",
        promised="≤ 6 s",
        note="side by side in processes; most of it is importing four SDKs",
    )
