"""What is written down survives, is seen by nobody else, and is there before the thing is."""

import stat
import threading
from pathlib import Path

import pytest

from components.errors import OperationError
from lab.cluster.journal import Journal, alone_with, folder_of
from lab.cluster.model import ObjectStore
from lab.cluster.options import Options
from lab.cluster.site import Site
from lab.cluster.things import AddressBlock, ControlGroup, Definitions, Folder, KindCluster, Link, Namespace, Process

EVERY_KIND = (
    AddressBlock(number=3),
    Folder(path=Path("/run/transship/transship03")),
    Namespace(path=Path("/run/transship/transship03/network")),
    Link(interface="transship03"),
    ControlGroup(name="/transship03"),
    Process(name="a/etcd", pid=7, started_ticks=8),
    Definitions(kubeconfig=Path("/home/me/.kube/config"), names=("gateways.gateway.networking.k8s.io",)),
    KindCluster(name="transship-lab"),
)


def test_everything_is_read_back_as_it_was_written(site: Site) -> None:
    written = Journal.create("lab", Options(kubeconfig=Path("/home/me/.kube/config")))
    written.add(*EVERY_KIND)
    store = ObjectStore(
        endpoint="http://198.18.48.2:9000", bucket="models", region="r", access_key_id="k", secret_access_key="s"
    )
    written.update(sites=(site,), objects=store, phase="up")
    read = Journal.open("lab")
    assert read is not None
    assert read.state == written.state
    assert read.state.things == EVERY_KIND


def test_only_the_owner_can_read_it() -> None:
    journal = Journal.create("lab", Options())
    assert stat.S_IMODE((journal.folder / "lab.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700


def test_a_thing_is_written_once_and_a_process_in_place_of_itself() -> None:
    journal = Journal.create("lab", Options())
    for _ in range(2):
        journal.add(Link(interface="transship03"))
    journal.put(Process(name="a/etcd"))
    journal.put(Process(name="a/etcd", pid=7, started_ticks=8))
    assert journal.state.things == (Link(interface="transship03"), Process(name="a/etcd", pid=7, started_ticks=8))


def test_threads_do_not_lose_each_others_entries() -> None:
    journal = Journal.create("lab", Options())
    threads = [threading.Thread(target=journal.put, args=(Process(name=f"a/{number}"),)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read = Journal.open("lab")
    assert read is not None
    assert {process.name for process in read.state.of_kind(Process)} == {f"a/{number}" for number in range(20)}


def test_there_is_no_lab_where_none_was_made() -> None:
    assert Journal.open("lab") is None


@pytest.mark.parametrize("text", ["", "{", '{"version": 2}'])
def test_a_file_that_cannot_be_understood_is_an_error_and_stays(text: str) -> None:
    folder_of("lab").mkdir(parents=True)
    file = folder_of("lab") / "lab.json"
    file.write_text(text)
    with pytest.raises(OperationError, match="not what this version of Transship writes"):
        Journal.open("lab")
    assert file.read_text() == text


def test_a_second_command_waits_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    order: list[str] = []

    def second() -> None:
        with alone_with("lab"):
            order.append("second")

    with alone_with("lab"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=0.2)
        order.append("first")
    thread.join(timeout=5)
    assert order == ["first", "second"]
    assert "waiting for another command" in capsys.readouterr().err
