"""How `transship rehearse` shows what it saw."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from lab.clouds.rehearsal.report import Phase, Report

_LONGEST = 5
_MINUTE = 60


def rendered(reports: Sequence[Report]) -> RenderableType:
    """All reports, one below the other."""
    return Group(*(part for report in reports for part in _report(report)))


def _report(report: Report) -> Iterator[RenderableType]:
    table = Table("phase", "here", "meant to", "the engine", "", box=None, title=report.stack, title_justify="left")
    for phase in report.phases:
        table.add_row(
            phase.name, f"{phase.seconds:.1f} s", escape(phase.expected), _counts(phase), escape(phase.problem) or "ok"
        )
    yield table
    for phase in report.phases:
        for refusal in dict.fromkeys(phase.refusals):
            yield f"  refused on the way ({phase.name}): {escape(refusal)}"
    for failure in dict.fromkeys(report.failures):
        yield f"  [red]would have failed[/red]: {escape(failure)}"
    if report.created:
        yield f"  created: {len(report.created)} in the cloud, first {escape(report.created[0].name)}"
    if report.critical_path:
        yield f"  in the real cloud about {report.real_seconds / _MINUTE:.0f} min, one after the other:"
        for each in sorted(report.critical_path, key=lambda each: -each.real_seconds)[:_LONGEST]:
            yield f"    {each.real_seconds / _MINUTE:5.1f} min  {escape(each.name)} ({escape(each.token)})"
    yield f"  left behind: {escape(', '.join(report.left_behind)) or 'nothing'}"


def _counts(phase: Phase) -> str:
    return ", ".join(f"{count} {operation}" for operation, count in sorted(phase.counts.items())) or "nothing"
