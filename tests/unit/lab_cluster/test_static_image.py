"""An image archive names its program, its user and its layers as containerd expects."""

import hashlib
import json
import sys
import tarfile
from pathlib import Path

import pytest

from components.errors import NotFoundError
from lab.cluster import static_image

REFERENCE = "transship.local/thing:1"
PRETENDED_GO = f"""#!{sys.executable}
import sys, pathlib
pathlib.Path(sys.argv[sys.argv.index("-o") + 1]).write_bytes(b"a program")
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "thing" / "main.go"
    path.parent.mkdir()
    path.write_text("package main\n")
    return path


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "programs" / "go"
    program.parent.mkdir()
    program.write_text(PRETENDED_GO)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return program


@pytest.mark.usefixtures("go")
def test_the_archive_holds_the_program(source: Path) -> None:
    with tarfile.open(static_image.archive(source, REFERENCE)) as tar:
        (manifest,) = json.loads(_read(tar, "manifest.json"))
        config = json.loads(_read(tar, manifest["Config"]))
        layer = _read(tar, manifest["Layers"][0])
    assert manifest["RepoTags"] == [REFERENCE]
    assert config["config"] == {"Entrypoint": ["/program"], "User": "65535:65535"}
    assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(layer).hexdigest()}"]
    assert b"a program" in layer


def test_it_is_built_once_until_its_source_changes(source: Path, go: Path) -> None:
    first = static_image.archive(source, REFERENCE)
    go.unlink()
    assert static_image.archive(source, REFERENCE) == first
    source.write_text("package main // changed\n")
    with pytest.raises(NotFoundError, match="Go is not on PATH"):
        static_image.archive(source, REFERENCE)


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.extractfile(name)
    assert member is not None
    return member.read()
