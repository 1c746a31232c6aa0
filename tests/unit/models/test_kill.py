"""Killed with SIGKILL at every moment there is, and run again: the second run makes it whole.

Every moment is a process of its own and begins from nothing, so the outcomes do not help each other.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.unit.models import rig
from transship.models.catalog import entries
from transship.models.progress import Silent
from transship.models.registry import Registry
from transship.models.remove import remove
from transship.models.transfer import UPLOAD_PART_BYTES
from transship.models.verify import verify_stored

MOST_MOMENTS = 200


def model(folder: Path) -> Path:
    """Two small files and one of two parts."""
    return rig.write_files(folder, {"a": b"a", "b/c": rig.noise(3_000), "large": rig.noise(UPLOAD_PART_BYTES + 5_000)})


def killed_at_every_moment(action: str, folder: Path) -> Iterator[tuple[int, Path, Path]]:
    """Yields a fresh registry and local folder after each kill, until there is nothing left to kill."""
    for moment in count(1):
        assert moment < MOST_MOMENTS
        registry_folder, local_folder = folder / f"{moment}" / "registry", folder / f"{moment}" / "local"
        if action == "push":
            model(local_folder)
            rig.write_files(registry_folder / "models/fraud/7/files-00000000dead", {"a": b"another's", "b": b"push"})
        else:
            rig.pushed(rig.on_disk(registry_folder), model(folder / f"{moment}" / "source"))
        arguments = [action, str(registry_folder), str(local_folder), str(moment)]
        run = subprocess.run([sys.executable, "-m", "tests.unit.models.crashing", *arguments], timeout=60, check=False)
        if run.returncode == 0:
            assert moment > 5, "the kills never happened"
            return
        assert run.returncode == -signal.SIGKILL
        yield moment, registry_folder, local_folder


def assert_whole_or_invisible(registry: Registry) -> None:
    for entry in entries(registry):
        assert verify_stored(registry, entry.manifest, Silent()) == []


def test_a_push_is_whole_or_invisible_and_the_next_one_completes_it(tmp_path: Path, state_folder: Path) -> None:
    sent = list[int]()
    for moment, registry_folder, source in killed_at_every_moment("push", tmp_path):
        registry = rig.on_disk(registry_folder)
        assert_whole_or_invisible(registry)
        result = rig.pushed(registry, source)
        sent.append(result.sent_files)
        rig.pulled(registry, tmp_path / f"{moment}" / "target")
        assert rig.files_below(tmp_path / f"{moment}" / "target") == rig.files_below(source), moment
        stored = rig.files_below(registry_folder / "models" / "fraud" / "7")
        assert len(stored) == 4, (moment, "leftovers", stored.keys())
        assert list(state_folder.rglob("*.jsonl")) == [], moment
    assert sent[0] == 3
    assert sent[-1] == 0
    assert 1 in sent, "some push had only one file left to send"


def test_a_pull_shows_only_right_files_and_the_next_one_completes_it(tmp_path: Path) -> None:
    fetched = list[int]()
    for moment, registry_folder, target in killed_at_every_moment("pull", tmp_path):
        registry = rig.on_disk(registry_folder)
        right = rig.files_below(tmp_path / f"{moment}" / "source")
        assert rig.files_below(target).items() <= right.items(), moment
        fetched.append(rig.pulled(registry, target).fetched_files)
        assert rig.files_below(target) == right, moment
        assert list(target.glob("*.partial")) == [], moment
    assert fetched[0] >= 2
    assert fetched[-1] == 1, "the last kill came just before the last file appeared"


def test_a_removal_hides_the_version_first_and_the_next_one_completes_it(tmp_path: Path) -> None:
    for moment, registry_folder, _ in killed_at_every_moment("remove", tmp_path):
        registry = rig.on_disk(registry_folder)
        assert_whole_or_invisible(registry)
        if registry.slot(rig.FRAUD_7) is not None:
            remove(registry, rig.FRAUD_7, Silent())
        assert rig.files_below(registry_folder) == {}, moment
