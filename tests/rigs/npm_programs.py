"""Programs that npm publishes, at the versions of a committed lock file, kept in the user's cache."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from components.errors import NotFoundError

_DEFINITIONS = Path(__file__).parent / "npm"
_INSTALL_SECONDS = 300
_FILES = ("package.json", "package-lock.json")


def npm_program(package: str, program: str) -> Path:
    """A program of a package, installed the first time it is asked for.

    Args:
        package: the folder below `npm/` that holds its package.json and package-lock.json.
        program: what the file is called.

    Raises:
        NotFoundError: there is no npm on this machine, or it could not install the package.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise NotFoundError.because("npm", "is not on this machine", hint="install Node.js 20 or newer")
    lock = (_DEFINITIONS / package / "package-lock.json").read_bytes()
    kept = _cache() / f"{package}-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not kept.is_dir():
        _install(npm, _DEFINITIONS / package, kept)
    return kept / "node_modules" / ".bin" / program


def _install(npm: str, definition: Path, kept: Path) -> None:
    """Installs beside the place and renames into it, so that what is there is whole."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=f".{kept.name}.") as scratch:
        work = Path(scratch) / "work"
        work.mkdir()
        for name in _FILES:
            shutil.copy(definition / name, work)
        # No scripts: a package may run none of its own on this machine.
        command = [npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"]
        try:
            done = subprocess.run(
                command, cwd=work, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            message = f"was not installed within {_INSTALL_SECONDS} s"
            raise NotFoundError.because(definition.name, message) from error
        if done.returncode:
            complaint = done.stderr.strip().split("\n")[-1]
            raise NotFoundError.because(definition.name, f"npm could not install it: {complaint}")
        if not kept.exists():
            work.rename(kept)


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "transship" / "npm"
