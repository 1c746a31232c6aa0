"""Measures the figures that the project promises and writes them to docs/benchmarks.md: `make bench`.

Nothing here asserts: a figure that is missed is written down as missed. One part: `python -m tests.bench lab`.
"""

import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import psutil

from tests.bench import clouds, deploy, labs, models, start
from tests.bench.figure import Figure

REPORT = Path(__file__).parent.parent.parent / "docs" / "benchmarks.md"
GIB = 2**30
PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": start.figures,
    "lab": labs.figures,
    "deploy": deploy.figures,
    "clouds": clouds.figures,
    "models": models.figures,
}


def main() -> None:
    """Measures every part, or those that are named; the report is written only when all were measured."""
    wanted = sys.argv[1:] or list(PARTS)
    measured: list[Figure] = []
    for part in wanted:
        for figure in PARTS[part]():
            sys.stdout.write(f"{figure}\n")
            measured.append(figure)
    if wanted == list(PARTS):
        REPORT.write_text(_report(measured), encoding="utf-8")
        sys.stdout.write(f"written to {REPORT}\n")


def _report(figures: list[Figure]) -> str:
    rows = [f"| {figure.name} | {figure.measured} | {figure.promised} | {figure.note} |" for figure in figures]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Measured {date.today().isoformat()} by `make bench` on {_machine()}.",
            "A figure is the median of several runs unless its row says otherwise.",
            "Machines differ: compare ratios, which are taken within one run, before seconds.",
            "",
            "| what | measured | promised | how |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _machine() -> str:
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.processor()
    )
    memory = psutil.virtual_memory().total / GIB
    revision = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    return (
        f"{psutil.cpu_count()} cores of {cpu}, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, at revision {revision.stdout.strip()}"
    )


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    main()
