"""System packages that the lab needs: which, whether they are there, and installing them where that is ours to do.

Packages are installed only as root and only with apt, after saying which. Anyone else is told the exact command.
"""

import os
import shutil
import subprocess
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from components.errors import NotFoundError, OperationError, Problem, nearest
from lab.engine import cache, files

_APT_SECONDS = 900
_POLICY = Path("/usr/sbin/policy-rc.d")
OUR_POLICY = """#!/bin/sh
# Written by transship while it installs packages, and removed afterwards: nothing it installs is to be started.
exit 101
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package and how to see that what it brings is there, whoever installed it.

    Attributes:
        name: what apt calls it.
        purpose: what the lab uses it for.
        brings: a program on PATH or an absolute path.
    """

    name: str
    purpose: str
    brings: str

    @property
    def path(self) -> Path | None:
        """Where what the package brings lies on this machine."""
        found = shutil.which(self.brings, path=_search_path())
        return Path(found) if found else None


GROUPS: Mapping[str, tuple[Package, ...]] = {
    "images": (Package("dpkg", "unpacks the packages that images are made of", "dpkg-deb"),),
    "node": (
        Package("containerd", "runs the pods of a real node", "containerd"),
        Package("containernetworking-plugins", "gives pods addresses", "/usr/lib/cni/bridge"),
        Package("iproute2", "network namespaces and links between them", "ip"),
        Package("iptables", "service addresses and pod ports", "iptables"),
        Package("runc", "starts containers", "runc"),
    ),
}
"""Packages by what they are needed for, sorted."""


def missing_packages(groups: Iterable[str]) -> list[Package]:
    """The packages of these groups that are not there, sorted.

    Raises:
        NotFoundError: a group is not in the table.
    """
    wanted = set(groups)
    if unknown := sorted(wanted - GROUPS.keys()):
        raise NotFoundError(
            "system packages",
            [Problem(name, "is not a group of packages", hint=nearest(name, GROUPS)) for name in unknown],
        )
    return [package for group in sorted(wanted) for package in GROUPS[group] if not package.path]


def install_command(packages: Iterable[Package]) -> str:
    """What a person types to install them."""
    return "sudo apt-get install --no-install-recommends " + " ".join(package.name for package in packages)


def ensure_packages(groups: Iterable[str]) -> None:
    """Installs what is missing of these groups.

    Raises:
        NotFoundError: a group is not in the table.
        OperationError: something is missing and cannot be installed from here; the hint is the command that does it.
    """
    missing = missing_packages(groups)
    if not missing:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise _refusal(missing, "is missing, and installing it takes root and apt")
    names = [package.name for package in missing]
    typer.echo(f"engine: installing system packages: {', '.join(names)}", err=True)
    with cache.working_on("system-packages"), _nothing_started():
        _apt_get(missing, "update")
        _apt_get(missing, "install", "--yes", "--no-install-recommends", *names)
    if still := [package for package in missing if not package.path]:
        raise _refusal(still, "was installed, but what it should bring is not there")


def _apt_get(missing: Iterable[Package], *arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = cache.log_path("system-packages")
    with log.open("w") as output:
        ended = subprocess.run(
            ["apt-get", "--quiet", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=_APT_SECONDS,
            check=False,
        )
    if ended.returncode != 0:
        raise _refusal(missing, f"could not be installed: {_last_line(log)} (full output: {log})")


@contextmanager
def _nothing_started() -> Generator[None]:
    """Keeps packages from starting services: the lab runs a containerd of its own, and leaves none behind."""
    ours = not _POLICY.exists() or _POLICY.read_text() == OUR_POLICY
    if ours:
        files.write_text(_POLICY, OUR_POLICY)
        _POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            _POLICY.unlink(missing_ok=True)


def _refusal(packages: Iterable[Package], what: str) -> OperationError:
    missing = list(packages)
    problems = [Problem(f"{package.name} ({package.purpose})", what) for package in missing]
    last = problems.pop()
    return OperationError("system packages", [*problems, Problem(last.where, last.what, install_command(missing))])


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "no output")


def _search_path() -> str:
    """PATH with the folders of system programs, which are not on everyone's."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"])
