"""The Python inside the images, run from outside of them: no container, no chroot, no root."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lab.cluster import commands

VERSION = "3.11"
"""Debian bookworm's."""
SITE = f"usr/local/lib/python{VERSION}/dist-packages"
"""Where that Python looks for packages that Debian did not bring."""
PATH = f"usr/bin/python{VERSION}"

_COMPILE_SECONDS = 300


def compile_bytecode(packages: Path, installed: str, root: Path) -> None:
    """Compiles every module below a folder with the Python of an image's root.

    The root file system of a pod is read-only and the times of files are not kept: bytecode that is missing, or that
    is checked against its source's time, would be made anew in memory at every start. So it is taken as it is.

    Args:
        packages: a folder with modules.
        installed: where the folder lies in the image, as tracebacks are to name it.
        root: of an image that has Python; `packages` may lie in it.

    Raises:
        OperationError: a module has an error of syntax.
    """
    [libraries] = root.glob("usr/lib/*-linux-gnu")
    [loader] = libraries.glob("ld-linux-*.so.*")
    python = [str(loader), "--library-path", str(libraries), str(root / PATH), "-S"]
    options = ["-m", "compileall", "-q", "-j", str(os.cpu_count() or 1), "--invalidation-mode", "unchecked-hash"]
    places = ["-s", str(packages), "-p", f"/{installed}", str(packages)]
    commands.run(
        [*python, *options, *places],
        what="compiling bytecode",
        environment={"PYTHONHOME": str(root / "usr"), "PYTHONDONTWRITEBYTECODE": "1"},
        timeout_seconds=_COMPILE_SECONDS,
    )


def compile_site(root: Path, below: Sequence[Path]) -> None:
    """Compiles the packages that a layer brings, with the Python of the lowest layer below it."""
    with tempfile.TemporaryDirectory() as folder:
        commands.run(["tar", "-xf", str(below[0]), "-C", folder], what="unpacking a layer", timeout_seconds=60)
        compile_bytecode(root / SITE, SITE, Path(folder))
