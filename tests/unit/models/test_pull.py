"""Pulling: files appear only when they are right, and whatever is wrong is named with both hashes."""

import shutil
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from obstore import Bytes

from components.errors import IntegrityError, InvalidInputError, NotFoundError, OperationError
from tests.unit.models import rig
from transship.models import layout
from transship.models.bucket import Bucket
from transship.models.local_folder import MANIFEST_NAME
from transship.models.manifest import Manifest, encode
from transship.models.reference import AliasReference, VersionReference
from transship.models.registry import Registry
from transship.models.transfer import DOWNLOAD_PART_BYTES


class Stored(NamedTuple):
    """A version in a registry, and what its files should hold."""

    registry: Registry
    manifest: Manifest
    files: dict[str, bytes]


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    registry, source = rig.in_memory(), rig.large_model(tmp_path / "source")
    return Stored(registry, rig.pushed(registry, source).manifest, rig.files_below(source))


class _Counting(Bucket):
    """Counts the bytes that are read of ranges."""

    range_bytes = 0

    def read_range(self, key: str, start: int, end: int) -> Bytes:
        self.range_bytes += end - start
        return super().read_range(key, start, end)


def counting(registry: Registry) -> _Counting:
    return _Counting(registry.bucket.store, registry.label)


def test_what_is_there_and_right_is_not_fetched_again(stored: Stored, tmp_path: Path) -> None:
    first = rig.pulled(stored.registry, tmp_path / "target")
    assert (first.fetched_files, first.present_files) == (4, 0)
    (tmp_path / "target" / "config.json").write_bytes(b"[]")
    (tmp_path / "target" / "weights" / "empty").unlink()
    second = rig.pulled(stored.registry, tmp_path / "target")
    assert (second.fetched_files, second.fetched_bytes, second.present_files) == (2, 2, 2)
    assert rig.files_below(tmp_path / "target") == stored.files


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("weights/a.bin", rig.noise(70_000, seed=2), "a small file with other bytes"),
        ("weights/a.bin", rig.noise(69_999), "a small file cut short"),
        ("weights/a.bin", rig.noise(70_001), "a small file that grew"),
        ("weights/empty", b"x", "an empty file that is not"),
        ("large.bin", rig.noise(rig.LARGE_BYTES, seed=2), "a large file with other bytes"),
        ("large.bin", rig.noise(rig.LARGE_BYTES)[:-1], "a large file cut short in its last part"),
        ("large.bin", rig.noise(rig.LARGE_BYTES)[:DOWNLOAD_PART_BYTES], "a large file cut short by parts"),
        ("large.bin", rig.noise(rig.LARGE_BYTES) + b"x", "a large file that grew"),
        ("large.bin", b"", "a large file emptied"),
    ],
)
def test_a_file_that_is_not_as_pushed_is_named_with_both_hashes_and_not_kept(
    stored: Stored, tmp_path: Path, path: str, content: bytes, reason: str
) -> None:
    rig.overwrite(stored.registry, stored.manifest, path, content)
    with pytest.raises(IntegrityError) as caught:
        rig.pulled(stored.registry, tmp_path / "target")
    (problem,) = caught.value.problems
    expected, found = sha256(stored.files[path]).hexdigest(), sha256(content).hexdigest()
    assert problem.where == path, reason
    assert problem.what.startswith(f"expected sha256 {expected}, found {found}"), reason
    if len(content) != len(stored.files[path]):
        assert problem.what.endswith(f"expected {len(stored.files[path])} bytes, found {len(content)}")
    there = rig.files_below(tmp_path / "target")
    assert there == {name: data for name, data in stored.files.items() if name != path}


def test_every_wrong_file_is_named_at_once(stored: Stored, tmp_path: Path) -> None:
    rig.overwrite(stored.registry, stored.manifest, "config.json", b"[]")
    stored.registry.bucket.delete([rig.key_of(stored.manifest, "weights/a.bin")])
    stored.registry.bucket.delete([rig.key_of(stored.manifest, "large.bin")])
    with pytest.raises(IntegrityError) as caught:
        rig.pulled(stored.registry, tmp_path / "target")
    assert [(problem.where, problem.what[:8]) for problem in caught.value.problems] == [
        ("config.json", "expected"),
        ("large.bin", "is missi"),
        ("weights/a.bin", "is missi"),
    ]


