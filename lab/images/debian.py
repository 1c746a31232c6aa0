"""The lowest layer: just the Debian packages that Python and its wheels need, unpacked and never configured.

Nothing is run as root and nothing in a chroot, so there is no shell, no package manager and no trace of an installation
in it (docs/adr/0007-images-from-unpacked-packages.md).
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from components.errors import NotFoundError, Problem
from lab.cluster import commands
from lab.images import interpreter
from lab.images.definition import NONROOT
from lab.images.packing import leave_out

MIRROR_VARIABLE = "TRANSSHIP_DEBIAN_MIRROR"
_MIRROR = "http://deb.debian.org"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_ELSEWHERE = "images are made on Debian, Ubuntu and their like"
_NEEDED = {
    "apt-get": _ELSEWHERE,
    "dpkg-deb": _ELSEWHERE,
    str(_KEYRING): "apt-get install debian-archive-keyring",
}
"""What the machine must have, and what to do where it has not."""

_FETCH_SECONDS = 300
_USR_FOLDERS = ("bin", "lib", "lib64", "sbin")
_EMPTY_FOLDERS = ("dev", "etc", "home/nonroot", "models", "proc", "run", "sys", "var/lib")
_LEFT_OUT = (
    "etc/cron.daily",
    "etc/default",
    "etc/skel",
    "etc/update-motd.d",
    "usr/lib/*-linux-gnu/gconv",
    "usr/lib/python3.*/ensurepip",
    "usr/lib/python3.*/idlelib",
    "usr/lib/python3.*/lib2to3",
    "usr/lib/python3.*/pydoc_data",
    "usr/lib/python3.*/test",
    "usr/lib/valgrind",
    "usr/share/applications",
    "usr/share/binfmts",
    "usr/share/bug",
    "usr/share/doc/*/[!c]*",
    "usr/share/doc/*/changelog*",
    "usr/share/gdb",
    "usr/share/lintian",
    "usr/share/man",
    "usr/share/pixmaps",
    "var/backups",
    "var/cache",
    "var/log",
)
"""What no container reads. Copyright notices stay: they are part of what may be passed on."""

_FILES: Mapping[str, str] = {
    "etc/group": f"root:x:0:\nnobody:x:65534:\nnonroot:x:{NONROOT}:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "etc/passwd": (
        "root:x:0:0:root:/root:/usr/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
        f"nonroot:x:{NONROOT}:{NONROOT}:nonroot:/home/nonroot:/usr/sbin/nologin\n"
    ),
}
"""What the packages' own scripts would have written, as far as it is of use here."""


@dataclass(frozen=True, slots=True)
class DebianLayer:
    """Debian packages, in their newest versions, security fixes included.

    Attributes:
        suite: the release, by its code name.
        packages: all of them: nothing is added for their dependencies' sake.
    """

    suite: str
    packages: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the layer holds."""
        return f"Debian {self.suite}, {len(self.packages)} packages"

    def inputs(self) -> Iterable[str]:
        """The packages; their versions are those of the day on which the layer is made."""
        return (self.suite, *self.packages)

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        """Downloads, unpacks, and writes what the packages' scripts would have written.

        Raises:
            NotFoundError: this machine has no apt or no keyring.
            OperationError: a download or a signature failed.
        """
        assert not below, "the lowest layer"  # noqa: S101
        _check_machine()
        downloads = root.parent / "debian"
        for package in _download(downloads, self.suite, self.packages):
            commands.run(["dpkg-deb", "--extract", str(package), str(root)], what=f"unpacking {package.name}")
            _record(package, root)
        _merge_usr(root)
        leave_out(root, _LEFT_OUT)
        _write_files(root)
        library = f"usr/lib/python{interpreter.VERSION}"
        interpreter.compile_bytecode(root / library, library, root)


def _check_machine() -> None:
    missing = [thing for thing in _NEEDED if not (commands.exists(thing) or Path(thing).exists())]
    if missing:
        problems = [Problem(thing, "is not on this machine", hint=_NEEDED[thing]) for thing in missing]
        raise NotFoundError("making the images' Debian layer", problems)


def _download(folder: Path, suite: str, packages: Sequence[str]) -> list[Path]:
    """Fetches packages with apt, which checks signatures, from lists of our own: the machine's are not touched."""
    mirror = os.environ.get(MIRROR_VARIABLE, _MIRROR).rstrip("/")
    state, cache, target = folder / "state", folder / "cache", folder / "packages"
    for made in (state / "lists/partial", cache / "archives/partial", target):
        made.mkdir(parents=True)
    sources = folder / "sources.list"
    archives = {suite: "debian", f"{suite}-updates": "debian", f"{suite}-security": "debian-security"}
    sources.write_text(
        "".join(f"deb [signed-by={_KEYRING}] {mirror}/{archive} {part} main\n" for part, archive in archives.items())
    )
    settings = {
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "root",
        "Dir::Cache": cache,
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": os.devnull,
        "Dir::State": state,
        "Dir::State::Status": os.devnull,
    }
    apt = ["apt-get", "--quiet", *(f"--option={key}={value}" for key, value in settings.items())]
    commands.run(
        [*apt, "--error-on=any", "update"], what=f"reading Debian's lists from {mirror}", timeout_seconds=_FETCH_SECONDS
    )
    commands.run(
        ["env", f"--chdir={target}", *apt, "download", *packages],
        what=f"downloading packages from {mirror}",
        timeout_seconds=_FETCH_SECONDS,
    )
    return sorted(target.iterdir())


def _record(package: Path, root: Path) -> None:
    """Keeps the package's name and version where scanners for vulnerabilities look for them."""
    folder = root / "var/lib/dpkg/status.d"
    folder.mkdir(parents=True, exist_ok=True)
    control = commands.run(["dpkg-deb", "--field", str(package)], what=f"reading {package.name}")
    (folder / package.name.partition("_")[0]).write_text(control, encoding="utf-8")


def _merge_usr(root: Path) -> None:
    """Makes /bin, /lib and their like links into /usr, as Debian's installer does before it unpacks anything."""
    for name in _USR_FOLDERS:
        shutil.copytree(root / name, root / "usr" / name, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(root / name)
        (root / name).symlink_to(f"usr/{name}")


def _write_files(root: Path) -> None:
    for folder in _EMPTY_FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    shared = root / "tmp"
    shared.mkdir(exist_ok=True)
    shared.chmod(0o1777)
    for name, text in _FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    authorities = sorted((root / "usr/share/ca-certificates").rglob("*.crt"))
    bundle = root / "etc/ssl/certs/ca-certificates.crt"
    bundle.parent.mkdir(parents=True, exist_ok=True)
    bundle.write_text("".join(certificate.read_text(encoding="utf-8") for certificate in authorities))
    # Where OpenSSL, and so Python, looks.
    (root / "usr/lib/ssl").mkdir()
    (root / "usr/lib/ssl/cert.pem").symlink_to("/etc/ssl/certs/ca-certificates.crt")
