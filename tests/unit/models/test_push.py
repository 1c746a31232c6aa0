"""Pushing: a version appears whole or not at all, once, and exactly as it was sent."""

import json
from pathlib import Path

import pytest

from components.errors import InvalidInputError, OperationError
from tests.unit.models import rig
from transship.models import layout
from transship.models.catalog import entries
from transship.models.locking import exclusive
from transship.models.manifest import Details
from transship.models.reference import VersionReference
from transship.models.registry import REMOVING


def test_a_version_holds_every_file_as_it_was(tmp_path: Path) -> None:
    registry, source = rig.in_memory(), rig.large_model(tmp_path / "source")
    result = rig.pushed(registry, source)
    assert (result.sent_files, result.sent_bytes) == (4, rig.LARGE_BYTES + 70_002)
    rig.pulled(registry, tmp_path / "target")
    assert rig.files_below(tmp_path / "target") == rig.files_below(source)


def test_a_single_file_is_a_version_of_one(tmp_path: Path) -> None:
    registry = rig.in_memory()
    source = rig.write_files(tmp_path, {"model.onnx": b"weights"}) / "model.onnx"
    manifest = rig.pushed(registry, source).manifest
    assert [file.path for file in manifest.files] == ["model.onnx"]
    assert rig.pushed(registry, source).sent_files == 0


def test_the_files_lie_in_the_registry_under_their_own_names(tmp_path: Path) -> None:
    registry = rig.on_disk(tmp_path / "registry")
    manifest = rig.pushed(registry, rig.small_model(tmp_path / "source")).manifest
    folder = tmp_path / "registry" / "models" / "fraud" / "7"
    assert (folder / manifest.content / "config.json").read_bytes() == b"{}"
    assert json.loads((folder / "manifest.json").read_text())["schema_version"] == 1


def test_nothing_is_visible_before_the_manifest_is_there(tmp_path: Path) -> None:
    registry = rig.in_memory()
    seen: list[tuple[int, int]] = []

    def look() -> None:
        seen.append((len(rig.keys(registry)), len(entries(registry))))

    rig.pushed(rig.interfering(registry, "create", look), rig.small_model(tmp_path / "source"))
    assert seen == [(3, 0)], "three objects, no version"
    assert [entry.manifest.reference for entry in entries(registry)] == [rig.FRAUD_7]


def test_pushing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")
    first = rig.pushed(registry, source)
    before = rig.keys(registry)
    second = rig.pushed(registry, source)
    assert (second.manifest, second.sent_files) == (first.manifest, 0)
    assert rig.keys(registry) == before


