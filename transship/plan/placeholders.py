"""What a resource's outputs are called before anything exists: readable stand-ins, in the shape that the SDK declares.

A program may look inside what only a cloud knows (an ARN, a certificate, a name that a service picks). Pulumi's mocks
leave such outputs empty, and the program would fail where the real engine does not; so each gets a text that says whose
it is. Reads the SDK's own registry of classes, which carries no types: hence the lower type-checking level.
"""

# pyright: basic

import sys
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any, get_args, get_origin

from pulumi import _types
from pulumi.runtime import rpc

_DEEPEST = 4
"""Levels of nested outputs: enough for `nodeGroup.resources[0].autoscalingGroups[0].name`."""


def placeholders(token: str, name: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs of a resource that are not among what is known of it: texts, zeros, and what holds them.

    Args:
        token: the resource's type, for example `aws:eks/cluster:Cluster`.
        name: the resource's name in the program.
        known: its inputs.
    """
    outputs = _outputs(token)
    found = {key: _placeholder(type_, f"{name}.{key}", 0) for key, type_ in outputs.items() if key not in known}
    return {key: value for key, value in found.items() if value is not None}


def answered(token: str, name: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs of a resource: its inputs, in the shape that outputs have, and placeholders for the others."""
    outputs = _outputs(token)
    declared = {key: _shaped(outputs.get(key), value, f"{name}.{key}") for key, value in known.items()}
    return placeholders(token, name, known) | declared


@cache
def _outputs(token: str) -> Mapping[str, type]:
    """The outputs of a type of resource, by name; none of one that no loaded SDK declares."""
    for module in rpc._RESOURCE_MODULES.get(token.rpartition(":")[0], []):
        info: dict[str, Any] = getattr(module, "mod_info")  # noqa: B009 - the SDKs' own, unknown to the base class
        declaring = sys.modules.get(info["fqn"])
        # A module that is still waiting to be loaded has made no resource of this program; looking would load it.
        if type(declaring) is ModuleType and (class_name := info["classes"].get(token)):
            return _types.resource_types(getattr(declaring, class_name))
    return {}


def _placeholder(type_: Any, path: str, depth: int) -> Any:
    """A value of the type that says where it is from, or 0 where it is a number; None for what is neither."""
    type_ = _types.unwrap_type(type_)
    if type_ is str:
        return f"[{path}]"
    if type_ in {int, float}:
        return 0
    if depth == _DEEPEST:
        return None
    if get_origin(type_) in {list, tuple} or "Sequence" in str(get_origin(type_)):
        item = _placeholder(get_args(type_)[0], f"{path}[0]", depth + 1)
        return None if item is None else [item]
    if isinstance(type_, type) and _types.is_output_type(type_):
        fields = _types.output_type_types(type_)
        inside = {key: _placeholder(each, f"{path}.{key}", depth + 1) for key, each in fields.items()}
        return {key: value for key, value in inside.items() if value is not None}
    return None


def _shaped(type_: Any, value: Any, path: str) -> Any:
    """The value as an output holds it: with placeholders inside for what was not declared.

    Azure takes identities as a list of ids, and answers with objects by id.
    """
    type_ = _types.unwrap_type(type_)
    if isinstance(value, list) and "Mapping" in str(get_origin(type_)):
        return {each: {} for each in value}
    if isinstance(value, dict) and isinstance(type_, type) and _types.is_output_type(type_):
        fields = _types.output_type_types(type_)
        inside = {key: _shaped(fields.get(key), each, f"{path}.{key}") for key, each in value.items()}
        return (_placeholder(type_, path, 1) or {}) | inside
    return value