def test_a_mended_registry_is_pulled_without_fetching_the_good_files_again(stored: Stored, tmp_path: Path) -> None:
    rig.overwrite(stored.registry, stored.manifest, "config.json", b"[]")
    with pytest.raises(IntegrityError):
        rig.pulled(stored.registry, tmp_path / "target")
    rig.overwrite(stored.registry, stored.manifest, "config.json", b"{}")
    assert rig.pulled(stored.registry, tmp_path / "target").fetched_files == 1
    assert rig.files_below(tmp_path / "target") == stored.files


def interrupted(stored: Stored, target: Path, after_parts: int) -> Path:
    """A pull whose registry goes away after some parts; returns what it left of the large file."""

    class Failing(_Counting):
        def read_range(self, key: str, start: int, end: int) -> Bytes:
            if start >= after_parts * DOWNLOAD_PART_BYTES:
                raise OperationError.because("store", "went away")
            return super().read_range(key, start, end)

    with pytest.raises(OperationError, match="went away"):
        rig.pulled(Registry(Failing(stored.registry.bucket.store, "memory://")), target)
    (left,) = [file for file in target.glob(".transship-*.partial") if file.stat().st_size]
    return left


def test_an_interrupted_large_file_goes_on_where_it_stopped(stored: Stored, tmp_path: Path) -> None:
    target = tmp_path / "target"
    assert interrupted(stored, target, after_parts=2).stat().st_size == 2 * DOWNLOAD_PART_BYTES
    bucket = counting(stored.registry)
    rig.pulled(Registry(bucket), target)
    assert bucket.range_bytes == rig.LARGE_BYTES - 2 * DOWNLOAD_PART_BYTES
    assert rig.files_below(target) == stored.files
    assert list(target.glob("*.partial")) == []


def test_a_large_file_that_was_complete_but_not_renamed_is_not_fetched_again(stored: Stored, tmp_path: Path) -> None:
    target = tmp_path / "target"
    interrupted(stored, target, after_parts=1).write_bytes(stored.files["large.bin"])
    bucket = counting(stored.registry)
    rig.pulled(Registry(bucket), target)
    assert bucket.range_bytes == 0
    assert rig.files_below(target) == stored.files


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        (b"\0" * DOWNLOAD_PART_BYTES, "a power cut left zeros"),
        (b"\0" * (rig.LARGE_BYTES + 1), "longer than the file may be"),
        (b"\0" * rig.LARGE_BYTES, "as long as the file, and wrong"),
    ],
)
def test_what_was_left_and_is_wrong_is_fetched_from_the_beginning(
    stored: Stored, tmp_path: Path, left: bytes, reason: str
) -> None:
    target = tmp_path / "target"
    interrupted(stored, target, after_parts=1).write_bytes(left)
    rig.pulled(stored.registry, target)
    assert rig.files_below(target) == stored.files, reason


def test_the_next_version_takes_the_place_of_the_one_before(stored: Stored, tmp_path: Path) -> None:
    target = tmp_path / "target"
    rig.pulled(stored.registry, target)
    rig.write_files(target, {"weights/notes.txt": b"somebody else's"})
    rig.pushed(stored.registry, rig.write_files(tmp_path / "eight", {"config.json": b"8"}), rig.FRAUD_8)
    rig.pulled(stored.registry, target, rig.FRAUD_8)
    assert rig.files_below(target) == {"config.json": b"8", "weights/notes.txt": b"somebody else's"}
    (target / "weights" / "notes.txt").unlink()
    rig.pulled(stored.registry, target)
    rig.pulled(stored.registry, target, rig.FRAUD_8)
    assert not (target / "weights").exists()


