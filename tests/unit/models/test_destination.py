"""Files that grow under a temporary name, on disks that have room and on one that has none."""

from pathlib import Path

import pytest
from obstore import Bytes

from components.errors import OperationError
from transship.models.destination import PartialFile

FULL = Path("/dev/full")
"""The system's own full disk: it opens, and every write to it fails with ENOSPC."""


@pytest.mark.parametrize("size_bytes", [10, 100_000])
def test_a_full_disk_is_named_with_a_way_out(tmp_path: Path, size_bytes: int) -> None:
    file = PartialFile(FULL, tmp_path / "model.bin")

    def write() -> None:
        file.append(Bytes(b"x" * size_bytes))
        file.finish()

    with pytest.raises(OperationError, match=r"model\.bin: 1 problem\n  could not be written: No space left") as caught:
        write()
    assert "free some space, then run the same command again" in str(caught.value)


def test_a_file_appears_when_it_is_finished_and_not_before(tmp_path: Path) -> None:
    partial, final = tmp_path / "partial", tmp_path / "final"
    file = PartialFile(partial, final)
    file.append(Bytes(b"first, "))
    file.append(Bytes(b"second"))
    assert not final.exists()
    file.finish()
    assert final.read_bytes() == b"first, second"
    assert not partial.exists()


def test_what_is_discarded_is_gone(tmp_path: Path) -> None:
    file = PartialFile(tmp_path / "partial", tmp_path / "final")
    file.append(Bytes(b"wrong"))
    file.discard()
    assert list(tmp_path.iterdir()) == []
