"""Plans several stacks at once, each in a process of its own: loading an SDK takes longer than planning with it."""

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

from components.errors import NotFoundError, TransshipError, nearest
from stacks.settings import ROOT
from transship.plan import stack as stacks

SHARED = ["transship.plan.stack", "providers.incluster.deployment", "providers.incluster.monitoring.build"]
"""What every target loads: the program, and what serves and watches models in any cluster."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one stack: its plan as text, or what was wrong."""

    name: str
    text: str = ""
    problem: str = ""


def plan_stacks(names: Sequence[str], *, as_json: bool, width: int, root: Path = ROOT) -> Iterator[Outcome]:
    """Plans the stacks side by side, and gives their outcomes in the order of their names.

    Args:
        names: of the stacks.
        as_json: whether the text is JSON rather than for people.
        width: of the terminal, in columns.
        root: the folder of the Pulumi project.
    """
    workers = min(len(names), os.cpu_count() or 1)
    # Nothing that an SDK loads is garbage, and looking for some while it loads takes a quarter of the time; the
    # processes end with the plans.
    with ProcessPoolExecutor(workers, mp_context=_context(), initializer=gc.disable) as pool:
        futures = [pool.submit(_planned, name, as_json, width, root) for name in names]
        for future in futures:
            yield future.result()


def stacks_of(environment: str, root: Path = ROOT) -> list[str]:
    """The stacks of an environment, one for each target that has one.

    Raises:
        NotFoundError: there is none.
    """
    found = stacks.stack_names(root)
    if names := [name for name in found if name.partition("-")[2] == environment]:
        return names
    environments = sorted({name.partition("-")[2] for name in found})
    hint = nearest(environment, environments)
    raise NotFoundError.because(f"stacks of {environment}", "there is none", hint=hint)


def _context() -> ForkServerContext:
    """Processes that begin with what every plan needs, loaded once; forked before anything has started a thread."""
    context = get_context("forkserver")
    context.set_forkserver_preload(SHARED)
    return context


def _planned(name: str, as_json: bool, width: int, root: Path) -> Outcome:
    try:
        plan = stacks.plan_stack(name, root)
    except TransshipError as error:
        return Outcome(name, problem=str(error))
    return Outcome(name, stacks.as_json(plan) if as_json else _drawn(plan, width))


def _drawn(plan: stacks.Plan, width: int) -> str:
    from rich.console import Console  # noqa: PLC0415 - JSON needs none of it

    from transship.plan import tree  # noqa: PLC0415

    console = Console(width=width, force_terminal=os.isatty(1))
    with console.capture() as captured:
        console.print(tree.rendered(plan))
    return captured.get()
