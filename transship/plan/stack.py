"""Plans a stack offline: what `pulumi up` would create, without an engine, an account or a secret."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pulumi
from pulumi.runtime.mocks import Mocks

from components.contract import MachineChoice
from components.errors import InvalidInputError, NotFoundError, Problem, nearest
from stacks import program
from stacks.admission import Admitted, admit_stack
from stacks.files import read_yaml
from stacks.settings import PROJECT, ROOT, Stack, read_stack
from transship.plan.machines import as_data, choices
from transship.plan.recorder import SECRET, Recording, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A stack as it would be built; `machines` holds the choice for each pool."""

    name: str
    stack: Stack
    admitted: Admitted
    recording: Recording
    machines: Mapping[str, MachineChoice]


def plan_stack(name: str, root: Path = ROOT, answers: Mocks | None = None) -> Plan:
    """Runs the stack's own program against Pulumi's mocks.

    Args:
        name: the stack, `<target>-<environment>`.
        root: the folder of the Pulumi project.
        answers: what stands in for the clouds; placeholders when there is none.

    Raises:
        NotFoundError: there is no such stack file or environment.
        InvalidInputError: with every problem of both.
        UnsupportedError: the target cannot hold the environment.
    """
    stack, admitted = admit_stack(_with_every_secret(read_stack(read_stack_file(name, root), root)))
    recording = record(lambda: program.build(stack, admitted), project=PROJECT, stack_name=name, answers=answers)
    machines = choices(stack, recording)
    return Plan(name=name, stack=stack, admitted=admitted, recording=recording, machines=machines)


def stack_names(root: Path = ROOT) -> list[str]:
    """The stacks that have a file, sorted."""
    return sorted(path.stem.removeprefix("Pulumi.") for path in root.glob("Pulumi.*.yaml"))


def read_stack_file(name: str, root: Path = ROOT) -> dict[str, object]:
    """The configuration values of a stack file; encrypted ones become placeholders, for a plan needs none of them.

    Raises:
        NotFoundError: there is no such file.
        InvalidInputError: it is not a mapping, or a key belongs to nobody.
    """
    title = f"Pulumi.{name}.yaml"
    if name not in (names := stack_names(root)):
        raise NotFoundError.because(title, "there is no such file", hint=nearest(name, names))
    content = read_yaml(root / title, title)
    config = cast("Mapping[str, object]", content).get("config") if isinstance(content, Mapping) else None
    if not isinstance(config, Mapping):
        raise InvalidInputError.because(title, "expected a mapping of keys to values", where="config")
    values = cast("Mapping[str, object]", config)
    prefix = f"{PROJECT}:"
    foreign = [key for key in values if not key.startswith((prefix, "pulumi:"))]
    if foreign:
        raise InvalidInputError(title, [Problem(f"config.{key}", "unknown key", f"{prefix}{key}") for key in foreign])
    return {key.removeprefix(prefix): _opened(value) for key, value in values.items() if key.startswith(prefix)}


def as_json(plan: Plan) -> str:
    """The plan as JSON: stack, remarks, outputs, and every resource with type, name, parent and inputs."""
    resources = [
        {
            "urn": resource.urn,
            "type": resource.type,
            "name": resource.name,
            "parent": resource.parent,
            "custom": resource.custom,
            "inputs": resource.inputs,
        }
        for resource in plan.recording.resources
    ]
    document = {
        "stack": plan.name,
        "target": plan.stack.target.name,
        "environment": plan.stack.settings.name,
        "remarks": plan.admitted.remarks,
        "machines": as_data(plan.machines),
        "resources": resources,
        "outputs": plan.recording.outputs,
    }
    return json.dumps(document, indent=2, sort_keys=True)


def _with_every_secret(stack: Stack) -> Stack:
    """The stack with a placeholder for each secret its target may ask for: a plan needs the names, never the values."""
    secrets = {secret: pulumi.Output.secret(SECRET) for secret in sorted(stack.target.secret_names)}
    return replace(stack, settings=replace(stack.settings, secrets=secrets))


def _opened(value: object) -> object:
    """The value with `{secure: …}` replaced by a placeholder, at any depth."""
    if isinstance(value, dict):
        mapping = cast("dict[str, object]", value)
        return SECRET if mapping.keys() == {"secure"} else {key: _opened(item) for key, item in mapping.items()}
    if isinstance(value, list):
        return [_opened(item) for item in cast("list[object]", value)]
    return value
