"""Layers of what this project brings itself: its modules, and programs that it builds."""

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from components.errors import NotFoundError
from lab.engine import obtain
from lab.images import interpreter


@dataclass(frozen=True, slots=True)
class ModuleLayer:
    """Modules of ours, beside the packages from PyPI.

    Attributes:
        base: the folder that the patterns start from, and that the modules' names start below.
        patterns: of files; each matches at least one.
    """

    base: Path
    patterns: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the layer holds."""
        names = {pattern.partition("/")[0] for pattern in self.patterns}
        return f"Modules {', '.join(sorted(names))}"

    def files(self) -> list[Path]:
        """Every file, below the base.

        Raises:
            NotFoundError: a pattern matches nothing: a module was moved, and the image would lack it.
        """
        found: list[Path] = []
        for pattern in self.patterns:
            matches = sorted(path.relative_to(self.base) for path in self.base.glob(pattern))
            if not matches:
                raise NotFoundError.because(pattern, f"matches no file in {self.base}")
            found += matches
        return found

    def inputs(self) -> Iterable[str]:
        """Names and contents."""
        for file in self.files():
            yield str(file)
            yield (self.base / file).read_text(encoding="utf-8")

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        """Copies the files and compiles them."""
        for file in self.files():
            target = root / interpreter.SITE / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.base / file, target)
        interpreter.compile_site(root, below)


@dataclass(frozen=True, slots=True)
class ProgramLayer:
    """One static program of the engine's, alone.

    Attributes:
        part: its name in `lab.engine`.
        path: where it lies in the image.
    """

    part: str
    path: str

    @property
    def title(self) -> str:
        """What the layer holds."""
        return f"Program {self.part}"

    def inputs(self) -> Iterable[str]:
        """The program's bytes; it is obtained first when it has to be."""
        with self._obtained().open("rb") as program:
            return (self.path, hashlib.file_digest(program, "sha256").hexdigest())

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        """Copies the program."""
        assert not below, "a program that needs nothing"  # noqa: S101
        target = root / self.path
        target.parent.mkdir(parents=True)
        shutil.copyfile(self._obtained(), target)
        target.chmod(0o755)

    def _obtained(self) -> Path:
        return obtain([self.part])[self.part].path
