"""What was built once is never built again, and nothing half built is ever used."""

import multiprocessing
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from components.errors import NotFoundError, OperationError
from lab.engine import cache as engine_cache
from lab.images import IMAGES, build
from lab.images.build import build_image
from tests.unit.lab_images.rig import FakeLayer, definition, names_in

_PATIENCE_SECONDS = 20


def _quiet(_: str) -> None: ...


def test_a_second_build_does_nothing() -> None:
    layer = FakeLayer({"file": "1"})
    told: list[str] = []
    first = build_image(definition(layer), told.append)
    written = first.archive.stat().st_ino
    assert told
    told.clear()
    assert build_image(definition(layer), told.append) == first
    assert (layer.fills, first.archive.stat().st_ino, told) == (1, written, [])


def test_images_share_a_layer_that_is_built_once() -> None:
    base, one, other = FakeLayer({"base": "1"}), FakeLayer({"one": "1"}), FakeLayer({"other": "1"})
    build_image(definition(base, one, name="one"), _quiet)
    build_image(definition(base, other, name="other"), _quiet)
    assert (base.fills, one.fills, other.fills) == (1, 1, 1)


def test_a_layer_is_given_those_below_it() -> None:
    base, middle, top = FakeLayer({"base": "1"}), FakeLayer({"middle": "1"}), FakeLayer({"top": "1"})
    build_image(definition(base, middle, top), _quiet)
    assert [names_in(tar) for tar in top.below[0]] == [["base"], ["middle"]]
    assert [names_in(tar) for tar in middle.below[0]] == [["base"]]
    assert base.below == [[]]


def test_a_change_below_rebuilds_what_lies_above() -> None:
    top = FakeLayer({"top": "1"})
    before = build_image(definition(FakeLayer({"base": "1"}), top), _quiet)
    after = build_image(definition(FakeLayer({"base": "2"}), top), _quiet)
    assert top.fills == 2
    assert before.digest != after.digest


def test_the_same_inputs_give_the_same_digest_in_another_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layers = FakeLayer({"a/b": "1", "c": "2"}), FakeLayer({"d": "3"})
    here = build_image(definition(*layers), _quiet)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    there = build_image(definition(*layers), _quiet)
    assert here.archive != there.archive
    assert here.archive.read_bytes() == there.archive.read_bytes()


def test_what_nobody_asked_for_in_a_week_goes_when_something_new_comes(cache: Path) -> None:
    base, old, new = FakeLayer({"base": "1"}), FakeLayer({"top": "1"}), FakeLayer({"top": "2"})
    build_image(definition(base, old), _quiet)
    for path in cache.rglob("*.tar"):
        os.utime(path, (0, 0))
    image = build_image(definition(base, new), _quiet)
    assert list((cache / "archives").iterdir()) == [image.archive]
    assert sorted(names_in(tar) for tar in (cache / "layers").iterdir()) == [["base"], ["top"]]
    assert base.fills == 1


class _RefusingLayer(FakeLayer):
    """Fails half-way, as long as it is told to."""

    refuses = True

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        FakeLayer.fill(self, root, below)
        if self.refuses:
            raise OperationError.because("filling", "the registry is down")


def test_a_failed_layer_leaves_the_finished_ones_and_nothing_else(cache: Path) -> None:
    base, top = FakeLayer({"base": "1"}), _RefusingLayer({"top": "1"})
    with pytest.raises(OperationError, match="the registry is down"):
        build_image(definition(base, top), _quiet)
    assert [names_in(tar) for tar in cache.rglob("*.tar")] == [["base"]]
    top.refuses = False
    assert build_image(definition(base, top), _quiet).archive.exists()
    assert base.fills == 1


class _SlowLayer(FakeLayer):
    """Leaves a mark in the folder named by its title, and takes its time."""

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        FakeLayer.fill(self, root, below)
        with (Path(self.title) / "marks").open("a") as marks:
            marks.write("filled\n")
        time.sleep(0.5)


def _build_slowly(folder: str) -> None:
    build_image(definition(_SlowLayer({"file": "1"}, folder)), _quiet)


def _builder(folder: Path) -> BaseProcess:
    builder = multiprocessing.get_context("spawn").Process(target=_build_slowly, args=[str(folder)])
    builder.start()
    return builder


def test_a_killed_build_leaves_nothing_to_be_used_and_is_done_again(tmp_path: Path, cache: Path) -> None:
    builder = _builder(tmp_path)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not (tmp_path / "marks").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    builder.kill()
    builder.join()
    leftovers = engine_cache.root() / "partial" / "images"
    assert leftovers.exists()
    assert list(cache.rglob("*.tar")) == []

    _build_slowly(str(tmp_path))
    assert len(list((cache / "archives").iterdir())) == 1
    assert not leftovers.exists()


def test_two_at_once_build_once_and_both_get_the_image(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_build_slowly, [str(tmp_path)] * 2))
    assert (tmp_path / "marks").read_text() == "filled\n"


def test_an_unknown_image_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match=r'"mlsever" is not known\n.*hint: mlserver'):
        build("mlsever")
    assert list(IMAGES) == sorted(IMAGES)
