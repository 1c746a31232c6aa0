"""A layer of Python packages from PyPI, each pinned by version and hash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uv

from lab.cluster import commands
from lab.images import interpreter
from lab.images.oci import architecture
from lab.images.packing import leave_out

_REQUIREMENTS = Path(__file__).parent / "requirements"
_PLATFORMS = {"amd64": "x86_64-manylinux_2_36", "arm64": "aarch64-manylinux_2_36"}
"""Bookworm's C library is 2.36."""
_INSTALL_SECONDS = 600

_LAUNCHER = """\
#!/usr/bin/python3
import sys

from {module} import {function}

sys.exit({function}())
"""


@dataclass(frozen=True, slots=True)
class WheelLayer:
    """What `requirements/<name>.txt` locks, with its bytecode.

    Attributes:
        name: of the lock. `<name>.in` beside it says what was asked for, and how to lock anew.
        programs: put into /usr/local/bin: name -> `module:function`.
        left_out: patterns, below the packages' folder: what no container reads.
    """

    name: str
    programs: Mapping[str, str] = field(default_factory=dict[str, str])
    left_out: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the layer holds."""
        return f"Python packages of {self.name}"

    @property
    def lock(self) -> Path:
        """The locked requirements."""
        return _REQUIREMENTS / f"{self.name}.txt"

    def inputs(self) -> Iterable[str]:
        """The lock and what is made of it."""
        return (self.lock.read_text(encoding="utf-8"), repr(sorted(self.programs.items())), *self.left_out)

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        """Installs the wheels for the image's Python, not for the one that runs this.

        Raises:
            OperationError: a wheel is not to be had, or is not the one that was locked.
        """
        site = root / interpreter.SITE
        options = ["--target", str(site), "--requirements", str(self.lock), "--no-deps", "--require-hashes"]
        options += ["--python-version", interpreter.VERSION, "--python-platform", _PLATFORMS[architecture()]]
        # Copied, because what is left out or compiled here must not reach uv's own cache through a link; not compiled,
        # because a configuration of the user's may ask for it, and uv would do so with the wrong Python.
        options += ["--only-binary=:all:", "--link-mode=copy", "--no-compile-bytecode"]
        commands.run(
            [uv.find_uv_bin(), "pip", "install", "--quiet", *options],
            what=f"installing the {self.title}",
            timeout_seconds=_INSTALL_SECONDS,
        )
        leave_out(site, (".lock", "bin", *self.left_out))
        self._write_programs(root / "usr/local/bin")
        interpreter.compile_site(root, below)

    def _write_programs(self, folder: Path) -> None:
        """Starts written here: an installer's name the Python of the machine that built the image."""
        folder.mkdir(parents=True)
        for name, target in self.programs.items():
            module, _, function = target.partition(":")
            program = folder / name
            program.write_text(_LAUNCHER.format(module=module, function=function), encoding="utf-8")
            program.chmod(0o755)
