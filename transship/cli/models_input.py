"""What the commands of `transship models` make of their options and of the machine they run on."""

import getpass
import os
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version as installed_version

from components.errors import InvalidInputError, Problem
from transship.models.push import Origin
from transship.models.reference import VersionReference, name_problems, parse_version_reference


def metrics(texts: Sequence[str]) -> dict[str, float]:
    """Reads `name=number` options; raises InvalidInputError with every one that is not."""
    read: dict[str, float] = {}
    problems: list[Problem] = []
    for text in texts:
        name, mark, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = None
        if not name or not mark or value is None:
            problems.append(Problem("--metric", f'expected <name>=<number>, found "{text}"', "--metric auc=0.94"))
        elif name in read:
            problems.append(Problem("--metric", f"{name} is given twice"))
        else:
            read[name] = value
    if problems:
        raise InvalidInputError("metrics", problems)
    return read


def promotion(version: str, alias: str) -> VersionReference:
    """The version to promote; raises InvalidInputError when the alias has no legal name."""
    reference = parse_version_reference(version)
    if problems := name_problems(alias, "--to"):
        raise InvalidInputError(f'alias "{alias}"', problems)
    return reference


def origin() -> Origin:
    """When and with what a version is pushed."""
    return Origin(created_at=now(), tool=f"transship {installed_version('transship')}")


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def somebody() -> str:
    """Who runs the command, as user@host; a user without a name, as containers have, by number."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"
