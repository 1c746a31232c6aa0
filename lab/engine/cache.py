"""Where obtained parts are kept, under which key, and how a half-finished one is never taken for a whole one.

All below `<cache>/transship/engine/`:

- `parts/<name>/<origin>-<key>/`: the files of one part; complete, because the folder is renamed into place.
- `partial/<job>/`: what a running job has so far; whoever holds the job's lock may delete it.
- `locks/<job>.lock`: one process for each job.
- `logs/<recipe>.log`: the full output of the last build.
"""

import fcntl
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lab.engine import files
from lab.engine.part import Build, ModuleFiles, Part, Program, Release

Origin = Literal["path", "release", "build", "module"]

RECIPES = Path(__file__).parent / "recipes"


@dataclass(frozen=True, slots=True)
class Obtained:
    """A part that is there to be used.

    Attributes:
        name: the part.
        path: the program, or the folder of manifests.
        version: what it says of itself, or what the table says it was made from; without the leading v.
        origin: `path` (PATH or TRANSSHIP_ENGINE_DIR), `release`, `build` or `module`.
    """

    name: str
    path: Path
    version: str
    origin: Origin


def root() -> Path:
    """The engine's folder in the user's cache; it need not exist yet."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "transship" / "engine"


def kept(part: Part) -> Obtained | None:
    """The part as the cache has it, a release before a build; None when it has none of this key."""
    for origin, key, version in _keys(part):
        folder = root() / "parts" / part.name / f"{origin}-{key}"
        if folder.is_dir():
            return Obtained(part.name, folder / part.name if isinstance(part, Program) else folder, version, origin)
    return None


def keep(part: Part, origin: Origin, finished: Iterable[Path]) -> Obtained:
    """Moves finished files into the cache in one step and returns the part.

    Args:
        part: what the files are.
        origin: which way they came.
        finished: on the cache's own file system; they are moved, not copied.
    """
    key, version = next((key, version) for way, key, version in _keys(part) if way == origin)
    final = root() / "parts" / part.name / f"{origin}-{key}"
    staging = final.with_name(f".{final.name}")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for file in finished:
        files.sync(file)
        file.rename(staging / file.name)
    files.sync(staging)
    staging.rename(final)
    files.sync(final.parent)
    return Obtained(part.name, final / part.name if isinstance(part, Program) else final, version, origin)


@contextmanager
def working_on(job: str) -> Generator[Path]:
    """Holds a job's lock and lends it an empty folder; waits while another process does the same job.

    Whatever an interrupted run left in the folder is deleted first: what makes a rerun quick is Go's own build cache.
    """
    lock = root() / "locks" / f"{job}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        partial = root() / "partial" / job
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            yield partial
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def log_path(job: str) -> Path:
    """Where the full output of a job's last run is kept."""
    path = root() / "logs" / f"{job}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _keys(part: Part) -> Iterable[tuple[Origin, str, str]]:
    """Every origin a part can have in the cache, with the key of its files and the version they would be."""
    if not isinstance(part, Program):
        yield "module", _digest(*_module_words(part.source)), part.version
        return
    if part.release:
        yield "release", _digest(*_release_words(part.release)), part.release.version
    yield "build", _digest(*_build_words(part.build, part.companions)), part.version


def _build_words(build: Build, companions: Iterable[ModuleFiles]) -> Iterable[str]:
    for source in sorted((RECIPES / build.recipe).iterdir()):
        yield source.name
        yield source.read_text()
    yield from (build.package, *build.flags)
    for companion in companions:
        yield from _module_words(companion)


def _module_words(source: ModuleFiles) -> Iterable[str]:
    return (source.module, source.version, *source.paths)


def _release_words(release: Release) -> Iterable[str]:
    return (release.url, release.version, *release.members)


def _digest(*words: str) -> str:
    """A key of 16 hexadecimal digits; programs for different machines never share one."""
    return hashlib.sha256(json.dumps([platform.system(), platform.machine(), *words]).encode()).hexdigest()[:16]
