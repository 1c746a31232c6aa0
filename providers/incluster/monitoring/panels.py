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

DATASOURCE = dashboard.DataSourceRef(type_val="prometheus", uid="${datasource}")
"""The Prometheus that the viewer picks: no dashboard is bound to one Grafana's data source names."""

_HEIGHT = 8
_FIGURE_HEIGHT = 4
_PAGE_WIDTH = 24
_REFERENCES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

type_of_panel = Builder[dashboard.Panel]


@dataclass(frozen=True, slots=True)
class Line:
    """One query of a panel and what its series are called, for example `{{model}}`."""

    expression: str
    legend: str


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under one heading, of equal width."""

    title: str
    panels: Sequence[type_of_panel]


def graph(title: str, description: str, unit: str, *lines: Line, most: float | None = None) -> timeseries.Panel:
    """A panel of lines over time, in a unit of `grafana_foundation_sdk.models.units`.

    `most` is the upper end of the axis, for shares that cannot exceed it.
    """
    legend = (
        common.VizLegendOptions()
        .display_mode(options.LegendDisplayMode.TABLE)
        .placement(options.LegendPlacement.BOTTOM)
    )
    panel = (
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
        .targets([_query(line, _REFERENCES[index]) for index, line in enumerate(lines)])
    )
    return panel if most is None else panel.max(most)


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
        .targets([_query(Line(expression, ""), _REFERENCES[0])])
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


def _query(line: Line, reference: str) -> prometheus.Dataquery:
    return prometheus.Dataquery().expr(line.expression).legend_format(line.legend).ref_id(reference).range()


def _placed(panel: type_of_panel, number: int, width: int) -> type_of_panel:
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
