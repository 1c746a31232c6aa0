"""What this machine can be: a node, a place for networks of their own, or just somewhere to run programs."""

import os
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path

from components.errors import TransshipError
from lab.cluster import commands, pause
from lab.cluster.containerd import CNI_PROGRAMS
from lab.engine import ensure_packages

_PACKAGES = ("node",)
_NODE_PROGRAMS = ("containerd", "containerd-shim-runc-v2", "ctr", "iptables", "runc")
_BRIDGE_SETTINGS = Path("/proc/sys/net/bridge")


def can_isolate() -> bool:
    """Whether network namespaces and links can be made."""
    if not _is_linux_root() or not all(commands.exists(program) for program in ("ip", "nsenter", "unshare")):
        return False
    # In a container, root is often so by name only.
    return _succeeds("unshare", "--net", "true")


def obstacles_to_a_real_node() -> list[str]:
    """Why this machine cannot be a node; empty when it can. Installs packages where there is apt and root."""
    if not _is_linux_root():
        return ["it takes Linux and root"]
    try:
        ensure_packages(_PACKAGES)
    except TransshipError as error:
        return [str(error)]
    return list(_obstacles())


def _obstacles() -> Iterator[str]:
    if not can_isolate():
        yield "network namespaces cannot be made"
    for program in _NODE_PROGRAMS:
        if not commands.exists(program):
            yield f"{program} is not on PATH"
    if not any(folder.is_dir() for folder in CNI_PROGRAMS):
        yield f"there are no network plugins in {' or '.join(str(folder) for folder in CNI_PROGRAMS)}"
    if "overlay" not in Path("/proc/filesystems").read_text().split() and not _succeeds("modprobe", "overlay"):
        yield "the kernel has no overlay file system"
    if not _BRIDGE_SETTINGS.exists() and not _succeeds("modprobe", "br_netfilter"):
        yield "the kernel has no br_netfilter"
    if not os.access("/sys/fs/cgroup", os.W_OK):
        yield "control groups cannot be made"
    if not pause.can_be_had():
        yield "the pause image has to be built, and Go is not on PATH"


def _is_linux_root() -> bool:
    return platform.system() == "Linux" and os.geteuid() == 0


def _succeeds(*argv: str) -> bool:
    return commands.exists(argv[0]) and subprocess.run(argv, capture_output=True, check=False).returncode == 0
