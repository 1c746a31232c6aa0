"""Kernel settings that kubelet changes for the whole machine, so that they can be put back."""

import json
from pathlib import Path

from lab.cluster.site import RUNTIME_ROOT
from lab.engine import files

NOTES = RUNTIME_ROOT / "kernel.json"
SETTINGS = Path("/proc/sys")

# Source: setupKernelTunables in pkg/kubelet/cm/container_manager_linux.go, Kubernetes 1.36.2.
CHANGED_BY_KUBELET = (
    "kernel/keys/root_maxbytes",
    "kernel/keys/root_maxkeys",
    "kernel/panic",
    "kernel/panic_on_oops",
    "vm/overcommit_memory",
    "vm/panic_on_oom",
)


def note() -> None:
    """Keeps the settings as they are now, unless a running lab noted them before."""
    if not NOTES.exists():
        found = {name: (SETTINGS / name).read_text().strip() for name in CHANGED_BY_KUBELET}
        files.write_text(NOTES, json.dumps(found))


def restore() -> None:
    """Puts the settings back, if they were noted."""
    if not NOTES.exists():
        return
    for name, value in json.loads(NOTES.read_text()).items():
        setting = SETTINGS / name
        if setting.read_text().strip() != value:
            setting.write_text(value)
    NOTES.unlink()
