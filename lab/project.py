"""A Pulumi project folder for labs: the repository's own program, with stacks and state of its own beside it.

The repository's stack files stay as they are; what a lab adds (addresses, keys) is written into copies, so that a
demonstration or a test never leaves a change behind for git to find.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psutil
import yaml

from components.errors import OperationError
from lab.engine import pulumi_environment

REPOSITORY = Path(__file__).parent.parent
PROGRAM = REPOSITORY / "stacks"
LAST_LINES = 25


@dataclass(frozen=True, slots=True)
class Changes:
    """What a preview or an update did or would do: operation to number of resources, for example `create`: 12."""

    counts: Mapping[str, int]

    @property
    def none(self) -> bool:
        """Whether everything is as it should be already."""
        return all(count == 0 for operation, count in self.counts.items() if operation != "same")


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a `Pulumi.yaml` that runs the repository's program, and the environment to run it in.

    Attributes:
        folder: where the engine runs.
        environment: of the engine and everything it starts.
        program: where the program and its stack files are.
    """

    folder: Path
    environment: Mapping[str, str]
    program: Path = PROGRAM

    @classmethod
    def create(cls, folder: Path, passphrase: str, program: Path = PROGRAM) -> "Project":
        """Makes the folder, or takes it as it is; its backend is a folder inside."""
        backend = folder / "state"
        backend.mkdir(parents=True, exist_ok=True)
        definition = yaml.safe_load((program / "Pulumi.yaml").read_text(encoding="utf-8"))
        definition["main"] = str(program)
        definition["runtime"]["options"]["virtualenv"] = str(REPOSITORY / ".venv")
        (folder / "Pulumi.yaml").write_text(yaml.safe_dump(definition, sort_keys=False), encoding="utf-8")
        return cls(folder, {**os.environ, **pulumi_environment(backend, passphrase)}, program)

    def add(self, stack: str, options: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """Makes a stack from the repository's file of the same name, options merged over its own.

        Args:
            stack: `<target>-<environment>`.
            options: merged into the stack file's options, mapping by mapping.
            secrets: kept encrypted.
        """
        content = yaml.safe_load((self.program / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))
        config = content["config"]
        config["transship:options"] = _merged(config.get("transship:options", {}), options)
        config.pop("transship:secrets", None)
        self.run("stack", "select", "--create", stack)
        file = self.folder / f"Pulumi.{stack}.yaml"
        # The engine keeps the salt of the stack's encryption there.
        kept: dict[str, object] = (yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None) or {}
        file.write_text(yaml.safe_dump({**kept, "config": config}, sort_keys=False), encoding="utf-8")
        for name, value in secrets.items():
            # On standard input: arguments are there for every process of the machine to see.
            self.run("config", "set", "--secret", "--path", f"secrets.{name}", "--stack", stack, stdin=value)

    def up(self, stack: str, *arguments: str, seconds: int = 300) -> Changes:
        """Deploys the stack and says what changed.

        Raises:
            OperationError: the engine said no, or did not finish in time.
        """
        said = self.run("up", "--yes", "--skip-preview", "--json", "--stack", stack, *arguments, seconds=seconds)
        return _changes(said)

    def preview(self, stack: str, *arguments: str, seconds: int = 120) -> Changes:
        """What `up` would change.

        Raises:
            OperationError: as `up`.
        """
        said = self.run("preview", "--json", "--stack", stack, *arguments, seconds=seconds)
        return Changes(cast("Mapping[str, int]", json.loads(said).get("changeSummary", {})))

    def refresh(self, stack: str, *arguments: str, seconds: int = 300) -> Changes:
        """Takes what is really there into the stack's state, without running the program, and says what differed.

        Raises:
            OperationError: as `up`.
        """
        command = ("refresh", "--yes", "--skip-preview", "--json", "--stack", stack)
        return _changes(self.run(*command, *arguments, seconds=seconds))

    def outputs(self, stack: str) -> dict[str, object]:
        """What the stack exports, secrets hidden."""
        return json.loads(self.run("stack", "output", "--json", "--stack", stack))

    def destroy(self, stack: str, *arguments: str, seconds: int = 300) -> Changes:
        """Removes everything the stack made.

        Raises:
            OperationError: as `up`.
        """
        command = ("destroy", "--yes", "--skip-preview", "--json", "--stack", stack)
        return _changes(self.run(*command, *arguments, seconds=seconds))

    def run(self, *arguments: str, seconds: int = 60, stdin: str = "") -> str:
        """Runs `pulumi` in the folder and returns what it printed.

        Raises:
            OperationError: it failed, with its last lines, or was ended after `seconds`, its plugins too.
        """
        command = ["pulumi", *arguments, "--non-interactive"]
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            said, complained = process.communicate(stdin, timeout=seconds)
        except BaseException as error:
            self.end(process)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            raise OperationError.because("pulumi " + arguments[0], f"not finished after {seconds} s") from None
        if process.returncode:
            raise OperationError.because("pulumi " + arguments[0], _complaint(f"{said}\n{complained}"))
        return said

    @staticmethod
    def end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
        """Ends the engine and all it started, at once. It waits for a provider that is stuck, also after SIGTERM."""
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        process.wait()


def _merged(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """`over` laid on `base` as a JSON Merge Patch (RFC 7396): mappings are merged, None removes, all else replaces."""
    result = {key: value for key, value in base.items() if over.get(key, value) is not None}
    for key, value in ((key, value) for key, value in over.items() if value is not None):
        below = result.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            value = _merged(cast("Mapping[str, object]", below), cast("Mapping[str, object]", value))  # noqa: PLW2901
        result[key] = value
    return result


def _changes(events: str) -> Changes:
    """The summary among the engine's events."""
    for event in _events(events):
        if summary := event.get("summaryEvent"):
            return Changes(summary.get("resourceChanges", {}))
    return Changes({})


def _complaint(said: str) -> str:
    """What the engine complained of: its errors where it speaks JSON, otherwise the last lines."""
    diagnostics = [event.get("diagnosticEvent", {}) for event in _events(said)] or _digest(said)
    errors = [str(each["message"]).strip() for each in diagnostics if each.get("severity") == "error"]
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("{")]
    return "\n".join(errors or lines[-LAST_LINES:])


def _digest(said: str) -> list[Mapping[str, Any]]:
    """The diagnostics of a preview, which is told as one object."""
    if not said.startswith("{"):
        return []
    told, _ = json.JSONDecoder().raw_decode(said)
    return told.get("diagnostics", [])


def _events(said: str) -> Iterator[Mapping[str, Any]]:
    """The engine's events, one JSON object a line."""
    return (json.loads(line) for line in said.splitlines() if line.startswith('{"sequence"'))
