"""Times whole processes: wall seconds and the largest resident memory, from the operating system's own accounting."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall time, and the peak memory of the largest process in it."""

    seconds: float
    peak_mib: float


def timed(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Runs the command to its end, its output thrown away.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=dict(environment or os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    complaint = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), stderr=complaint)
    return Run(time.perf_counter() - start, usage.ru_maxrss / KIB_PER_MIB)


def middle(command: Sequence[str], runs: int = 5, environment: Mapping[str, str] | None = None) -> Run:
    """The median of several runs after one that is not counted."""
    timed(command, environment)
    measured = [timed(command, environment) for _ in range(runs)]
    return Run(median(run.seconds for run in measured), median(run.peak_mib for run in measured))
