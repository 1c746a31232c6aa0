"""The way out: raw provider inputs that a stack file merges over ours, resource by resource.

The merge is that of JSON Merge Patch (RFC 7396): objects are merged key by key, null removes, anything else replaces.
It happens before a resource is registered, so previews, plans, policies and prices all see the result.
"""

import re
from collections.abc import Iterator, Mapping
from typing import cast

import pulumi

from components.errors import Problem, nearest

Raw = Mapping[str, object]
Patches = Mapping[str, Raw]

OWN_TYPES = "transship:"
"""Components have no provider inputs: a patch is for what lies inside them."""


class Overrides:
    """The patches of one stack, and which of them found their resource.

    Args:
        patches: raw inputs, in the provider's own spelling, by the name of the resource.
    """

    def __init__(self, patches: Patches) -> None:
        self._patches = patches
        self._seen: set[str] = set()

    def install(self) -> None:
        """From here on, patches every resource of the stack. Called once, before anything is created."""
        pulumi.runtime.register_stack_transformation(self._transform)

    def unused(self, where: str) -> Iterator[Problem]:
        """The patches whose resource never came; `where` is the path at which the patches stand."""
        for name in sorted(set(self._patches) - self._seen):
            yield Problem(f"{where}.{name}", "the stack has no such resource", nearest(name, self._seen))

    def _transform(self, args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_.startswith(OWN_TYPES):
            return None
        self._seen.add(args.name)
        patch = self._patches.get(args.name)
        if patch is None:
            return None
        return pulumi.ResourceTransformationResult(props=_object(args.props, patch), opts=args.opts)


def merged(base: object, patch: object) -> object:
    """The value with the patch over it. An output stays one, and a secret stays secret."""
    if not isinstance(patch, Mapping):
        return patch
    entries = cast("Raw", patch)
    if isinstance(base, pulumi.Output):
        output = cast("pulumi.Output[object]", base)
        return output.apply(lambda plain: _object(plain, entries))
    return _object(base, entries)


def _object(base: object, patch: Raw) -> dict[str, object]:
    result = dict(_entries(base))
    for name, value in patch.items():
        key = _key(result, name)
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def _entries(base: object) -> Raw:
    """What a mapping or one of the SDK's input objects holds; anything else holds nothing, and is replaced."""
    if isinstance(base, Mapping):
        return cast("Raw", base)
    return vars(base) if hasattr(base, "__dict__") else {}


def _key(there: Raw, name: str) -> str:
    """The key that means `name`: builders may spell `scopeSelector` as the SDK does, `scope_selector`."""
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    return next((key for key in (name, snake, f"{snake}_") if key in there), name)
