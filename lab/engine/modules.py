"""Files out of a Go module's archive, checked against go.sum in the way Go does. Go itself only says whom to ask.

Source: https://go.dev/ref/mod#goproxy-protocol and https://go.dev/ref/mod#go-sum-files (2026-11-21).
"""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from lab.engine import cache
from lab.engine.fetching import Fetcher, FetchFailedError
from lab.engine.jobs import RefusedError
from lab.engine.part import ModuleFiles

_SCRIPT = b"#!"


def fetch_files(source: ModuleFiles, folder: Path, fetcher: Fetcher) -> Sequence[Path]:
    """Downloads a module, verifies it and leaves the wanted files in `folder`.

    Raises:
        RefusedError: no proxy has it, it is not what go.sum says, or it lacks a wanted file.
    """
    archive = folder / ".module.zip"
    _download(source, archive, fetcher)
    try:
        with zipfile.ZipFile(archive) as bundle:
            _verify(source, bundle)
            return [_extracted(bundle, member, folder) for member in _members(source, bundle.namelist())]
    except zipfile.BadZipFile as error:
        raise RefusedError(f"{source.module}@{source.version} is not an archive: {error}") from error
    finally:
        archive.unlink(missing_ok=True)


def _download(source: ModuleFiles, archive: Path, fetcher: Fetcher) -> None:
    reasons: list[str] = []
    for proxy in _proxies():
        try:
            return fetcher.file(f"{proxy}/{_escaped(source.module)}/@v/{_escaped(source.version)}.zip", archive)
        except FetchFailedError as error:
            reasons.append(str(error))
    raise RefusedError("; ".join(reasons) or "GOPROXY names no server")


def _proxies() -> list[str]:
    """The module proxies that Go would ask, as its variable or Go itself says; `direct` and `off` are no servers."""
    listed = re.split(r"[,|]", os.environ.get("GOPROXY") or _said_by_go())
    return [proxy.strip().rstrip("/") for proxy in listed if proxy.strip().startswith(("http://", "https://"))]


def _said_by_go() -> str:
    program = shutil.which("go")
    if program is None:
        return ""
    said = subprocess.run([program, "env", "GOPROXY"], capture_output=True, text=True, timeout=30, check=False)
    return said.stdout.strip()


def _escaped(text: str) -> str:
    """Module paths and versions as the proxy protocol writes them: `!a` for `A`."""
    return re.sub(r"[A-Z]", lambda letter: f"!{letter[0].lower()}", text)


def _verify(source: ModuleFiles, bundle: zipfile.ZipFile) -> None:
    expected = _expected_hash(source)
    found = _hash_of(bundle)
    if found != expected:
        raise RefusedError(f"{source.module}@{source.version} is {found}, but go.sum says {expected}")


def _expected_hash(source: ModuleFiles) -> str:
    for line in (cache.RECIPES / source.recipe / "go.sum").read_text().splitlines():
        module, version, expected = line.split()
        if (module, version) == (source.module, source.version):
            return expected
    raise RefusedError(f"recipes/{source.recipe}/go.sum does not name {source.module} {source.version}")


def _hash_of(bundle: zipfile.ZipFile) -> str:
    """Go's `h1:` hash: the SHA-256 of the sorted list of every file's SHA-256 and name."""
    lines = [f"{hashlib.sha256(bundle.read(name)).hexdigest()}  {name}\n" for name in sorted(bundle.namelist())]
    return "h1:" + base64.b64encode(hashlib.sha256("".join(lines).encode()).digest()).decode()


def _members(source: ModuleFiles, names: Iterable[str]) -> list[str]:
    """The archive's names of the wanted files, folders spread out into their YAML objects."""
    root = f"{source.module}@{source.version}"
    known = list(names)
    wanted: list[str] = []
    for path in source.paths:
        member = f"{root}/{path}"
        found = [member] if member in known else [name for name in known if _is_object_in(member, name)]
        if not found:
            raise RefusedError(f"{root} has no {path}")
        wanted += found
    return wanted


def _is_object_in(folder: str, name: str) -> bool:
    path = PurePosixPath(name)
    return str(path.parent) == folder and path.suffix == ".yaml" and path.stem != "kustomization"


def _extracted(bundle: zipfile.ZipFile, member: str, folder: Path) -> Path:
    target = folder / PurePosixPath(member).name
    content = bundle.read(member)
    target.write_bytes(content)
    target.chmod(0o755 if content.startswith(_SCRIPT) else 0o644)
    return target
