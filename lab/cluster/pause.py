"""The pause image, which holds the namespaces of each pod: a program of our own, so no registry is needed."""

import hashlib
import io
import json
import os
import platform
import shutil
import tarfile
import tempfile
from pathlib import Path

from components.errors import NotFoundError
from lab.cluster import commands
from lab.engine import files

REFERENCE = "transship.local/pause:1"

_SOURCE = Path(__file__).parent / "pause" / "main.go"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def archive() -> Path:
    """The image as an archive in the user's cache; built when it is not there.

    Raises:
        NotFoundError: it has to be built and there is no Go.
        OperationError: the build failed.
    """
    path = cached()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            finished = Path(folder) / path.name
            _write_archive(finished, _build(Path(folder)).read_bytes())
            files.sync(finished)
            finished.replace(path)
    return path


def cached() -> Path:
    """Where the archive is, or will be; another one when the source changes."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256(_SOURCE.read_bytes() + _architecture().encode()).hexdigest()[:16]
    return base / "transship" / "images" / f"pause-{key}.tar"


def can_be_had() -> bool:
    """Whether it was built before, or can be built."""
    return cached().exists() or shutil.which("go") is not None


def _build(folder: Path) -> Path:
    go = shutil.which("go")
    if go is None:
        raise NotFoundError.because("building the pause image", "Go is not on PATH", hint="https://go.dev/dl")
    program = folder / "pause"
    argv = [go, "build", "-trimpath", "-ldflags=-s -w", "-o", str(program), str(_SOURCE)]
    environment = {"CGO_ENABLED": "0", "GOWORK": "off", "GOFLAGS": ""}
    commands.run(argv, what="building the pause image", environment=environment, timeout_seconds=300)
    return program


def _write_archive(path: Path, program: bytes) -> None:
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        _add(tar, "pause", program, mode=0o755)
    config = {
        "architecture": _architecture(),
        "os": "linux",
        "config": {"Entrypoint": ["/pause"], "User": "65535:65535"},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer.getvalue()).hexdigest()}"]},
    }
    manifest = [{"Config": "config.json", "RepoTags": [REFERENCE], "Layers": ["layer.tar"]}]
    with tarfile.open(path, mode="w") as tar:
        _add(tar, "manifest.json", json.dumps(manifest).encode())
        _add(tar, "config.json", json.dumps(config).encode())
        _add(tar, "layer.tar", layer.getvalue())


def _add(tar: tarfile.TarFile, name: str, content: bytes, mode: int = 0o644) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), mode
    tar.addfile(member, io.BytesIO(content))


def _architecture() -> str:
    return _ARCHITECTURES.get(platform.machine(), platform.machine())
