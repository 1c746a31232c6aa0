"""A plan as people read it: components, their resources, the target's remarks, the outputs."""

from collections.abc import Iterator
from typing import cast

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from transship.plan import machines
from transship.plan.recorder import Recorded, Recording
from transship.plan.stack import Plan

ORDER = ("ModelRegistry", "ServingCluster", "ComputePool", "Monitoring", "ModelDeployment")
SHOWN_APART = ("pools", "remarks")
"""The outputs that the plan shows under headings of their own."""


def rendered(plan: Plan) -> RenderableType:
    """The whole plan."""
    return Group(*_parts(plan))


def _parts(plan: Plan) -> Iterator[RenderableType]:
    recording = plan.recording
    tree = Tree(Text.assemble((plan.name, "bold"), f"  {_counted(recording)}"))
    for resource in sorted(recording.children(""), key=_place):
        _grow(tree, resource, recording)
    yield tree
    if plan.admitted.remarks:
        yield Text("\nWhat the target says", style="bold")
        yield from (Text(f"  • {remark}") for remark in plan.admitted.remarks)
    yield Text("\nMachines", style="bold")
    yield machines.table(plan.stack.settings.environment.pools, plan.machines)
    yield Text("\nOutputs", style="bold")
    yield _outputs(recording)


def _counted(recording: Recording) -> str:
    native = sum(resource.custom for resource in recording.resources)
    return f"{len(recording.resources) - native} components, {native} resources"


def _place(resource: Recorded) -> tuple[int, str]:
    """Where a part of the stack stands: providers, then components in the order in which they are built."""
    kind = _kind(resource)
    return (ORDER.index(kind) if kind in ORDER else -1, resource.name)


def _kind(resource: Recorded) -> str:
    return resource.type.rsplit(":", 1)[-1]


def _grow(tree: Tree, resource: Recorded, recording: Recording) -> None:
    branch = tree.add(
        Text.assemble((resource.name, "" if resource.custom else "cyan"), (f"  {_kind(resource)}", "dim"))
    )
    for child in recording.children(resource.urn):
        _grow(branch, child, recording)


def _outputs(recording: Recording) -> Table:
    table = Table.grid(padding=(0, 2))
    for key, output in recording.outputs.items():
        for path, value in _leaves(key, output) if key not in SHOWN_APART else ():
            table.add_row(f"  {path}", Text(str(value)))
    return table


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    match value:
        case dict() if value:
            for key, item in cast("dict[str, object]", value).items():
                yield from _leaves(f"{path}.{key}", item)
        case list() if value:
            for index, item in enumerate(cast("list[object]", value)):
                yield from _leaves(f"{path}[{index}]", item)
        case None | "":
            return
        case _:
            yield path, value
