"""The same files give the same bytes, whoever packed them, when and where."""

import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import OperationError
from lab.images.packing import pack

_NAMES = st.text("abcé-_. ", min_size=1, max_size=12).filter(lambda name: name.strip(".") != "")
_TREES = st.dictionaries(_NAMES, st.tuples(st.binary(max_size=40), st.booleans()), max_size=8)


def _packed(root: Path) -> bytes:
    archive = root.with_suffix(".tar")
    pack(root, archive)
    return archive.read_bytes()


def _write(folder: Path, files: list[tuple[str, tuple[bytes, bool]]], umask: int, moment: int) -> Path:
    folder.mkdir()
    before = os.umask(umask)
    try:
        for name, (content, executable) in files:
            (folder / name).write_bytes(content)
            (folder / name).chmod((0o755 if executable else 0o644) & ~umask)
            os.utime(folder / name, (moment, moment))
    finally:
        os.umask(before)
    return folder


@given(tree=_TREES)
def test_order_times_and_umask_leave_no_trace(
    tree: dict[str, tuple[bytes, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("trees")
    files = sorted(tree.items())
    one = _write(base / "one", files, umask=0o022, moment=1)
    other = _write(base / "other", files[::-1], umask=0o077, moment=1_000_000_000)
    assert _packed(one) == _packed(other)


def test_everything_is_roots_and_of_two_modes(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "tmp").mkdir(parents=True)
    (root / "tmp").chmod(0o1777)
    (root / "program").touch()
    (root / "program").chmod(0o4711)
    (root / "secret").touch(mode=0o600)
    (root / "link").symlink_to("/usr/bin/python3")
    os.chown(root / "secret", os.getuid(), os.getgid())
    pack(root, tmp_path / "layer.tar")
    with tarfile.open(tmp_path / "layer.tar") as tar:
        members = {member.name: member for member in tar}
    assert {name: oct(member.mode) for name, member in members.items()} == {
        "link": "0o777",
        "program": "0o755",
        "secret": "0o644",
        "tmp": "0o1777",
    }
    assert members["link"].linkname == "/usr/bin/python3"
    assert {(member.uid, member.gid, member.mtime, member.uname) for member in members.values()} == {(0, 0, 0, "")}


def test_folders_come_before_what_they_hold(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in ("a/z", "a-b/y", "a/b/c"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    pack(root, tmp_path / "layer.tar")
    with tarfile.open(tmp_path / "layer.tar") as tar:
        assert tar.getnames() == ["a", "a/b", "a/b/c", "a/z", "a-b", "a-b/y"]


def test_what_a_layer_cannot_hold_is_refused_by_name(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "run").mkdir(parents=True)
    os.mkfifo(root / "run" / "pipe")
    with pytest.raises(OperationError, match="run/pipe: expected a file, folder or link"):
        pack(root, tmp_path / "layer.tar")
