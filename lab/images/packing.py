"""Filled folders to tars, so that the same files always give the same bytes, whoever packed them, when and where."""

import shutil
import stat
import tarfile
from collections.abc import Iterable
from pathlib import Path

from components.errors import OperationError

_EXECUTABLE, _READABLE = 0o755, 0o644
_SHARED_FOLDER = 0o1777


def pack(root: Path, archive: Path) -> None:
    """Writes everything below a folder as a tar: sorted, owned by root, of no particular time.

    Modes come down to two, so that neither a umask nor a set-user-ID bit gets into an image; a folder with the sticky
    bit is a shared one, such as /tmp.

    Raises:
        OperationError: there is something else than files, folders and links.
    """
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(root.rglob("*")):
            member = _member(path, str(path.relative_to(root)))
            if member.isreg():
                with path.open("rb") as content:
                    tar.addfile(member, content)
            else:
                tar.addfile(member)


def leave_out(root: Path, patterns: Iterable[str]) -> None:
    """Deletes what no container reads: files, links and whole folders that match a pattern."""
    for pattern in patterns:
        for path in list(root.glob(pattern)):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)  # went with its folder


def _member(path: Path, name: str) -> tarfile.TarInfo:
    """The entry of one path, with nothing in it that differs between machines."""
    status = path.lstat()
    member = tarfile.TarInfo(name)
    if stat.S_ISLNK(status.st_mode):
        member.type, member.linkname, member.mode = tarfile.SYMTYPE, str(path.readlink()), 0o777
    elif stat.S_ISDIR(status.st_mode):
        member.type = tarfile.DIRTYPE
        member.mode = _SHARED_FOLDER if status.st_mode & stat.S_ISVTX else _EXECUTABLE
    elif stat.S_ISREG(status.st_mode):
        member.size = status.st_size
        member.mode = _EXECUTABLE if status.st_mode & stat.S_IXUSR else _READABLE
    else:
        raise OperationError.because(
            "packing a layer", "expected a file, folder or link, found something else", where=name
        )
    return member
