"""The official release of a program: downloaded, compared with the checksum its vendor publishes, unpacked."""

import hashlib
import json
import platform
import shutil
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from lab.engine.fetching import Fetcher, FetchFailedError
from lab.engine.jobs import RefusedError
from lab.engine.part import Program, Release

_ARCHITECTURES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
_SHA256_DIGITS = 64


def archive_of(release: Release) -> str:
    """The address of the download for this machine; programs that share it are fetched together.

    Raises:
        RefusedError: nothing is published for this machine.
    """
    return _filled(release.url, release)


def fetch_archive(release: Release, folder: Path, fetcher: Fetcher) -> Path:
    """Downloads a release into a folder and verifies it.

    Raises:
        RefusedError: it is unreachable, or is not what its checksum says.
    """
    url = archive_of(release)
    archive = folder / PurePosixPath(url).name
    try:
        expected = _published_sha256(fetcher.text(_filled(release.checksum, release)), archive.name)
        fetcher.file(url, archive)
    except FetchFailedError as error:
        raise RefusedError(str(error)) from error
    with archive.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != expected:
        archive.unlink()
        raise RefusedError(f"{url} has SHA-256 {found}, but its vendor publishes {expected}")
    return archive


def unpack(program: Program, archive: Path, folder: Path) -> Sequence[Path]:
    """Takes a program's files out of a verified archive; the folder then holds them under their own names.

    Raises:
        RefusedError: the archive does not hold what the table says.
    """
    if program.release is None or not program.release.members:
        bare = folder / program.name
        shutil.copyfile(archive, bare)
        bare.chmod(0o755)
        return [bare]
    members = [_filled(member, program.release) for member in program.release.members]
    try:
        return [_extracted(archive, member, folder) for member in members]
    except (KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise RefusedError(f"{archive.name} does not hold {', '.join(members)}: {error}") from error


def _extracted(archive: Path, member: str, folder: Path) -> Path:
    target = folder / PurePosixPath(member).name
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as bundle, bundle.open(member) as source, target.open("wb") as handle:
            shutil.copyfileobj(source, handle)
    else:
        with tarfile.open(archive) as bundle:
            source = bundle.extractfile(member)
            if source is None:
                raise KeyError(f"{member} is not a file")
            with source, target.open("wb") as handle:
                shutil.copyfileobj(source, handle)
    target.chmod(0o755)
    return target


def _published_sha256(text: str, name: str) -> str:
    """The sum of one file, from GitHub's description of a release, a list of sums, or a sum alone."""
    if text.lstrip().startswith("{"):
        digests = {asset["name"]: asset.get("digest") or "" for asset in json.loads(text)["assets"]}
        published = digests.get(name, "").removeprefix("sha256:")
    else:
        lines = [line.split() for line in text.splitlines() if line.strip()]
        published = next((line[0] for line in lines if len(line) == 1 or line[-1].lstrip("*") == name), "")
    if len(published) != _SHA256_DIGITS:
        raise RefusedError(f"no checksum is published for {name}")
    return published.lower()


def _filled(template: str, release: Release) -> str:
    system = platform.system().lower()
    architecture = _ARCHITECTURES.get(platform.machine().lower())
    if system not in release.systems or architecture is None:
        raise RefusedError(f"no release for {platform.system()} on {platform.machine()}")
    return template.format(
        version=release.version,
        os=system,
        Os=system.title(),
        arch=architecture,
        node={"amd64": "x64"}.get(architecture, architecture),
        uname={"amd64": "x86_64"}.get(architecture, architecture),
    )
