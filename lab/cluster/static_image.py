"""Images that hold one static program and nothing else, built from a single Go file and kept in the user's cache."""

import hashlib
import io
import json
import platform
import shutil
import tarfile
import tempfile
from pathlib import Path

from components.errors import NotFoundError
from lab.cluster import commands
from lab.engine import cache, files

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_NOBODY = "65535:65535"
_BUILD_SECONDS = 300


def archive(source: Path, reference: str) -> Path:
    """The image as an archive that containerd imports; built when it is not in the cache.

    Args:
        source: the program, one file of Go that needs the standard library only.
        reference: by which pods name the image.

    Raises:
        NotFoundError: it has to be built and there is no Go.
        OperationError: the build failed.
    """
    path = cached(source, reference)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            finished = Path(folder) / path.name
            _write(finished, reference, _build(source, Path(folder)).read_bytes())
            files.sync(finished)
            finished.replace(path)
    return path


def cached(source: Path, reference: str) -> Path:
    """Where the archive is, or will be; another one when the source changes."""
    key = hashlib.sha256(source.read_bytes() + f"{reference} {_architecture()}".encode()).hexdigest()[:16]
    return cache.root().parent / "static-images" / f"{source.parent.name}-{key}.tar"


def _build(source: Path, folder: Path) -> Path:
    what, program = f"building {source}", folder / "program"
    go = shutil.which("go")
    if go is None:
        raise NotFoundError.because(what, "Go is not on PATH", hint="https://go.dev/dl")
    argv = [go, "build", "-trimpath", "-ldflags=-s -w", "-o", str(program), str(source)]
    environment = {"CGO_ENABLED": "0", "GOWORK": "off", "GOFLAGS": ""}
    commands.run(argv, what=what, environment=environment, timeout_seconds=_BUILD_SECONDS)
    return program


def _write(path: Path, reference: str, program: bytes) -> None:
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        _add(tar, "program", program, mode=0o755)
    config = {
        "architecture": _architecture(),
        "os": "linux",
        "config": {"Entrypoint": ["/program"], "User": _NOBODY},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer.getvalue()).hexdigest()}"]},
    }
    manifest = [{"Config": "config.json", "RepoTags": [reference], "Layers": ["layer.tar"]}]
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
