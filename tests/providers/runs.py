"""What the engine did to each resource in one run, and what it was told when it could not."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from components.errors import OperationError
from lab.project import Project

_DONE = "resOutputsEvent"
_FAILED = "resOpFailedEvent"
_SAID = "diagnosticEvent"
_FOLLOWS = "no definition was found"
"""Said of an argument that a resource would have told which failed itself."""


@dataclass(slots=True)
class Run:
    """One run of the engine.

    Attributes:
        done: the operation that each resource went through, by URN.
        errors: what was said of each resource that failed, by URN; what concerns none of them is under "".
        seconds: how long it took, as the engine says.
    """

    done: dict[str, str] = field(default_factory=dict[str, str])
    errors: dict[str, str] = field(default_factory=dict[str, str])
    seconds: int = 0

    def refused(self) -> dict[str, str]:
        """The errors by the type and name of the resource, without those that only follow from another's."""
        return {label(urn): said for urn, said in self.errors.items() if urn and _FOLLOWS not in said}


def label(urn: str) -> str:
    """A resource by the token of its type and its name, without the stack and the parents."""
    token, name = urn.split("::")[-2:]
    return f"{token.split('$')[-1]} {name}"


def run(project: Project, command: str, stack: str, *arguments: str, seconds: int) -> Run:
    """Runs one of the engine's commands to its end, also when resources fail.

    Raises:
        OperationError: it failed without saying of which resource, or was not done in time.
    """
    events = project.folder / f"{command}-{stack}.events"
    events.unlink(missing_ok=True)
    # The engine writes its events to a file only for those who debug it, and on standard output only until it fails.
    project = replace(project, environment={**project.environment, "PULUMI_DEBUG_COMMANDS": "true"})
    failed: OperationError | None = None
    try:
        project.run(command, "--stack", stack, "--event-log", str(events), *arguments, seconds=seconds)
    except OperationError as error:
        failed = error
    result = _of(events)
    if failed and not result.errors:
        raise failed
    return result


def _of(path: Path) -> Run:
    result = Run()
    for event in _events(path):
        if done := event.get(_DONE):
            result.done[done["metadata"]["urn"]] = done["metadata"]["op"]
        elif failed := event.get(_FAILED):
            result.errors.setdefault(failed["metadata"]["urn"], "")
        elif (said := event.get(_SAID)) and said["severity"] == "error":
            urn = said.get("urn", "")
            result.errors[urn] = f"{result.errors.get(urn, '')}\n{said['message']}".strip()
        elif summary := event.get("summaryEvent"):
            result.seconds = summary.get("durationSeconds", 0)
    return result


def _events(path: Path) -> Iterator[Mapping[str, Any]]:
    with suppress(FileNotFoundError), path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)