def test_pushing_something_else_as_the_same_version_is_refused_with_every_difference(tmp_path: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")
    rig.pushed(registry, source, details=Details(framework="onnx"))
    (source / "config.json").write_bytes(b"[]")
    (source / "weights" / "empty").unlink()
    (source / "new").write_bytes(b"")
    with pytest.raises(InvalidInputError, match="exists, is immutable") as caught:
        rig.pushed(registry, source, details=Details(framework="torch"))
    assert [problem.where for problem in caught.value.problems] == [
        "config.json",
        "weights/empty",
        "new",
        "framework",
        "",
    ]


def test_many_differences_are_counted_not_listed(tmp_path: Path) -> None:
    registry = rig.in_memory()
    source = rig.write_files(tmp_path / "source", {f"{number:02}": b"x" for number in range(40)})
    rig.pushed(registry, source)
    rig.write_files(source, {f"{number:02}": b"y" for number in range(40)})
    with pytest.raises(InvalidInputError, match="30 more differences; nothing was changed"):
        rig.pushed(registry, source)


def test_of_two_pushers_one_wins_and_the_other_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    registry = rig.in_memory()
    mine = rig.small_model(tmp_path / "mine")
    theirs = rig.write_files(tmp_path / "theirs", {"config.json": b"theirs"})
    racing = rig.interfering(registry, "create", lambda: rig.pushed(registry, theirs))
    with pytest.raises(OperationError, match="another push of models://fraud/7 came first") as caught:
        rig.pushed(racing, mine)
    assert "transship models show models://fraud/7" in str(caught.value)
    manifest = registry.manifest(rig.FRAUD_7)
    slot = layout.manifest_key(rig.FRAUD_7)
    assert rig.keys(registry) == [rig.key_of(manifest, "config.json"), slot]
    rig.pulled(registry, tmp_path / "target")
    assert rig.files_below(tmp_path / "target") == {"config.json": b"theirs"}


def test_a_lost_answer_to_the_last_request_is_no_other_push(tmp_path: Path) -> None:
    """The store's client retries: its second attempt finds the manifest that the first one wrote."""
    registry = rig.in_memory()

    class Retrying(rig.Bucket):
        def create(self, key: str, data: bytes) -> bool:
            super().create(key, data)
            return super().create(key, data)

    rig.pushed(rig.Registry(Retrying(registry.bucket.store, "memory://")), rig.small_model(tmp_path / "source"))
    rig.pulled(registry, tmp_path / "target")


def test_what_other_interrupted_pushes_left_is_deleted(tmp_path: Path) -> None:
    registry = rig.in_memory()
    registry.bucket.write("models/fraud/7/files-00000000dead/weights", b"half")
    registry.bucket.write("models/fraud/77/files-00000000beef/weights", b"a neighbour")
    manifest = rig.pushed(registry, rig.small_model(tmp_path / "source")).manifest
    assert "models/fraud/77/files-00000000beef/weights" in rig.keys(registry)
    assert len(rig.keys(registry, "models/fraud/7")) == len(manifest.files) + 1


def test_what_arrived_is_not_sent_again(tmp_path: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")

    def fail() -> None:
        raise OperationError.because("store", "went away")

    with pytest.raises(OperationError, match="went away"):
        rig.pushed(rig.interfering(registry, "create", fail), source)
    (source / "config.json").write_bytes(b"changed meanwhile")
    (source / "weights" / "empty").rename(source / "weights" / "moved")
    result = rig.pushed(registry, source)
    assert result.sent_files == 2
    rig.pulled(registry, tmp_path / "target")
    assert rig.files_below(tmp_path / "target") == rig.files_below(source)
    assert len(rig.keys(registry)) == 4, "the file that is gone from the source is gone from the registry"


def test_what_was_changed_in_the_registry_meanwhile_is_sent_again(tmp_path: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")

    def overwrite_and_fail() -> None:
        (key,) = [key for key in rig.keys(registry) if key.endswith("a.bin")]
        registry.bucket.write(key, rig.noise(70_000, seed=2))
        raise OperationError.because("store", "went away")

    with pytest.raises(OperationError):
        rig.pushed(rig.interfering(registry, "create", overwrite_and_fail), source)
    assert rig.pushed(registry, source).sent_files == 1
    rig.pulled(registry, tmp_path / "target")


def test_a_journal_that_was_cut_short_costs_sending_again(tmp_path: Path, state_folder: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")

    def fail() -> None:
        raise OperationError.because("store", "went away")

    for _ in range(2):
        with pytest.raises(OperationError):
            rig.pushed(rig.interfering(registry, "create", fail), source)
        (journal,) = state_folder.rglob("*.jsonl")
        journal.write_bytes(journal.read_bytes()[:-9])
    assert rig.pushed(registry, source).sent_files == 1
    assert list(state_folder.rglob("*.jsonl")) == []
    rig.pulled(registry, tmp_path / "target")


def test_the_same_push_does_not_run_twice_at_once(tmp_path: Path, state_folder: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")

    def push_it_again() -> None:
        with pytest.raises(OperationError, match="the same push of models://fraud/7 is running"):
            rig.pushed(registry, source)

    rig.pushed(rig.interfering(registry, "write", push_it_again), source)
    assert list(state_folder.rglob("*.jsonl")) == []


def test_a_push_that_was_swept_away_is_not_a_version(tmp_path: Path) -> None:
    """A removal empties the folder between the last file and the manifest."""
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")

    def sweep() -> None:
        registry.bucket.delete([key for key in rig.keys(registry) if key.endswith("a.bin")])

    with pytest.raises(OperationError, match="1 files of models://fraud/7 vanished"):
        rig.pushed(rig.interfering(registry, "create", sweep), source)
    assert registry.find(rig.FRAUD_7) is None
    assert rig.pushed(registry, source).sent_files == 1
    rig.pulled(registry, tmp_path / "target")


def test_a_version_that_is_being_removed_cannot_be_pushed(tmp_path: Path) -> None:
    registry = rig.in_memory()
    registry.bucket.write(layout.manifest_key(rig.FRAUD_7), REMOVING)
    with pytest.raises(OperationError, match="is being removed") as caught:
        rig.pushed(registry, rig.small_model(tmp_path / "source"))
    assert "transship models remove models://fraud/7" in str(caught.value)


def test_what_is_recorded_is_what_was_sent_even_if_the_file_grows(tmp_path: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")

    def grow() -> None:
        with (source / "weights" / "a.bin").open("ab") as file:
            file.write(b"more")

    rig.pushed(rig.interfering(registry, "write", grow), source)
    rig.pulled(registry, tmp_path / "target")


def test_everything_wrong_with_the_details_is_named_at_once(tmp_path: Path) -> None:
    registry, source = rig.in_memory(), rig.small_model(tmp_path / "source")
    rig.pushed(registry, source, VersionReference("fraud", "6"))
    details = Details("on\nnx", {"auc": float("nan")}, "https://me:secret@example.com/run/1", "5")
    with pytest.raises(InvalidInputError) as caught:
        rig.pushed(registry, source, details=details)
    assert [problem.where for problem in caught.value.problems] == ["framework", "source", "metrics.auc", "parent"]
    assert "hint: 6" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_source_that_cannot_be_pushed_is_refused_with_every_reason(tmp_path: Path) -> None:
    source = rig.small_model(tmp_path / "source")
    (source / "dangling").symlink_to("nowhere")
    (source / "folder").symlink_to(source / "weights")
    (source / "star*").write_bytes(b"")
    with pytest.raises(InvalidInputError) as caught:
        rig.pushed(rig.in_memory(), source)
    assert sorted(problem.where for problem in caught.value.problems) == ["'star*'", "dangling", "folder"]


@pytest.mark.parametrize("there", [True, False])
def test_a_source_without_files_is_refused(tmp_path: Path, there: bool) -> None:
    source = tmp_path / "source"
    if there:
        (source / "only-a-folder").mkdir(parents=True)
    with pytest.raises(InvalidInputError, match="at least one file" if there else "no such file or folder"):
        rig.pushed(rig.in_memory(), source)


def test_links_to_files_are_followed_as_download_caches_need(tmp_path: Path) -> None:
    blob = rig.write_files(tmp_path / "blobs", {"1": b"weights"}) / "1"
    source = tmp_path / "snapshot"
    source.mkdir()
    (source / "model.bin").symlink_to(blob)
    registry = rig.in_memory()
    rig.pushed(registry, source)
    rig.pulled(registry, tmp_path / "target")
    assert rig.files_below(tmp_path / "target") == {"model.bin": b"weights"}


def test_a_pulled_folder_can_be_pushed_again_without_what_the_client_keeps_there(tmp_path: Path) -> None:
    registry = rig.in_memory()
    rig.pushed(registry, rig.small_model(tmp_path / "source"))
    rig.pulled(registry, tmp_path / "target")
    again = rig.pushed(registry, tmp_path / "target", rig.FRAUD_8).manifest
    assert again.files == registry.manifest(rig.FRAUD_7).files


def test_a_journal_that_cannot_be_written_is_said_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(OperationError, match="could not be written") as caught:
        rig.pushed(rig.in_memory(), rig.small_model(tmp_path / "source"))
    assert "XDG_STATE_HOME" in str(caught.value)


def test_a_lock_is_free_once_its_holder_is_done(tmp_path: Path) -> None:
    for _ in range(2):
        with exclusive(tmp_path, "a test"):
            pass
