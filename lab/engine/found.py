"""What the user already has: programs in TRANSSHIP_ENGINE_DIR, which are trusted, and on PATH, which are asked.

A program on PATH is taken only when its own version lies in the range the table accepts. Asking costs a process, so
the answer is remembered for as long as the file keeps its size and time of change.
"""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.engine import cache, files
from lab.engine.cache import Obtained
from lab.engine.part import Part, Probe, Program, Version

_ENGINE_DIR = "TRANSSHIP_ENGINE_DIR"
_PROBE_SECONDS = 10
_VERSION = re.compile(r"(?<![\w.])v?(\d+)\.(\d+)\.(\d+)")  # not the 1.26.8 of `go1.26.8`


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why what the user has was not taken, for the account of what was tried."""

    reason: str


def supplied(part: Part) -> Obtained | Rejected:
    """The part from the user's own folder or from PATH, or why not."""
    by_hand = _by_hand(part)
    if by_hand or not isinstance(part, Program):
        return by_hand or Rejected(f"not in a folder named by {_ENGINE_DIR}")
    return _on_path(part)


def version_of(part: Part, path: Path) -> str:
    """What a program says its version is; empty when it cannot say."""
    if not isinstance(part, Program) or part.probe is None:
        return ""
    return _remembered(part.probe, path)


def _by_hand(part: Part) -> Obtained | None:
    folder = os.environ.get(_ENGINE_DIR)
    if not folder:
        return None
    path = Path(folder) / part.name
    right_kind = os.access(path, os.X_OK) and path.is_file() if isinstance(part, Program) else path.is_dir()
    return Obtained(part.name, path, version_of(part, path) or "as supplied", "path") if right_kind else None


def _on_path(program: Program) -> Obtained | Rejected:
    found = shutil.which(program.name)
    if found is None:
        return Rejected("not on PATH")
    if program.probe is None or program.accepts is None:
        return Rejected(f"{found} cannot say its version")
    text = _remembered(program.probe, Path(found))
    version = _parsed(text)
    if version is None:
        return Rejected(f"{found} does not say its version")
    if not program.accepts.includes(version):
        return Rejected(f"{found} is {text}; it would have to be {program.accepts}")
    return Obtained(program.name, Path(found), text, "path")


def _remembered(probe: Probe, path: Path) -> str:
    """The version from the notes of earlier probes if the file is still the same, else by asking it."""
    asked = path.with_name(probe.program) if probe.program else path
    if not asked.exists():
        return ""
    status = asked.stat()
    stamp = [status.st_size, status.st_mtime_ns]
    notes = _notes()
    known = notes.get(str(asked))
    if known and known[:2] == stamp:
        return str(known[2])
    version = _ask(asked, probe)
    files.write_text(cache.root() / "versions.json", json.dumps({**notes, str(asked): [*stamp, version]}, indent=1))
    return version


def _notes() -> dict[str, list[int | str]]:
    try:
        return json.loads((cache.root() / "versions.json").read_text())
    except (OSError, ValueError):
        return {}


def _ask(program: Path, probe: Probe) -> str:
    """Runs the program and takes the first `x.y.z` it prints; empty when it fails, hangs or prints none."""
    try:
        answer = subprocess.run(
            [program, *probe.arguments], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(answer.stdout + answer.stderr)
    return ".".join(found.groups()) if found else ""


def _parsed(text: str) -> Version | None:
    found = _VERSION.fullmatch(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
