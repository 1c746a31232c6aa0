"""Running other programs to their end, and what is said when they fail."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from components.errors import OperationError
from lab.cluster import addresses

_LAST_LINES = 12
_LINE_LENGTH = 400
_NEVER_PROXIED = (str(addresses.RANGE), "127.0.0.1", "localhost")
_SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


def run(
    argv: Sequence[str],
    *,
    what: str,
    stdin: str = "",
    environment: Mapping[str, str] | None = None,
    timeout_seconds: float = 30,
) -> str:
    """Runs a program and returns what it printed.

    Args:
        argv: the program and its arguments.
        what: what is being done, for the error.
        stdin: given on standard input.
        environment: added to this process's own.
        timeout_seconds: after which the program is killed.

    Raises:
        OperationError: it is missing, failed, or took too long; with its last lines.
    """
    try:
        done = subprocess.run(
            argv,
            input=stdin,
            env=surroundings(environment),
            capture_output=True,
            text=True,
            timeout=timeout_seconds,
            check=False,
        )
    except FileNotFoundError:
        raise OperationError.because(what, f"{argv[0]} is not on this machine") from None
    except subprocess.TimeoutExpired:
        raise OperationError.because(what, f"{argv[0]} did not finish within {timeout_seconds:.0f} s") from None
    if done.returncode != 0:
        raise OperationError.because(what, f"{Path(argv[0]).name} ended with {done.returncode}\n{last(done.stderr)}")
    return done.stdout


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a program: this process's own, made good for a lab.

    `su` leaves the folders of system programs out of PATH, and a proxy cannot reach a lab's addresses.
    """
    direct = ",".join(filter(None, [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), *_NEVER_PROXIED]))
    path = f"{os.environ.get('PATH', os.defpath)}:{_SYSTEM_FOLDERS}"
    return {**os.environ, "PATH": path, "NO_PROXY": direct, "no_proxy": direct, **(more or {})}


def exists(program: str) -> bool:
    """Whether a program can be run by its name."""
    return shutil.which(program, path=surroundings()["PATH"]) is not None


def last(text: str) -> str:
    """The last lines of an output, for an error; long ones cut."""
    return "\n".join(line[:_LINE_LENGTH] for line in text.strip().splitlines()[-_LAST_LINES:])
