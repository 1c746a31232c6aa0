"""What makes a kept part another part: every input of its build, and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lab.engine import cache
from lab.engine.obtaining import obtain_parts
from lab.engine.part import Build, Program
from tests.unit.lab_engine.rig import FakeGo, FakeWeb, widget


def _write(name: str) -> Callable[[], Program]:
    def change() -> Program:
        (cache.RECIPES / "widgets" / name).write_text("changed\n")
        return widget()

    return change


def _rebuild(build: Build) -> Callable[[], Program]:
    return lambda: replace(widget(), build=build)


_BUILD = widget().build


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_write("go.sum"), "another dependency"),
        (_write("go.mod"), "another requirement"),
        (_write("main.go"), "another source"),
        (_rebuild(replace(_BUILD, tags=("netgo",))), "another build tag"),
        (_rebuild(replace(_BUILD, stamps=(("main.Version", "v9"),))), "another stamp"),
        (_rebuild(replace(_BUILD, package="example.com/widgets/cmd/widget/v2")), "another package"),
    ],
)
def test_a_changed_input_asks_for_a_new_build(
    go: FakeGo, web: FakeWeb, change: Callable[[], Program], reason: str
) -> None:
    obtain_parts([widget()], web.fetcher())
    assert cache.kept(change()) is None, reason


def test_the_estimate_is_no_input(go: FakeGo, web: FakeWeb) -> None:
    obtain_parts([widget()], web.fetcher())
    assert cache.kept(_rebuild(replace(_BUILD, seconds=99))())


def test_a_part_that_changed_back_is_found_again(go: FakeGo, web: FakeWeb) -> None:
    obtain_parts([widget()], web.fetcher())
    changed = _rebuild(replace(_BUILD, tags=("netgo",)))()
    obtain_parts([changed], web.fetcher())
    assert cache.kept(widget())
    assert len(go.calls) == 2
