"""Panels and pages: how every dashboard looks, in one place. Pure.

A page is the same text for the same arguments: panels are numbered in order, keys are sorted, and nothing holds a time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders import common, prometheus, stat, timeseries
from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common as options
from grafana_foundation_sdk.models import dashboard

from providers.incluster.monitoring.promql import Selector

DATASOURCE = dashboard.DataSourceRef(type_val="prometheus", uid="${datasource}")
"""The Prometheus that the viewer picks: no dashboard is bound to one Grafana's data source names."""

TAG = "transship"
"""What all dashboards can be found by."""

_HEIGHT = 8
_FIGURE_HEIGHT = 4
_PAGE_WIDTH = 24

AnyPanel = Builder[dashboard.Panel]


@dataclass(frozen=True, slots=True)
class Line:
    """One query of a panel and what its series are called, for example `{{model}}`."""

    expression: str
    legend: str


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under one heading, of equal width."""

    title: str
    panels: Sequence[AnyPanel]


def graph(title: str, description: str, unit: str, line: Line) -> timeseries.Panel:
    """A panel of one query's series over time, in a unit of `grafana_foundation_sdk.models.units`."""
    legend = (
        common.VizLegendOptions()
        .display_mode(options.LegendDisplayMode.TABLE)
        .placement(options.LegendPlacement.BOTTOM)
    )
    return (
        timeseries.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .unit(unit)
        .min(0)
        .height(_HEIGHT)
        .fill_opacity(8)
        .legend(legend.show_legend(show_legend=True).calcs(["lastNotNull", "max"]))
        .tooltip(common.VizTooltipOptions().mode(options.TooltipDisplayMode.MULTI))
        .targets([_query(line)])
    )


def figure(title: str, description: str, unit: str, expression: str) -> stat.Panel:
    """A panel of one number: the latest value."""
    return (
        stat.Panel()
        .title(title)
        .description(description)
        .datasource(DATASOURCE)
        .unit(unit)
        .height(_FIGURE_HEIGHT)
        .no_value("no data")
        .graph_mode(options.BigValueGraphMode.AREA)
        .color_mode(options.BigValueColorMode.NONE)
        .reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
        .targets([_query(Line(expression, ""))])
    )


def choice(name: str, label: str, query: str) -> build.QueryVariable:
    """A drop-down of label values, several at a time, all of them at first."""
    return (
        build.QueryVariable(name)
        .label(label)
        .datasource(DATASOURCE)
        .query(query)
        .refresh(dashboard.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(dashboard.VariableSort.ALPHABETICAL_ASC)
        .multi(multi=True)
        .include_all(include_all=True)
        .current(dashboard.VariableOption(selected=True, text=["All"], value=["$__all"]))
    )


def chosen(selector: Selector, *labels: str) -> Selector:
    """The selector, narrowed to what the viewer picked in the drop-downs of the same names."""
    for label in labels:
        selector = selector.matching(label, [f"${label}"])
    return selector


def page(uid: str, title: str, tags: list[str], choices: Sequence[build.QueryVariable], rows: Sequence[Row]) -> str:
    """A whole dashboard as JSON text; Grafana knows it by its uid, at most 40 characters."""
    board = (
        build.Dashboard(title)
        .uid(uid)
        .tags(tags)
        .readonly()
        .refresh("30s")
        .time("now-6h", "now")
        .timezone("browser")
        .tooltip(dashboard.DashboardCursorSync.CROSSHAIR)
        .with_variable(build.DatasourceVariable("datasource").label("Data source").type("prometheus"))
    )
    for variable in choices:
        board = board.with_variable(variable)
    number = 0
    for row in rows:
        number += 1
        board = board.with_row(build.Row(row.title).id(number))
        for panel in row.panels:
            number += 1
            board = board.with_panel(_placed(panel, number, _PAGE_WIDTH // len(row.panels)))
    return json.dumps(board.build(), cls=JSONEncoder, sort_keys=True, indent=2)


def _query(line: Line) -> prometheus.Dataquery:
    return prometheus.Dataquery().expr(line.expression).legend_format(line.legend).ref_id("A").range()


def _placed(panel: AnyPanel, number: int, width: int) -> AnyPanel:
    built = panel.build()
    built.id_val = number
    if built.grid_pos is not None:
        built.grid_pos.w = width
    return _Built(built)


class _Built(Builder[dashboard.Panel]):
    """A panel that is finished, for a dashboard that takes builders."""

    def __init__(self, panel: dashboard.Panel) -> None:
        self._panel = panel

    def build(self) -> dashboard.Panel:
        return self._panel