def test_an_interrupted_change_of_version_leaves_nothing_behind(stored: Stored, tmp_path: Path) -> None:
    target = tmp_path / "target"
    interrupted(stored, target, after_parts=1)
    rig.pushed(stored.registry, rig.write_files(tmp_path / "eight", {"config.json": b"8"}), rig.FRAUD_8)
    rig.pulled(stored.registry, target, rig.FRAUD_8)
    assert {path.name for path in target.iterdir()} == {"config.json", MANIFEST_NAME}


def test_a_forged_manifest_cannot_write_outside_the_folder(stored: Stored, tmp_path: Path) -> None:
    forged = rig.renamed(stored.manifest, {"config.json": "../escaped"})
    stored.registry.bucket.write(layout.manifest_key(rig.FRAUD_7), encode(forged))
    with pytest.raises(InvalidInputError, match="escaped"):
        rig.pulled(stored.registry, tmp_path / "target")
    assert not (tmp_path / "escaped").exists()


def test_a_link_in_the_folder_does_not_lead_files_out_of_it(stored: Stored, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "weights").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InvalidInputError, match="leads out of the folder"):
        rig.pulled(stored.registry, tmp_path / "target")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_manifest_of_another_version_is_refused(stored: Stored, tmp_path: Path) -> None:
    stored.registry.bucket.write(layout.manifest_key(rig.FRAUD_8), encode(stored.manifest))
    with pytest.raises(OperationError, match="expected the manifest of models://fraud/8"):
        rig.pulled(stored.registry, tmp_path / "target", rig.FRAUD_8)


@pytest.mark.parametrize(
    ("name", "version", "hint"),
    [
        ("fraud", "17", "hint: 7"),
        ("fruad", "7", "hint: fraud"),
        ("weather", "1", "hint: fraud"),
    ],
)
def test_what_is_not_there_comes_with_the_nearest_that_is(
    stored: Stored, tmp_path: Path, name: str, version: str, hint: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        rig.pulled(stored.registry, tmp_path / "target", VersionReference(name, version))
    assert hint in str(caught.value)
    assert not (tmp_path / "target").exists()


def test_an_unfinished_version_says_so(stored: Stored, tmp_path: Path) -> None:
    stored.registry.bucket.write("models/fraud/8/files-0123456789ab/config.json", b"{}")
    with pytest.raises(NotFoundError, match="models://fraud/8 is not finished"):
        rig.pulled(stored.registry, tmp_path / "target", rig.FRAUD_8)


def test_an_unknown_alias_names_the_nearest(stored: Stored, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="models://fraud@prod points at no version"):
        rig.pulled(stored.registry, tmp_path / "target", AliasReference("fraud", "prod"))


def test_a_disk_without_room_is_noticed_before_anything_is_fetched(
    stored: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)

    def nearly_full(_: Path) -> object:
        return usage._replace(free=1024)

    monkeypatch.setattr("shutil.disk_usage", nearly_full)
    with pytest.raises(OperationError, match=r"needs 16\.1 MiB more, and the disk has 1\.0 KiB free"):
        rig.pulled(stored.registry, tmp_path / "target")
    assert rig.files_below(tmp_path / "target") == {}


def test_a_file_that_cannot_be_written_is_named(stored: Stored, tmp_path: Path) -> None:
    (tmp_path / "target" / "config.json" / "in-the-way").mkdir(parents=True)
    with pytest.raises(OperationError, match=r"config\.json: 1 problem\n  could not be written: Is a directory"):
        rig.pulled(stored.registry, tmp_path / "target")


def test_two_pulls_do_not_work_in_one_folder_at_once(stored: Stored, tmp_path: Path) -> None:
    target = tmp_path / "target"

    class Nosy(_Counting):
        asked = False

        def read_exactly(self, key: str, size_bytes: int) -> Bytes | None:
            if not self.asked:
                self.asked = True
                with pytest.raises(OperationError, match="another pull into this folder is running"):
                    rig.pulled(stored.registry, target)
            return super().read_exactly(key, size_bytes)

    bucket = Nosy(stored.registry.bucket.store, "memory://")
    rig.pulled(Registry(bucket), target)
    assert bucket.asked
