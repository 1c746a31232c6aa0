"""Building programs from source with Go, from the modules that a recipe's go.sum fixes."""

import os
import shutil
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from lab.engine import cache
from lab.engine.children import Children
from lab.engine.jobs import RefusedError, Watcher
from lab.engine.part import Program

_TAIL_LINES = 12

GO_HINT = "install Go 1.26 or newer: https://go.dev/dl"


def build(programs: Sequence[Program], folder: Path, children: Children, watch: Watcher) -> dict[str, Path]:
    """Builds programs of one recipe into `folder` and returns where each lies.

    One command builds them all: what they share is compiled once, and one is linked while another compiles. An
    interrupted build goes on where it stopped, because Go caches each package.

    Args:
        programs: of one recipe, so with the same flags; where there are several, each has its package's last name.
        folder: empty, on the cache's file system.
        children: where the running build is to be found by whoever has to end it.
        watch: told each line of output.

    Raises:
        RefusedError: Go is missing, or the build failed.
    """
    go = shutil.which("go")
    if go is None:
        raise RefusedError(f"Go is not on PATH ({GO_HINT})")
    built = {program.name: folder / program.name for program in programs}
    output = str(built[programs[0].name]) if len(programs) == 1 else f"{folder}/"
    # -v prints each package as it is compiled, which is what there is to show meanwhile.
    options = ("-mod=readonly", "-buildvcs=false", "-v", *programs[0].build.flags)
    packages = [program.build.package for program in programs]
    _run([go, "build", *options, "-o", output, *packages], programs[0].build.recipe, children, watch)
    return built


def _run(command: Sequence[str], recipe: str, children: Children, watch: Watcher) -> None:
    log = cache.log_path(recipe)
    last: deque[str] = deque(maxlen=_TAIL_LINES)
    # Without cgo the programs are static: they run in an image of their own and need no C compiler to build.
    environment = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    with log.open("w") as full, children.started(command, cache.RECIPES / recipe, environment) as process:
        for line in process.stdout or ():
            full.write(line)
            last.append(line.rstrip())
            watch(line.rstrip())
    if process.returncode != 0:
        raise RefusedError(
            "\n".join([f"{' '.join(command[:2])} ended with {process.returncode}:", *last, f"full output: {log}"])
        )
