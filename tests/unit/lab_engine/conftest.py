"""A machine of its own for each test: an empty cache, an empty PATH, a `go` that pretends, a web that is a dict."""

import sys
from pathlib import Path

import pytest

from lab.engine import cache
from tests.unit.lab_engine.rig import FAKE_GO, FakeGo, FakeWeb


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH; empty."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cache, nothing supplied by hand, and one recipe of our own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("TRANSSHIP_ENGINE_DIR", raising=False)
    monkeypatch.setenv("GOPROXY", "https://modules.example.com")
    recipe = tmp_path / "recipes" / "widgets"
    recipe.mkdir(parents=True)
    (recipe / "go.mod").write_text("module example.com/recipe\n")
    (recipe / "go.sum").write_text("example.com/widgets v1.2.0 h1:S7m7JG0tJIu7rs7JrWq0lylirklceCjIHNdpv7E3Sm0=\n")
    monkeypatch.setattr(cache, "RECIPES", recipe.parent)


@pytest.fixture
def go(programs: Path, tmp_path: Path) -> FakeGo:
    """A `go` on PATH that writes what it is told to build."""
    script = programs / "go"
    script.write_text(f"#!{sys.executable}\n{FAKE_GO}")
    script.chmod(0o755)
    return FakeGo(tmp_path)


@pytest.fixture
def web() -> FakeWeb:
    """A web without any host."""
    return FakeWeb()
