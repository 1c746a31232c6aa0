"""Runs a Pulumi program in process and writes down what it would register: no engine, no account, no network.

Pulumi's own mocks answer the program; this module keeps what they would throw away (parents, providers, options, stack
outputs) and hides secrets at the door, so that nothing downstream can leak one. It is the one place that touches the
SDK's run-time internals, which carry no types: hence the lower type-checking level.
"""

# pyright: basic

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc, settings
from pulumi.runtime.proto import resource_pb2

from transship.plan.placeholders import answered

SECRET = "[secret]"  # noqa: S105 - what is shown instead of one
Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One resource as the program registered it.

    Attributes:
        type: the type token, for example `kubernetes:apps/v1:Deployment`.
        parent: URN of the parent; empty for a child of the stack.
        custom: whether a provider owns it; a component is not custom.
        provider: `<urn>::<id>` of the explicit provider; empty when the program left the choice to the process.
        inputs: what was declared, secrets hidden, absent stays absent.
        ignored: input paths whose later changes are left to somebody else.
    """

    urn: str
    type: str
    name: str
    parent: str
    custom: bool
    provider: str
    inputs: Inputs
    dependencies: frozenset[str] = frozenset()
    ignored: tuple[str, ...] = ()
    protect: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything a program registered, sorted by URN, and what it exported, secrets hidden."""

    resources: tuple[Recorded, ...]
    outputs: Inputs = field(default_factory=dict[str, Any])

    def of(self, type_: str) -> tuple[Recorded, ...]:
        """The resources of one type."""
        return tuple(resource for resource in self.resources if resource.type == type_)

    def one(self, type_: str, name: str) -> Recorded:
        """The resource of that type and name.

        Raises:
            LookupError: there is none; the message lists the names of that type.
        """
        for resource in self.of(type_):
            if resource.name == name:
                return resource
        names = ", ".join(resource.name for resource in self.of(type_)) or "none"
        message = f"no {type_} is called {name}; there are: {names}"
        raise LookupError(message)

    def children(self, parent: str) -> tuple[Recorded, ...]:
        """The direct children of a URN; of the stack for an empty one."""
        return tuple(resource for resource in self.resources if resource.parent == parent)


class Answers(mocks.Mocks):
    """What stands in for the clouds: resources get an id, outputs are inputs or placeholders, calls return nothing."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """A name for an id, what was declared, and a placeholder for each output beside it."""
        return f"{args.name}-id", answered(args.typ, args.name, args.inputs)

    def call(self, args: mocks.MockCallArgs) -> dict[str, Any]:
        """What was asked, for what is not known."""
        return dict(args.args)


class _Monitor(mocks.MockMonitor):
    """Pulumi's mock monitor, keeping each registration with its options."""

    def __init__(self, answers: mocks.Mocks) -> None:
        super().__init__(answers)
        self.recorded: list[Recorded] = []
        self.root = ""

    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> resource_pb2.RegisterResourceResponse:  # noqa: N802 - the RPC's name
        response = super().RegisterResource(request)
        if request.type == "pulumi:pulumi:Stack":
            self.root = response.urn
            return response
        properties = rpc.deserialize_properties(request.object, keep_unknowns=True)
        self.recorded.append(
            Recorded(
                urn=response.urn,
                type=request.type,
                name=request.name,
                parent="" if request.parent == self.root else request.parent,
                custom=request.custom,
                provider=request.provider,
                inputs=_shown(properties),
                dependencies=frozenset(request.dependencies),
                ignored=tuple(request.ignoreChanges),
                protect=request.protect,
            )
        )
        return response


def _shown(value: Any) -> Any:
    """The value with each secret replaced by `SECRET`, whole numbers as integers (the wire knows floats only)."""
    match value:
        case dict() if rpc.is_rpc_secret(value):
            return SECRET
        case dict():
            return {str(key): _shown(item) for key, item in sorted(value.items())}
        case list() | tuple():
            return [_shown(item) for item in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


async def _resolved(value: object) -> Any:
    """An exported value with outputs awaited and secrets hidden."""
    match value:
        case pulumi.Output():
            if await value.is_secret():
                return SECRET
            return await _resolved(await value.future())
        case dict():
            return {str(key): await _resolved(item) for key, item in sorted(value.items())}
        case list() | tuple():
            return [await _resolved(item) for item in value]
        case float() | int() | str() | bool() | None:
            return _shown(value)
        case _:
            message = f"stack output of type {type(value).__name__} is not plain data"
            raise TypeError(message)


def record(
    program: Callable[[], None],
    *,
    project: str = "transship",
    stack_name: str = "test",
    answers: mocks.Mocks | None = None,
) -> Recording:
    """Runs the program to its end, `apply` callbacks included, and returns what it registered.

    Args:
        program: what declares the resources.
        project: the name of the Pulumi project.
        stack_name: the name of the stack.
        answers: what stands in for the clouds; `Answers` when there is none.

    Raises:
        Exception: whatever the program raises.
    """
    monitor = _Monitor(answers or Answers())
    settings.set_root_resource(None)  # pyright: ignore[reportArgumentType] - or this run would add to the last one's stack
    mocks.set_mocks(monitor.mocks, project=project, stack=stack_name, preview=False, monitor=monitor)
    outputs: dict[str, Any] = {}

    async def run() -> None:
        program()
        exported = getattr(settings.get_root_resource(), "outputs", {})
        outputs.update(await _resolved(exported))

    pulumi.runtime.test(run)()
    return Recording(tuple(sorted(monitor.recorded, key=lambda resource: resource.urn)), outputs)
