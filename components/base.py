"""What every component class shares: its type token, its properties, and the providers its children inherit."""

from collections.abc import Mapping, Sequence

import pulumi
from pydantic_core import to_jsonable_python

MODULE = "transship:index"


class Component(pulumi.ComponentResource):
    """A component whose properties are its specification, so that policies and the engine see what was asked for.

    Args:
        kind: the class name in the type token, the same on every target.
        spec: a plain specification; amounts of money and fractions become decimal strings.
        providers: the explicit providers that children inherit.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        spec: object,
        providers: Sequence[pulumi.ProviderResource],
        opts: pulumi.ResourceOptions | None,
    ) -> None:
        properties: Mapping[str, pulumi.Input[object]] = to_jsonable_python(spec, exclude_none=True)
        merged = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(providers=list(providers)))
        super().__init__(f"{MODULE}:{kind}", name, properties, merged)
