"""The environment at a glance in Cloud Monitoring: the recorded series, as they also stand in Grafana. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from components.specs import Environment
from providers.incluster.monitoring.vocabulary import Series

_COLUMNS = 48
_WIDTH = 24
_HEIGHT = 16


@dataclass(frozen=True, slots=True)
class _Chart:
    """One graph.

    Attributes:
        legend: what each line is called, as a template over its labels.
    """

    title: str
    series: Series
    legend: str


_OF_MODEL = "${labels.metric.labels.model} ${labels.metric.labels.variant}"
_OF_POOL = "${labels.metric.labels.pool}"
_MODELS = (
    _Chart("Requests per second", Series.REQUESTS, _OF_MODEL),
    _Chart("Errors per request", Series.ERROR_RATIO, _OF_MODEL),
    _Chart("Seconds, 95 of 100 requests", Series.LATENCY_P95, _OF_MODEL),
    _Chart("Replicas missing", Series.REPLICAS_UNAVAILABLE, _OF_MODEL),
)
_POOLS = (
    _Chart("Nodes", Series.NODES, _OF_POOL),
    _Chart("CPU used", Series.CPU_USED, _OF_POOL),
    _Chart("Memory used", Series.MEMORY_USED, _OF_POOL),
    _Chart("US dollars an hour", Series.COST_HOURLY, _OF_POOL),
)
_ACCELERATORS = (_Chart("Accelerators used", Series.ACCELERATORS_USED, _OF_POOL),)


def dashboard(environment_name: str, environment: Environment, *, accelerators: bool) -> str:
    """The dashboard as JSON text.

    Source: https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards, 2026-11-21.

    Args:
        environment_name: whose series are drawn.
        environment: models are drawn where there are some.
        accelerators: whether a pool has devices whose use is measured.
    """
    charts = [*(_MODELS if environment.models else ()), *_POOLS, *(_ACCELERATORS if accelerators else ())]
    layout = {"columns": _COLUMNS, "tiles": list(_tiles(charts, environment_name))}
    return json.dumps({"displayName": f"Transship: {environment_name}", "mosaicLayout": layout}, sort_keys=True)


def _tiles(charts: list[_Chart], environment_name: str) -> Iterator[dict[str, object]]:
    """Charts side by side, two a row; a position of 0 is left out, as the API itself leaves it out."""
    for index, chart in enumerate(charts):
        row, column = divmod(index, _COLUMNS // _WIDTH)
        place = {"xPos": column * _WIDTH, "yPos": row * _HEIGHT}
        yield {
            "width": _WIDTH,
            "height": _HEIGHT,
            **{key: value for key, value in place.items() if value},
            "widget": _widget(chart, environment_name),
        }


def _widget(chart: _Chart, environment_name: str) -> dict[str, object]:
    line = {
        "plotType": "LINE",
        "legendTemplate": chart.legend,
        "timeSeriesQuery": {"prometheusQuery": str(chart.series.of(environment=environment_name))},
    }
    return {"title": chart.title, "xyChart": {"dataSets": [line]}}
