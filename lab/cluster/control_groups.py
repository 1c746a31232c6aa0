"""A control group for each real node: two kubelets in one would delete each other's pods."""

import time
from pathlib import Path

from lab.cluster.site import label

MOUNTED = Path("/sys/fs/cgroup")
_UNIFIED_MARK = "cgroup.controllers"
_BUSY_SECONDS = 5
_POLL_SECONDS = 0.05
_INHERITED = ("cpuset.cpus", "cpuset.mems")


def group_name(block_number: int) -> str:
    """The node's group, from the root of each hierarchy."""
    return f"/{label(block_number)}"


def ensure(name: str) -> None:
    """Makes a group in every hierarchy; kubelet expects to find it."""
    for hierarchy in hierarchies():
        group = hierarchy / name.removeprefix("/")
        if (hierarchy / _UNIFIED_MARK).exists():
            _offer_controllers(hierarchy)
        group.mkdir(exist_ok=True)
        for setting in _INHERITED:
            # In the first version of control groups a new cpuset is empty, and nothing can run in it.
            if (group / setting).exists() and not (group / setting).read_text().strip():
                (group / setting).write_text((hierarchy / setting).read_text())


def folders(name: str) -> list[Path]:
    """Where a group lies, in each hierarchy that has it."""
    candidates = [hierarchy / name.removeprefix("/") for hierarchy in hierarchies()]
    return [folder for folder in candidates if folder.is_dir()]


def remove(name: str) -> None:
    """Removes a group without members, and all below it."""
    for folder in folders(name):
        below = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
        for group in (*below, folder):
            _remove(group)


def _remove(group: Path) -> None:
    """Removes one group; for a moment after its last member ended, the kernel may still call it busy."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while group.exists():
        try:
            group.rmdir()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_POLL_SECONDS)


def hierarchies() -> list[Path]:
    """The root of each hierarchy: one where control groups are unified, else one for each controller."""
    if (MOUNTED / _UNIFIED_MARK).exists():
        return [MOUNTED]
    return [path for path in sorted(MOUNTED.iterdir()) if path.is_dir() and not path.is_symlink()]


def _offer_controllers(hierarchy: Path) -> None:
    available = (hierarchy / _UNIFIED_MARK).read_text().split()
    (hierarchy / "cgroup.subtree_control").write_text(" ".join(f"+{controller}" for controller in available))
