"""Reads a stack's settings: the only place that knows how they are written.

The environment file says what is wanted and names no cloud; the stack's own configuration says where it goes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pulumi
from pulumi.runtime.config import CONFIG

from components import rules, targets
from components.contract import StackSettings, Target
from components.errors import InvalidInputError, Problem, TransshipError, nearest
from components.specs import Environment, Name
from stacks.files import read_yaml
from stacks.validation import validated

PROJECT = "transship"
ROOT = Path(__file__).parent
STRUCTURED = ("options", "secrets")


@dataclass(frozen=True, slots=True, kw_only=True)
class StackConfig:
    """What a stack's configuration holds, apart from the environment it names."""

    target: str
    """Where the environment runs."""
    environment: Name
    """Which environment: the name of a file in `environments/`, without its ending."""
    region: str
    """Where on the target; on the owner's own Kubernetes a free name for the site."""
    options: dict[str, object] = field(default_factory=dict[str, object])
    """Settings that only this target knows."""
    secrets: dict[str, str] = field(default_factory=dict[str, str])
    """Secret settings of the target, set with `pulumi config set --secret --path secrets.<name>`."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Where, and what: a loaded target and the settings for it."""

    target: Target
    settings: StackSettings


def configured() -> dict[str, object]:
    """The configuration that the engine handed to this process, objects decoded.

    Raises:
        InvalidInputError: an object is not valid JSON.
    """
    prefix = f"{PROJECT}:"
    raw = {key.removeprefix(prefix): value for key, value in CONFIG.get().items() if key.startswith(prefix)}
    return {key: _decoded(key, value) if key in STRUCTURED else value for key, value in raw.items()}


def read_environment(name: str, root: Path = ROOT) -> Environment:
    """The environment of that name.

    Raises:
        NotFoundError: there is no such file.
        InvalidInputError: with every problem of the file.
    """
    title = f"environments/{name}.yaml"
    environment = validated(Environment, read_yaml(root / "environments" / f"{name}.yaml", title), title)
    if found := list(rules.problems(environment)):
        raise InvalidInputError(title, found)
    return environment


def read_stack(values: Mapping[str, object], root: Path = ROOT) -> Stack:
    """The settings of a stack from its configuration values, and the target they name.

    Raises:
        InvalidInputError: with every problem of the stack's configuration and of its environment file.
        MissingExtraError: the target's SDK is not installed.
    """
    title = "stack configuration"
    config = validated(StackConfig, values, title, PROJECT + ":")
    target = targets.load(config.target)
    found: list[TransshipError] = []
    options: object = None
    environment: Environment | None = None
    try:
        options = validated(cast("type[object]", target.options_type), config.options, title, f"{PROJECT}:options")
    except InvalidInputError as error:
        found.append(error)
    try:
        environment = read_environment(config.environment, root)
    except TransshipError as error:
        found.append(error)
    if unknown := _unknown_secrets(config.secrets, target):
        found.append(InvalidInputError(title, unknown))
    if environment is None or options is None or found:
        raise _together(found)
    secrets = {name: pulumi.Output.secret(value) for name, value in config.secrets.items()}
    return Stack(
        target,
        StackSettings(
            name=config.environment,
            environment=environment,
            region=config.region,
            options=options,
            secrets=secrets,
        ),
    )


def _unknown_secrets(secrets: Mapping[str, str], target: Target) -> list[Problem]:
    names = target.secret_names
    unknown = sorted(set(secrets) - names)
    return [Problem(f"{PROJECT}:secrets", f'unknown key "{name}"', nearest(name, names)) for name in unknown]


def _together(errors: list[TransshipError]) -> TransshipError:
    """One error for several files: each problem keeps the name of its file."""
    if len({error.title for error in errors}) == 1:
        return InvalidInputError(errors[0].title, [problem for error in errors for problem in error.problems])
    named = [
        Problem(f"{error.title}: {problem.where}".removesuffix(": "), problem.what, problem.hint)
        for error in errors
        for problem in error.problems
    ]
    return InvalidInputError("stack", named)


def _decoded(key: str, value: str) -> object:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        hint = f"pulumi config set --path {key}.<name> <value>"
        raise InvalidInputError.because("stack configuration", "expected an object", where=key, hint=hint) from None
