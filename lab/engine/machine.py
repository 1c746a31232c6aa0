"""What the machine is like, as far as the demo and the lab care."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from lab.engine import cache
from lab.engine.builds import GO_HINT
from lab.engine.checkup import Check
from lab.engine.memory import memory_gib

_GIB = 1 << 30
_ENOUGH_MEMORY_GIB = 4
_ENOUGH_DISK_GIB = 15
_TOOL_SECONDS = 10
_CGROUP_V2 = Path("/sys/fs/cgroup/cgroup.controllers")
_CGROUP_V1 = Path("/sys/fs/cgroup/memory")


def check_machine() -> list[Check]:
    """Tools, rights, memory and disk; changes nothing."""
    return [
        Check("tools", "python", "ok", platform.python_version(), where=sys.executable),
        _tool("git", ("--version",), "sudo apt-get install git", required=True),
        _tool("go", ("version",), f"needed only to build parts from source: {GO_HINT}", required=False),
        _tool("uv", ("--version",), "make brings it when it is missing", required=False),
        _root(),
        _cgroups(),
        _amount("memory", memory_gib(), _ENOUGH_MEMORY_GIB, "close other programs: the lab and the demo need it"),
        _amount("disk", _disk_gib(), _ENOUGH_DISK_GIB, f"make room below {cache.root()}; a build needs it once"),
    ]


def _disk_gib() -> float:
    """Free space where the cache is, or will be, in GiB."""
    existing = next(folder for folder in (cache.root(), *cache.root().parents) if folder.exists())
    return shutil.disk_usage(existing).free / _GIB


def _tool(name: str, arguments: Iterable[str], remedy: str, *, required: bool) -> Check:
    where = shutil.which(name)
    if where is None:
        return Check("tools", name, "missing", remedy=remedy, required=required)
    answer = subprocess.run(
        [where, *arguments], capture_output=True, text=True, timeout=_TOOL_SECONDS, check=False
    ).stdout
    version = re.search(r"\d+(\.\d+)+", answer)
    return Check("tools", name, "ok", version.group() if version else "", "path", where, required=required)


def _root() -> Check:
    if os.geteuid() == 0:
        return Check("machine", "root", "ok", "yes")
    return Check("machine", "root", "missing", "no", remedy="without root the lab has fake nodes only", required=False)


def _cgroups() -> Check:
    if _CGROUP_V2.exists():
        return Check("machine", "cgroups", "ok", "v2")
    if _CGROUP_V1.exists():
        return Check("machine", "cgroups", "ok", "v1")
    return Check(
        "machine", "cgroups", "missing", "none", remedy="without them the lab has fake nodes only", required=False
    )


def _amount(name: str, found_gib: float, enough_gib: int, remedy: str) -> Check:
    found = f"{found_gib:.0f} GiB"
    if found_gib >= enough_gib:
        return Check("machine", name, "ok", found)
    return Check("machine", name, "mismatch", found, remedy=f"less than {enough_gib} GiB; {remedy}")
