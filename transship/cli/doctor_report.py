"""The doctor's findings as people read them: a table for each group, and what to do at the end."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from lab.engine import cache
from lab.engine.checkup import Check

_MARKS = {"ok": ("✓", "green"), "missing": ("✗", "red"), "mismatch": ("!", "yellow")}
_OPTIONAL = ("-", "dim")


def rendered(checks: Sequence[Check]) -> RenderableType:
    """All checks by group, in the order given, then what is missing for the demo."""
    groups = dict.fromkeys(check.group for check in checks)
    tables = [_table(group, [check for check in checks if check.group == group]) for group in groups]
    kept = Text(f"\nPaths without a leading / lie below {cache.root() / 'parts' / '<name>'}.", "dim")
    return Group(*tables, kept, _verdict(checks))


def _table(group: str, checks: Sequence[Check]) -> Table:
    table = Table(title=group, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for heading in ("", "name", "found", "origin"):
        table.add_column(heading, header_style="dim", no_wrap=True)
    table.add_column("where, or what to do", header_style="dim", overflow="fold")
    for check in checks:
        mark, style = _OPTIONAL if check.state == "missing" and not check.required else _MARKS[check.state]
        table.add_row(Text(mark, style), check.name, check.found, check.origin, Text(_advice(check)))
    return table


def _advice(check: Check) -> str:
    """What to do if there is anything to do, else where it lies, without the long name of the cache."""
    if check.remedy:
        return check.remedy if check.required else f"{check.remedy} (optional)"
    return check.where.removeprefix(f"{cache.root() / 'parts' / check.name}/")


def _verdict(checks: Sequence[Check]) -> Text:
    missing = [check.name for check in checks if check.fatal]
    if not missing:
        return Text("\nEverything that `make demo` needs is here.", "green")
    return Text(f"\nMissing for `make demo`: {', '.join(missing)}. `make engine` gets what it can.", "red")
