"""Reads what AWS's own service models, which botocore carries, say of a request."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from botocore.loaders import Loader

from lab.clouds.vendors.shapes import ANYTHING, Later, Shape, Sort

_SORTS = {
    "string": Sort.TEXT,
    "integer": Sort.WHOLE,
    "long": Sort.WHOLE,
    "double": Sort.NUMBER,
    "float": Sort.NUMBER,
    "boolean": Sort.FLAG,
    "list": Sort.LIST,
    "structure": Sort.OBJECT,
    "map": Sort.MAP,
}

_Json = Mapping[str, Any]


@lru_cache
def request(operation: str) -> Shape:
    """The shape of a request, such as `eks.CreateNodegroup`; deeper, `s3.PutBucketVersioning.VersioningConfiguration`.

    Raises:
        LookupError: botocore has no such service, operation or member.
    """
    service, action, *members = operation.split(".")
    model = _model(service)
    shape = _shape(model, model["operations"][action]["input"]["shape"], f"{service} {action}")
    for member in members:
        shape = shape.members[member]()
        shape = shape.item() if shape.sort is Sort.LIST and shape.item else shape
    return shape


@lru_cache
def _model(service: str) -> _Json:
    loader: Any = Loader()  # botocore is not typed
    return cast("_Json", loader.load_service_model(service, "service-2"))


def _shape(model: _Json, name: str, source: str) -> Shape:
    found: _Json = model["shapes"][name]
    sort = _SORTS.get(found["type"], Sort.ANY)
    if sort is Sort.ANY:
        return ANYTHING
    members: Mapping[str, _Json] = found.get("members", {})
    if sort is Sort.MAP:
        members = {"key": found["key"]}
    item: _Json | None = found["member"] if sort is Sort.LIST else found.get("value")
    return Shape(
        sort=sort,
        source=source,
        members={member: _later(model, each["shape"], source) for member, each in members.items()},
        required=frozenset(found.get("required", ())),
        item=_later(model, item["shape"], source) if item else None,
        choices=tuple(found.get("enum", ())),
        pattern=found.get("pattern", ""),
        least=found.get("min"),
        most=found.get("max"),
    )


def _later(model: _Json, name: str, source: str) -> Later:
    return lru_cache(lambda: _shape(model, name, source))
