"""Values on their way through the engine's messages."""

from collections.abc import Mapping

from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct

from lab.clouds.values import UNKNOWN
from lab.clouds.wire import read, written

MARK = "4dabf18193072939515e22adb298388d"
SECRET = {MARK: "1b47061264138c4ac30d75fd1eb44270"}
UNKNOWN_LIST = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"


def message(content: Mapping[str, object]) -> Struct:
    return json_format.ParseDict(dict(content), Struct())


def test_numbers_are_whole_where_they_are() -> None:
    assert repr(read(message({"a": 2.0, "b": 2.5, "c": [3.0]}))) == repr({"a": 2, "b": 2.5, "c": [3]})


def test_secrets_are_opened_at_every_depth() -> None:
    nested = {"a": {**SECRET, "value": {"b": [{**SECRET, "value": "hush"}]}}}
    assert read(message(nested)) == {"a": {"b": ["hush"]}}


def test_the_unknown_comes_and_goes_as_the_engine_spells_it() -> None:
    assert read(message({"a": UNKNOWN_LIST})) == {"a": UNKNOWN}
    assert read(written({"a": {"b": [UNKNOWN]}})) == {"a": {"b": [UNKNOWN]}}


def test_named_secrets_are_marked() -> None:
    sent = json_format.MessageToDict(written({"token": "hush", "name": "a"}, frozenset({"token"})))
    assert sent == {"token": {**SECRET, "value": "hush"}, "name": "a"}
