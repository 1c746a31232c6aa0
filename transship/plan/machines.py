"""The machines of a planned stack: what was chosen for each pool, at what price, and what was passed over."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from rich.table import Table
from rich.text import Text

from components.contract import MachineChoice
from components.errors import UnsupportedError
from components.specs import PoolSpec
from stacks.settings import Stack
from transship.plan.recorder import Recording

UNKNOWN = "unknown"


def choices(stack: Stack, recording: Recording) -> dict[str, MachineChoice]:
    """The target's choice for each pool; a pool whose machine the owner names has no choice behind it."""
    return {
        pool.name: choice if choice and choice.machine == machine else MachineChoice(machine=machine)
        for pool, machine in zip(stack.settings.environment.pools, _machines(recording), strict=True)
        for choice in [_choice(stack, pool)]
    }


def table(pools: tuple[PoolSpec, ...], chosen: Mapping[str, MachineChoice]) -> Table:
    """A row for each pool, and below it what was passed over."""
    drawn = Table.grid(padding=(0, 2))
    for pool in pools:
        choice = chosen[pool.name]
        nodes = f"{pool.nodes.min} to {pool.nodes.max} nodes"
        drawn.add_row(f"  {pool.name}", Text(choice.machine, style="cyan"), price(choice.usd_per_hour), nodes)
        for other in choice.passed_over:
            drawn.add_row("", Text(other.machine, style="dim"), price(other.usd_per_hour), Text(other.reason, "dim"))
    return drawn


def as_data(chosen: Mapping[str, MachineChoice]) -> dict[str, object]:
    """The choices as plain data; amounts of money are decimal strings."""
    return {
        pool: {
            "machine": choice.machine,
            "usd_per_hour": _amount(choice.usd_per_hour),
            "passed_over": [
                {"machine": other.machine, "usd_per_hour": _amount(other.usd_per_hour), "reason": other.reason}
                for other in choice.passed_over
            ],
        }
        for pool, choice in chosen.items()
    }


def price(usd_per_hour: Decimal | None) -> str:
    """A price an hour, as people read it."""
    return f"{usd_per_hour:.4f} USD/h" if usd_per_hour is not None else UNKNOWN


def _choice(stack: Stack, pool: PoolSpec) -> MachineChoice | None:
    settings = stack.settings
    try:
        return stack.target.choose_machine(pool.requires, pool.capacity, settings.region, settings.options)
    except UnsupportedError:  # the owner named a machine that nobody would have chosen
        return None


def _machines(recording: Recording) -> list[str]:
    pools = cast("list[Mapping[str, str]]", recording.outputs["pools"])
    return [pool["machine"] for pool in pools]


def _amount(usd_per_hour: Decimal | None) -> str | None:
    return str(usd_per_hour) if usd_per_hour is not None else None
