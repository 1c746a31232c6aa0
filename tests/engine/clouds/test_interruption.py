"""A rehearsal that is told to stop, half-way: nothing of it goes on, nothing is left."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from lab import cluster

pytestmark = pytest.mark.engine

TERMINATED = 143
PATIENCE_SECONDS = 120


def test_a_terminated_rehearsal_leaves_nothing(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "transship"), "rehearse", "onprem-demo"]
    with (tmp_path / "said").open("w") as said:
        running = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, "TMPDIR": str(tmp_path)})
    family = engine_of(running)
    running.send_signal(signal.SIGTERM)
    assert running.wait(PATIENCE_SECONDS) == TERMINATED, (tmp_path / "said").read_text()
    assert [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []
    (lab,) = re.findall(r"removing lab (\S+):", (tmp_path / "said").read_text())
    assert cluster.status(lab).state == "absent"
    assert [each.name for each in tmp_path.iterdir()] == ["said"]


def engine_of(running: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """Everything that runs below the rehearsal, as soon as the Kubernetes plugin does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        family = psutil.Process(running.pid).children(recursive=True)
        if any("lab.clouds.kubernetes.plugin" in " ".join(command_of(each)) for each in family):
            return family
        time.sleep(0.1)
    raise AssertionError("the engine never started")


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
