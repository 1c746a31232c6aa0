"""Asks the account behind a stack whether its pools could grow to their most: by credentials, and never in a plan."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from components import targets
from components.quotas import Finding
from stacks.admission import admit_stack
from stacks.settings import ROOT, read_stack
from transship.plan.stack import read_stack_file, stack_names


def stacks_on(target: str, environment: str = "", root: Path = ROOT) -> list[str]:
    """The stacks of a target, or the one of an environment on it; whether it exists is found out when it is read."""
    if environment:
        return [f"{target}-{environment}"]
    return [name for name in stack_names(root) if name.partition("-")[0] == target]


def ask_account(name: str, root: Path = ROOT) -> Sequence[Finding]:
    """Every quota that the stack's pools take of, beside what its account may have.

    Raises:
        NotFoundError: there is no such stack or environment.
        InvalidInputError: with every problem of both.
        UnsupportedError: the target cannot hold the environment.
        MissingExtraError: what asks the account is not installed.
        OperationError: the account cannot be asked.
    """
    stack, _ = admit_stack(read_stack(read_stack_file(name, root), root))
    settings, target = stack.settings, stack.target
    machines = {
        pool.name: target.choose_machine(pool.requires, pool.capacity, settings.region, settings.options)
        for pool in settings.environment.pools
    }
    return targets.quota_check(target.name)(settings, machines)


def as_data(findings: Mapping[str, Sequence[Finding]]) -> dict[str, object]:
    """The findings of each stack as plain data; amounts are decimal strings, an unknown limit is null."""
    return {
        stack: [
            {
                "quota": finding.demand.quota,
                "unit": finding.demand.unit,
                "wanted": str(finding.demand.amount),
                "limit": None if finding.limit is None else str(finding.limit),
                "short": finding.short,
                "pools": list(finding.demand.pools),
            }
            for finding in found
        ]
        for stack, found in findings.items()
    }


def table(stack: str, findings: Sequence[Finding]) -> Table:
    """A row for each quota."""
    drawn = Table(
        title=stack,
        title_justify="left",
        title_style="bold",
        box=None,
        padding=(0, 2, 0, 0),
        show_header=bool(findings),
    )
    for heading in ("quota", "pools at their most", "the account may have", "asked for by", ""):
        drawn.add_column(heading, header_style="dim")
    for finding in findings:
        demand = finding.demand
        limit = "not told" if finding.limit is None else f"{finding.limit.normalize():f} {demand.unit}"
        drawn.add_row(
            demand.quota, f"{demand.amount.normalize():f} {demand.unit}", limit, ", ".join(demand.pools), _said(finding)
        )
    if not findings:
        drawn.add_row(Text("no quotas here", style="dim"))
    return drawn


def _said(finding: Finding) -> Text:
    if finding.limit is None:
        return Text("look it up in the console", style="yellow")
    if finding.short:
        return Text("too little: ask for more, or lower nodes.max", style="red")
    return Text("enough", style="green")
