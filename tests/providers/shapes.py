"""What a resource takes, as a tree of shapes: read from a Python package, or from the schema of its plugin."""

import importlib
import inspect
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import pulumi

_SCALARS = {bool: "boolean", int: "integer", float: "number", str: "string"}
_BASIC = {"boolean", "integer", "number", "string"}


@dataclass(frozen=True, slots=True)
class Shape:
    """One value.

    Attributes:
        kind: a basic type, `list`, `mapping`, `object`, or `any`.
        element: what a list or a mapping holds.
        fields: what an object holds, by Pulumi's name.
    """

    kind: str
    element: "Shape | None" = None
    fields: Mapping[str, "Shape"] = field(default_factory=dict[str, "Shape"])


def of_package(package: str, token: str) -> Shape:
    """What the resource of this token takes, as its Python package says."""
    module = _module(package, token)
    name = token.rsplit(":", maxsplit=1)[1]
    assert getattr(module, name).pulumi_type == token
    # A package that has a nested type of the same name calls the resource's own arguments something else.
    return _of_arguments(getattr(module, f"{name}InitArgs", None) or getattr(module, f"{name}Args"))


def of_schema(schema: Mapping[str, Any], token: str) -> Shape:
    """What the resource of this token takes, as the plugin's schema says."""
    resource = schema["resources"][token]
    return Shape("object", fields={name: _of_spec(schema, spec) for name, spec in resource["inputProperties"].items()})


def outputs_of_package(package: str, token: str) -> Mapping[str, bool]:
    """What can be read of the resource of this token, as its Python package says, and whether that is a list."""
    resource = getattr(_module(package, token), token.rsplit(":", maxsplit=1)[1])
    members = cast("Mapping[str, object]", vars(resource))
    getters = {name: member.fget for name, member in members.items() if isinstance(member, property) and member.fget}
    return {
        getattr(getter, "_pulumi_name", name): "Sequence[" in str(getter.__annotations__["return"]).split("outputs.")[0]
        for name, getter in getters.items()
    }


def outputs_of_schema(schema: Mapping[str, Any], token: str) -> Mapping[str, bool]:
    """The same, as the plugin's schema says."""
    properties: Mapping[str, Mapping[str, Any]] = schema["resources"][token]["properties"]
    return {name: spec.get("type") == "array" for name, spec in properties.items()}


def differences(expected: Shape, found: Shape, path: str = "") -> Iterator[str]:
    """Where two shapes differ: `path: what is expected, what is found`."""
    if expected.kind != found.kind:
        yield f"{path}: {expected.kind} in the package, {found.kind} in the plugin"
        return
    if expected.element and found.element:
        yield from differences(expected.element, found.element, f"{path}[]")
    for name in sorted(expected.fields.keys() | found.fields.keys()):
        below = f"{path}.{name}".removeprefix(".")
        if name not in found.fields:
            yield f"{below}: only in the package"
        elif name not in expected.fields:
            yield f"{below}: only in the plugin"
        else:
            yield from differences(expected.fields[name], found.fields[name], below)


def _module(package: str, token: str) -> types.ModuleType:
    return importlib.import_module(f"{package}.{token.split(':')[1].split('/', maxsplit=1)[0]}")


def _of_arguments(arguments: type) -> Shape:
    """The shape of a class whose constructor takes what Pulumi sends."""
    # `Input[...]` mentions `Output[T]` by name, so the names have to mean something where hints are read.
    namespace = {"Output": pulumi.Output, "T": Any, **vars(sys.modules[arguments.__module__])}
    hints = get_type_hints(arguments.__init__, namespace)
    names = {name: pulumi_name for name, pulumi_name in _names(arguments).items() if name in hints}
    return Shape("object", fields={names[name]: _of_hint(hints[name]) for name in names})


def _names(arguments: type) -> Mapping[str, str]:
    """Python's names of an argument class and Pulumi's."""
    getters = inspect.getmembers(arguments, lambda member: isinstance(member, property))
    return {name: getattr(getter.fget, "_pulumi_name", name) for name, getter in getters}


def _of_hint(hint: Any) -> Shape:
    """The shape behind `Input[Optional[...]]`: of all that may be passed, the plain value."""
    plain = [each for each in _alternatives(hint) if not _is_promise(each)]
    if shape := next((_of_plain(each) for each in plain if inspect.isclass(get_origin(each) or each)), None):
        return shape
    return Shape("any")


def _alternatives(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in {Union, types.UnionType}:
        for each in get_args(hint):
            yield from _alternatives(each)
    elif hint is not type(None):
        yield hint


def _is_promise(hint: Any) -> bool:
    origin = get_origin(hint) or hint
    return inspect.isclass(origin) and (issubclass(origin, pulumi.Output) or origin.__name__ == "Awaitable")


def _of_plain(hint: Any) -> Shape:
    origin = get_origin(hint) or hint
    if origin in _SCALARS:
        return Shape(_SCALARS[origin])
    if get_args(hint) and issubclass(origin, Mapping):
        return Shape("mapping", _of_hint(get_args(hint)[1]))
    if get_args(hint) and issubclass(origin, Sequence):
        return Shape("list", _of_hint(get_args(hint)[0]))
    if hasattr(origin, "_pulumi_input_type"):
        return _of_arguments(origin)
    return Shape("string" if issubclass(origin, str) else "any")


def _of_spec(schema: Mapping[str, Any], spec: Mapping[str, Any]) -> Shape:
    if reference := spec.get("$ref"):
        return _of_reference(schema, reference)
    if options := spec.get("oneOf"):
        return _of_spec(schema, options[0])
    if spec["type"] == "array":
        return Shape("list", _of_spec(schema, spec["items"]))
    if spec["type"] == "object":
        return Shape("mapping", _of_spec(schema, spec.get("additionalProperties", {"type": "string"})))
    return Shape(spec["type"] if spec["type"] in _BASIC else "any")


def _of_reference(schema: Mapping[str, Any], reference: str) -> Shape:
    described = schema["types"].get(reference.removeprefix("#/types/"))
    if described is None:
        return Shape("any")
    if "properties" not in described:
        return Shape(described.get("type", "any"))
    return Shape("object", fields={name: _of_spec(schema, spec) for name, spec in described["properties"].items()})
