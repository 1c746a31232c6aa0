"""A block of addresses is one lab's at a time, and what carries its number is undone by that lab only."""

from ipaddress import IPv4Network
from pathlib import Path

import pytest

from components.errors import OperationError
from lab.cluster import blocks
from lab.cluster.addresses import BLOCK_COUNT, Block
from lab.cluster.journal import Journal
from lab.cluster.options import Options
from lab.cluster.things import AddressBlock, Link


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without labs and without routes."""
    runtime = tmp_path / "run"
    for module in ("blocks", "site"):
        monkeypatch.setattr(f"lab.cluster.{module}.RUNTIME_ROOT", runtime)
    monkeypatch.setattr("lab.cluster.site.NODE_ROOT", tmp_path / "nodes")
    monkeypatch.setattr("lab.cluster.blocks._TABLE", runtime / "blocks")
    monkeypatch.setattr("lab.cluster.kernel.NOTES", runtime / "kernel.json")
    _routes(monkeypatch)
    return runtime


def test_each_lab_gets_another_block() -> None:
    journals = [Journal.create(name, Options()) for name in ("one", "two")]
    numbers = [blocks.claim(journal) for journal in journals]
    assert numbers == [0, 1]
    assert [journal.state.of_kind(AddressBlock) for journal in journals] == [
        [AddressBlock(number=number)] for number in numbers
    ]


def test_a_block_that_the_machine_has_a_route_to_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    _routes(monkeypatch, IPv4Network("198.18.1.0/24"), Block(1).network)
    assert blocks.claim(Journal.create("lab", Options())) == 2


def test_when_all_are_taken_the_user_is_told_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    _routes(monkeypatch, *(Block(number).network for number in range(BLOCK_COUNT)))
    with pytest.raises(OperationError, match="all 32 blocks of addresses are in use"):
        blocks.claim(Journal.create("lab", Options()))


def test_a_block_is_given_back_by_its_lab_only() -> None:
    one, two = (Journal.create(name, Options()) for name in ("one", "two"))
    number = blocks.claim(one)
    blocks.release(number, two.state.token)
    assert blocks.claim(two) != number
    blocks.release(number, one.state.token)
    assert blocks.claim(Journal.create("three", Options())) == number


def test_what_another_lab_has_taken_since_is_left_alone(machine: Path) -> None:
    """As after a restart of the machine, which empties the table but not the labs' folders."""
    before = Journal.create("before", Options())
    number = blocks.claim(before)
    (machine / "blocks" / f"{number:02d}.json").unlink()
    after = Journal.create("after", Options())
    assert blocks.claim(after) == number
    assert blocks.things_still_owned(before) == ()
    assert Link(interface="transship00") in blocks.things_still_owned(after)


def test_what_a_lab_before_the_restart_stored_is_gone_for_the_next(machine: Path) -> None:
    stored = machine.parent / "nodes" / "transship00" / "containerd"
    stored.mkdir(parents=True)
    blocks.claim(Journal.create("lab", Options()))
    assert not stored.exists()


def test_a_lab_whose_folder_was_deleted_is_found_by_its_name() -> None:
    journal = Journal.create("lab", Options())
    blocks.claim(journal)
    (journal.folder / "lab.json").unlink()
    found = blocks.find_lab("lab")
    assert found is not None
    assert found.state.token == journal.state.token
    assert found.state.phase == "going-down"
    assert found.state.things == journal.state.things
    assert blocks.find_lab("another") is None


def _routes(monkeypatch: pytest.MonkeyPatch, *networks: IPv4Network) -> None:
    monkeypatch.setattr("lab.cluster.blocks._routed", lambda: iter(networks))
