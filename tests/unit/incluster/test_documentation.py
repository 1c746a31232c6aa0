"""The page on serving says what the code does."""

from pathlib import Path

import pytest

from components.specs import RuntimeKind
from providers.incluster.charts import Chart
from providers.incluster.runtimes import plan_runtime
from tests.rigs.environments import model, variant
from tests.rigs.serving import RUNTIMES
from tests.unit.incluster.test_addons import CHARTS

PAGE = (Path(__file__).parents[3] / "docs" / "serving.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.release)
def test_charts_and_versions_are_those_that_are_installed(chart: Chart) -> None:
    assert [row for row in ROWS if f"`{chart.name}` | {chart.version} |" in row]


@pytest.mark.parametrize("kind", [kind for kind in RuntimeKind if kind is not RuntimeKind.CUSTOM])
def test_ports_are_those_that_runtimes_listen_on(kind: RuntimeKind) -> None:
    server = plan_runtime(model(), variant(runtime=RUNTIMES[kind]))
    (row,) = [row for row in ROWS if row.startswith(f"| `{kind}`")]
    assert f"| {server.http_port} | {server.metrics_port} |" in row
