"""Reads what Google's discovery documents, which its API client carries, say of a resource."""

import importlib.util
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from lab.clouds.vendors.shapes import ANYTHING, Later, Shape, Sort

_SORTS = {
    "string": Sort.TEXT,
    "integer": Sort.WHOLE,
    "number": Sort.NUMBER,
    "boolean": Sort.FLAG,
    "array": Sort.LIST,
    "object": Sort.OBJECT,
}
_UNSPECIFIED = "_UNSPECIFIED"

_Json = Mapping[str, Any]


@lru_cache
def resource(name: str) -> Shape:
    """The shape of a resource, such as `container.v1.NodePool`; deeper, `compute.v1.NetworkRoutingConfig.routingMode`.

    Raises:
        LookupError: there is no such API or schema.
    """
    api, version, schema, *members = name.split(".")
    shape = _shape(_document(f"{api}.{version}"), {"$ref": schema}, f"{api} {schema}")
    for member in members:
        shape = shape.members[member]()
    return shape


@lru_cache
def _document(api: str) -> _Json:
    found = importlib.util.find_spec("googleapiclient")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("google-api-python-client is not installed")
    path = Path(found.origin).parent / "discovery_cache" / "documents" / f"{api}.json"
    if not path.is_file():
        raise LookupError(f"Google has no discovery document {api}")
    return cast("_Json", json.loads(path.read_text(encoding="utf-8")))


def _shape(document: _Json, described: _Json, source: str) -> Shape:
    found: _Json = document["schemas"][described["$ref"]] if "$ref" in described else described
    sort = _SORTS.get(found.get("type", ""), Sort.ANY)
    if sort is Sort.ANY:
        return ANYTHING
    values: _Json | None = found.get("additionalProperties")
    members: Mapping[str, _Json] = found.get("properties", {})
    item = values if values is not None else found.get("items")
    return Shape(
        sort=Sort.MAP if values is not None else sort,
        source=source,
        members={name: _later(document, each, source) for name, each in members.items()},
        item=_later(document, item, source) if item else None,
        choices=_choices(found),
        pattern=found.get("pattern", ""),
        least=_number(found.get("minimum")),
        most=_number(found.get("maximum")),
    )


def _choices(found: _Json) -> tuple[str, ...]:
    """What may be asked for: the value that stands for none is only ever answered."""
    return tuple(choice for choice in found.get("enum", ()) if not choice.endswith(_UNSPECIFIED))


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _later(document: _Json, described: _Json, source: str) -> Later:
    return lru_cache(lambda: _shape(document, described, source))
