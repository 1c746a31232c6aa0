"""Dashboards: they draw recorded series only, every series is drawn somewhere, and the same in is the same out."""

import json
import re
from collections.abc import Iterator
from typing import cast

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from providers.incluster.monitoring.dashboards import dashboards
from providers.incluster.monitoring.panels import chosen
from providers.incluster.monitoring.vocabulary import Series
from tests.unit.incluster_monitoring.promql_trees import metrics
from tests.unit.incluster_monitoring.watched import recorded

Board = dict[str, object]
NOT_DRAWN = {Series.REQUESTS_1M, Series.POOL_NODE, Series.POOL_REQUESTED}
"""What only autoscalers and other rules read."""


def boards(*, accelerators: bool = True, priced: bool = True) -> list[Board]:
    texts = dashboards("prod", accelerators=accelerators, priced=priced)
    return [cast("Board", json.loads(text)) for text in texts.values()]


def panels(board: Board) -> list[Board]:
    return cast("list[Board]", board["panels"])


def expressions(board: Board) -> Iterator[str]:
    for panel in panels(board):
        for target in cast("list[Board]", panel.get("targets") or []):
            yield cast("str", target["expr"])


def variables(board: Board) -> dict[str, Board]:
    templating = cast("Board", board["templating"])
    return {cast("str", each["name"]): each for each in cast("list[Board]", templating["list"])}


def test_dashboards_read_recorded_names_only_and_draw_all_of_them() -> None:
    read = [metrics(expression) for board in boards() for expression in expressions(board)]
    assert set[str]().union(*read) == {series.value for series in Series} - {series.value for series in NOT_DRAWN}


def test_choices_list_labels_of_recorded_series() -> None:
    for board in boards():
        for name, variable in variables(board).items():
            if name == "datasource":
                continue
            found = re.fullmatch(r"label_values\((?P<series>.+), (?P<label>\w+)\)", cast("str", variable["query"]))
            assert found, variable
            assert found["label"] == name
            assert metrics(found["series"]) <= {series.value for series in Series}


def test_every_chosen_label_is_a_choice_of_its_board() -> None:
    for board in boards():
        used = {name for expression in expressions(board) for name in re.findall(r"\$(\w+)", expression)}
        assert used == set(variables(board)) - {"datasource"}


def test_panels_have_numbers_of_their_own_and_do_not_overlap() -> None:
    for board in boards():
        numbers = [panel["id"] for panel in panels(board)]
        assert numbers == list(range(1, len(numbers) + 1))
        taken: set[tuple[int, int]] = set()
        for panel in panels(board):
            at = cast("dict[str, int]", panel["gridPos"])
            cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
            assert at["x"] + at["w"] <= 24, panel["title"]
            assert not cells & taken, panel["title"]
            taken |= cells


def test_every_panel_says_what_it_shows_from_the_chosen_source() -> None:
    for board in boards():
        for panel in panels(board):
            if panel["type"] == "row":
                continue
            assert panel["description"], panel["title"]
            assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
            assert cast("Board", cast("Board", panel["fieldConfig"])["defaults"])["unit"]


@pytest.mark.parametrize(("accelerators", "priced"), [(False, False), (True, False), (False, True)])
def test_what_is_not_measured_is_not_drawn(accelerators: bool, priced: bool) -> None:
    read = {
        name
        for board in boards(accelerators=accelerators, priced=priced)
        for expression in expressions(board)
        for name in metrics(expression)
    }
    assert (Series.ACCELERATORS_USED.value in read) is accelerators
    assert (Series.COST_HOURLY.value in read) is priced


def test_the_same_environment_gives_the_same_text() -> None:
    assert dashboards("prod", accelerators=True, priced=True) == dashboards("prod", accelerators=True, priced=True)


def test_grafanas_own_model_reads_every_dashboard_and_writes_it_the_same() -> None:
    register_default_plugins()
    for text in dashboards("prod", accelerators=True, priced=True).values():
        read = Dashboard.from_json(json.loads(text))
        assert json.dumps(read, cls=JSONEncoder, sort_keys=True, indent=2) == text


def test_uids_are_as_short_as_grafana_wants_them() -> None:
    assert all(len(uid) <= 40 for uid in dashboards("e" * 60, accelerators=True, priced=True))


def test_they_are_delivered_where_grafanas_sidecar_looks() -> None:
    (models,) = [each for each in recorded().of("kubernetes:core/v1:ConfigMap") if each.name.endswith("-models")]
    assert models.inputs["metadata"]["labels"]["grafana_dashboard"] == "1"
    ((name, text),) = models.inputs["data"].items()
    assert name == "transship-prod-models.json"
    assert json.loads(text)["uid"] == "transship-prod-models"


def test_a_choice_narrows_by_the_drop_down_of_its_name() -> None:
    narrowed = chosen(Series.REQUESTS.of(environment="prod"), "model")
    assert str(narrowed) == 'transship:requests:rate5m{environment="prod",model=~"$model"}'
