"""Between the engine's messages and plain values.

Source of the marks: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go, 2026-11-21.
"""

from typing import Final, cast

from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct

from lab.clouds.values import UNKNOWN, Properties, Value, mapped

DEFAULTS: Final = "__defaults"
"""The input in which providers note which inputs they filled in themselves."""

_MARK: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - what the engine marks secrets with
_UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        _UNKNOWN,
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


def read(message: Struct) -> dict[str, Value]:
    """A message as values: secrets opened, the engine's words for the unknown replaced, whole numbers whole."""
    return {key: _read(value) for key, value in cast("dict[str, Value]", json_format.MessageToDict(message)).items()}


def written(properties: Properties, secrets: frozenset[str] = frozenset()) -> Struct:
    """Values as a message.

    Args:
        properties: may hold UNKNOWN.
        secrets: which of them are secret. What came in as a secret the engine marks by itself.
    """
    marked = {key: {_MARK: _SECRET, "value": value} if key in secrets else value for key, value in properties.items()}
    return json_format.ParseDict(cast("dict[str, object]", mapped(cast("Value", marked), _write)), Struct())


def _read(value: Value) -> Value:
    match value:
        case dict() if value.get(_MARK) == _SECRET:
            return _read(value["value"])
        case dict():
            return {key: _read(each) for key, each in value.items()}
        case list():
            return [_read(each) for each in value]
        case float() if value.is_integer():
            return int(value)
        case str() if value in _UNKNOWNS:
            return UNKNOWN
        case _:
            return value


def _write(value: Value) -> Value:
    return _UNKNOWN if value is UNKNOWN else value
