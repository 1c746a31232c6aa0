"""A cloud that is pretended inside one process: answers a plan from a vendor's model, and keeps what it would refuse.

Quicker than the stand-ins behind the engine, which tests/engine covers: no plugin, no account file, no faults.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from lab.clouds.names import chosen
from lab.clouds.values import UNKNOWN, Value, mapped
from lab.clouds.vendor import Standing, Vendor
from lab.clouds.vendors import load
from transship.plan.placeholders import answered

_API_VERSION = re.compile(r"/v\d+(preview)?$")
HANDLES = ("arn", "selfLink", "name")
PLUGINS = {"aws": "aws", "azure": "azure-native", "gcp": "gcp"}
"""The plugin of each cloud target."""


@dataclass(slots=True)
class Memory:
    """What exists, in a list."""

    standing: list[Standing] = field(default_factory=list[Standing])

    def resources(self, token: str = "") -> Sequence[Standing]:
        """Everything, or everything of one type."""
        return [each for each in self.standing if token in {"", each.token}]

    def find(self, token: str, identifier: str) -> Standing | None:
        """By id, ARN, self link or name."""
        for each in self.resources(token):
            if identifier in [each.id, *(each.outputs.get(handle) for handle in HANDLES)]:
                return each
        return None


@dataclass(slots=True)
class Pretended(Mocks):
    """Answers a program as one vendor's cloud would; other providers' resources get placeholders.

    Attributes:
        vendor: the cloud.
        existing: what it holds by now.
        refused: everything that it would have refused, as lines.
    """

    vendor: Vendor
    existing: Memory = field(default_factory=Memory)
    refused: list[str] = field(default_factory=list[str])
    configuration: dict[str, Value] = field(default_factory=dict[str, Value])

    @classmethod
    def of(cls, target: str) -> "Pretended":
        """The cloud behind a target."""
        return cls(load(PLUGINS[target]))

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Checks and creates."""
        untyped: Any = args  # Pulumi does not say what it hands over
        given: dict[str, Any] = untyped.inputs
        inputs = {key: narrowed(value) for key, value in given.items() if value is not None}
        if args.typ == f"pulumi:providers:{self.vendor.name}":
            self.configuration = inputs
        token = unversioned(args.typ)
        if not token.startswith(f"{self.vendor.name}:"):
            return f"{args.name}-id", answered(args.typ, args.name, inputs)
        self.create(token, args.name, inputs)
        return self.existing.standing[-1].id, dict(self.existing.standing[-1].outputs)

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Answers a function."""
        untyped: Any = args
        arguments: dict[str, Any] = untyped.args
        return dict(self.vendor.invoke(unversioned(args.token), arguments, self.configuration, self.existing)), []

    def create(self, token: str, name: str, given: dict[str, Any]) -> str:
        """Creates one of the vendor's own, noting what it would have refused; its id."""
        vendor, known = self.vendor, self.existing
        inputs = vendor.normalised(token, self._named(token, name, given), self.configuration)
        found = vendor.failures(token, inputs, known)
        self.refused += [f"{token} {name}: {failure.property} {failure.reason}" for failure in found]
        fresh = sha256(f"{token} {name}".encode()).hexdigest()[:32]
        identity = vendor.identity(token, inputs, self.configuration, fresh)
        outputs = {**inputs, **vendor.outputs(token, identity, inputs, self.configuration, known)}
        urn = f"urn:pulumi:pretended::test::{token}::{name}"
        known.standing.append(Standing(token=token, id=identity, urn=urn, name=name, inputs=inputs, outputs=outputs))
        return identity

    def _named(self, token: str, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
        rule = self.vendor.auto_name(token)
        if rule is None or inputs.get(rule.property):
            return inputs
        return {**inputs, rule.property: chosen(rule, name, name.encode())}


def narrowed(value: Any) -> Any:
    """The value with whole numbers whole: the engine sends every number as a float."""
    return mapped(value, lambda leaf: int(leaf) if isinstance(leaf, float) and leaf.is_integer() else leaf)


def unversioned(token: str) -> str:
    """`azure-native:network/v20240501:Subnet` → `azure-native:network:Subnet`."""
    package, module, kind = token.split(":")
    return f"{package}:{_API_VERSION.sub('', module)}:{kind}"


def unknown_one_by_one(inputs: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The inputs as a preview may see them: each of them unknown in turn."""
    for key in inputs:
        yield {**inputs, key: UNKNOWN}
