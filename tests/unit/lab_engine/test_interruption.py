"""A build that is killed, or done by two processes at once, never leaves half a program to be used."""

import multiprocessing
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from pathlib import Path

from lab.engine import cache
from lab.engine.obtaining import obtain_parts
from tests.unit.lab_engine.rig import FakeGo, FakeWeb, widget

_PATIENCE_SECONDS = 20


def _obtain_widget(recipes: Path) -> None:
    cache.RECIPES = recipes
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    obtain_parts([widget()], FakeWeb().fetcher())


def _started(wait_for: Path) -> BaseProcess:
    """Another process that obtains the widget and has come to the middle of its build."""
    # Not forked: a process started afresh holds none of this one's locks and threads.
    builder = multiprocessing.get_context("spawn").Process(target=_obtain_widget, args=[cache.RECIPES])
    builder.start()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not wait_for.exists():
        assert time.monotonic() < deadline, f"{wait_for} did not appear"
        time.sleep(0.02)
    return builder


def test_a_killed_build_leaves_nothing_to_be_used_and_is_done_again(tmp_path: Path, go: FakeGo, web: FakeWeb) -> None:
    go.behave("hang")
    builder = _started(tmp_path / "go-hangs")
    assert (cache.root() / "partial" / "build-widgets" / "widget").read_text() == "half"
    builder.kill()
    builder.join()
    go.stop_hanging()
    assert cache.kept(widget()) is None

    go.behave("")
    obtained = obtain_parts([widget()], web.fetcher())["widget"]
    assert obtained.path.read_text() == "whole example.com/widgets/cmd/widget"
    assert not (cache.root() / "partial" / "build-widgets").exists()


def test_two_at_once_build_once_and_both_get_the_whole_program(go: FakeGo) -> None:
    go.behave("slow")
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(obtain_parts, [widget()], FakeWeb().fetcher()) for _ in range(2)]
    assert [found.result()["widget"].path.read_text() for found in both] == ["whole example.com/widgets/cmd/widget"] * 2
    assert len(go.calls) == 1


def test_who_is_told_to_stop_ends_its_build_first(tmp_path: Path, go: FakeGo) -> None:
    go.behave("hang")
    builder = _started(tmp_path / "go-hangs")
    builder.terminate()
    builder.join(_PATIENCE_SECONDS)
    assert builder.exitcode == 1
    assert not go.hangs
    assert not (cache.root() / "partial" / "build-widgets").exists()
