"""Which way a part comes, in which order they are tried, and what is said when none works."""

from dataclasses import replace
from pathlib import Path

import pytest

from components.errors import NotFoundError, OperationError
from lab.engine import cache, obtain
from lab.engine.obtaining import obtain_parts
from tests.unit.lab_engine.rig import CRDS, MODULE_URL, FakeGo, FakeWeb, install, module_archive, widget


def test_a_compatible_program_on_path_is_taken_and_nothing_is_built(programs: Path, go: FakeGo, web: FakeWeb) -> None:
    install(programs, "widget", "1.9.3")
    obtained = obtain_parts([widget()], web.fetcher())["widget"]
    assert (obtained.origin, obtained.version, obtained.path) == ("path", "1.9.3", programs / "widget")
    assert go.calls == []


@pytest.mark.parametrize(
    ("version", "reason"),
    [("1.1.9", "older than the range"), ("2.0.0", "the first that is not trusted"), ("unknown", "says no version")],
)
def test_an_incompatible_program_on_path_is_passed_over(
    programs: Path, go: FakeGo, web: FakeWeb, version: str, reason: str
) -> None:
    install(programs, "widget", version)
    assert obtain_parts([widget()], web.fetcher())["widget"].origin == "build", reason


def test_a_program_that_cannot_say_its_version_is_not_taken_from_path(programs: Path, go: FakeGo, web: FakeWeb) -> None:
    install(programs, "widget", "1.2.0")
    assert obtain_parts([replace(widget(), probe=None, accepts=None)], web.fetcher())["widget"].origin == "build"


def test_what_is_supplied_by_hand_goes_before_path_and_is_trusted(
    programs: Path, tmp_path: Path, web: FakeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand = tmp_path / "by-hand"
    by_hand.mkdir()
    monkeypatch.setenv("TRANSSHIP_ENGINE_DIR", str(by_hand))
    install(programs, "widget", "1.2.0")
    supplied = install(by_hand, "widget", "0.0.1")
    obtained = obtain_parts([widget()], web.fetcher())["widget"]
    assert (obtained.path, obtained.version, obtained.origin) == (supplied, "0.0.1", "path")


def test_a_build_is_static_reproducible_and_from_the_recipe(go: FakeGo, web: FakeWeb) -> None:
    obtained = obtain_parts([widget()], web.fetcher())["widget"]
    assert obtained.path.read_text() == "whole example.com/widgets/cmd/widget"
    assert (obtained.origin, obtained.version) == ("build", "1.2.0")
    [call] = go.calls
    assert call["folder"] == str(cache.RECIPES / "widgets")
    assert call["cgo"] == "0"
    assert call["arguments"][:3] == ["build", "-mod=readonly", "-buildvcs=false"]
    assert "-trimpath" in call["arguments"]


def test_a_part_is_built_once(go: FakeGo, web: FakeWeb) -> None:
    first = obtain_parts([widget()], web.fetcher())
    assert obtain_parts([widget()], web.fetcher()) == first
    assert len(go.calls) == 1


def test_programs_of_one_recipe_are_built_by_one_command(go: FakeGo, web: FakeWeb) -> None:
    obtained = obtain_parts([widget("left"), widget("right")], web.fetcher())
    assert {name: part.path.read_text() for name, part in obtained.items()} == {
        "left": "whole example.com/widgets/cmd/left",
        "right": "whole example.com/widgets/cmd/right",
    }
    assert len(go.calls) == 1


def test_only_what_is_missing_of_a_recipe_is_built(go: FakeGo, web: FakeWeb) -> None:
    obtain_parts([widget("left")], web.fetcher())
    obtain_parts([widget("left"), widget("right")], web.fetcher())
    assert [call["arguments"][-1] for call in go.calls] == [
        "example.com/widgets/cmd/left",
        "example.com/widgets/cmd/right",
    ]


def test_a_failure_says_every_way_the_last_lines_and_how_to_help_oneself(go: FakeGo, web: FakeWeb) -> None:
    go.behave("fail")
    with pytest.raises(OperationError) as refused:
        obtain_parts([widget()], web.fetcher())
    said = str(refused.value)
    assert "widget 1.2.0: could not be obtained" in said
    assert "not on PATH" in said
    assert "build: " in said
    assert "widget.go:7:2: undefined: gadget" in said
    assert f"full output: {cache.log_path('widgets')}" in said
    assert "hint: put widget on PATH, or into a folder that TRANSSHIP_ENGINE_DIR names" in said
    assert "undefined: gadget" in cache.log_path("widgets").read_text()


def test_a_failure_without_go_says_where_go_is_to_be_had(web: FakeWeb) -> None:
    with pytest.raises(OperationError, match=r"Go is not on PATH \(install Go .* https://go.dev/dl\)"):
        obtain_parts([widget()], web.fetcher())


def test_one_part_that_fails_does_not_keep_the_others_from_being_obtained(web: FakeWeb) -> None:
    web.pages[MODULE_URL] = module_archive()
    with pytest.raises(OperationError) as refused:
        obtain_parts([widget(), CRDS], web.fetcher())
    assert [problem.where for problem in refused.value.problems] == ["widget 1.2.0"]
    assert cache.kept(CRDS)


def test_a_name_that_is_no_part_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(NotFoundError, match="hint: etcd"):
        obtain(["etcdd"])
