"""Whatever is killed, and whenever: `down` leaves nothing, and `up` makes it whole again."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator

import pytest

from lab.cluster import Lab, down, images, static_image, status, up
from lab.cluster.journal import State, folder_of
from lab.cluster.kubectl import kubectl_of
from lab.cluster.things import Process
from tests.lab.cluster.rig import PROBE, PROBE_SOURCE, Footprint, kill_when, probe, run, state_of, until

pytestmark = pytest.mark.lab

NAME = "faults"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """One real node, on which a pod runs."""
    try:
        lab = up(NAME, cpu_nodes=1, gpu_nodes=0)
        images.load(lab, static_image.archive(PROBE_SOURCE, PROBE))
        kubectl_of(lab.clusters[0]).apply(probe("probe", "default"))
        kubectl_of(lab.clusters[0]).wait("condition=Available", "deployment/probe", timeout_seconds=60)
        yield lab
    finally:
        down(NAME)


@pytest.mark.parametrize(
    "part",
    [
        "containerd",
        "coredns",
        "etcd",
        "kube-apiserver",
        "kube-controller-manager",
        "kube-proxy",
        "kube-scheduler",
        "kubelet",
        "kwok",
        "versitygw",
    ],
)
def test_a_part_that_was_killed_is_named_and_brought_back(lab: Lab, part: str) -> None:
    _kill(lab.name, part)
    ailing = status(lab.name)
    assert ailing.state == "ailing"
    assert f"a/{part} does not run" in ailing.ails
    assert up(lab.name, cpu_nodes=1, gpu_nodes=0) == lab
    assert status(lab.name).state == "up"


def test_the_pod_outlived_it_all(lab: Lab) -> None:
    restarts = kubectl_of(lab.clusters[0]).run(
        "get", "pods", "--output=jsonpath={.items[*].status.containerStatuses[*].restartCount}"
    )
    assert restarts == "0"


def test_up_on_a_lab_that_is_up_changes_nothing_and_says_so(lab: Lab) -> None:
    before = state_of(lab.name)
    again = run("up", "--name", lab.name, "--cpu-nodes", "1", "--gpu-nodes", "0")
    assert again.returncode == 0
    assert f"lab {lab.name} is up already" in again.stderr
    assert state_of(lab.name) == before


def test_down_leaves_nothing_when_containerd_is_dead_and_its_pods_are_not(lab: Lab) -> None:
    footprint = Footprint.of(lab.name)
    for part in ("containerd", "kubelet", "kube-apiserver"):
        _kill(lab.name, part)
    assert any("containerd-shim" in trace for trace in footprint.traces())
    assert down(lab.name)
    assert footprint.traces() == []


def _at_once(_: State) -> bool:
    return True


def _is_networked(state: State) -> bool:
    return state.objects is not None


def _began(kind: str) -> Callable[[State], bool]:
    return lambda state: any(thing.kind == kind for thing in state.things)


def _runs(part: str) -> Callable[[State], bool]:
    return lambda state: any(process.name == f"a/{part}" and process.pid for process in state.of_kind(Process))


def _about_to_run(part: str) -> Callable[[State], bool]:
    return lambda state: any(process.name == f"a/{part}" for process in state.of_kind(Process))


MOMENTS = [
    pytest.param(_at_once, id="nothing but the journal"),
    pytest.param(_began("address-block"), id="addresses claimed"),
    pytest.param(_is_networked, id="network made"),
    pytest.param(_about_to_run("etcd"), id="etcd about to start"),
    pytest.param(_runs("kube-apiserver"), id="API server starting"),
    pytest.param(_runs("containerd"), id="containerd starting"),
    pytest.param(_runs("kubelet"), id="kubelet starting"),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_down_leaves_nothing_when_up_was_killed(name: str, moment: Callable[[State], bool]) -> None:
    kill_when(moment, "up", "--name", name)
    footprint = Footprint.of(name)
    assert status(name).state == "ailing"
    assert down(name)
    assert footprint.traces() == []
    assert not folder_of(name).exists()


def test_up_goes_on_where_it_was_killed(name: str) -> None:
    options = ("--nodes", "fake", "--cpu-nodes", "1", "--gpu-nodes", "0")
    kill_when(_runs("kube-apiserver"), "up", "--name", name, *options)
    killed = state_of(name)
    assert run("up", "--name", name, *options).returncode == 0
    finished = state_of(name)
    assert (finished.token, finished.phase) == (killed.token, "up")
    assert {process for process in killed.of_kind(Process) if process.pid} <= set(finished.of_kind(Process))


def test_a_down_that_was_killed_is_done_over(name: str) -> None:
    run("up", "--name", name, "--nodes", "fake", "--cpu-nodes", "1", "--gpu-nodes", "0")
    footprint = Footprint.of(name)
    kill_when(lambda state: state.phase == "going-down", "down", "--name", name)
    down(name)
    assert footprint.traces() == []


def test_a_lab_whose_folder_was_deleted_can_still_be_taken_down(name: str) -> None:
    kill_when(_runs("kube-apiserver"), "up", "--name", name)
    footprint = Footprint.of(name)
    shutil.rmtree(folder_of(name))
    assert footprint.traces() != []
    assert down(name)
    assert footprint.traces() == []


def _kill(name: str, part: str) -> None:
    process = next(known for known in state_of(name).of_kind(Process) if known.name == f"a/{part}")
    os.kill(process.pid, signal.SIGKILL)
    until(lambda: not next(server for server in status(name).servers if server.pid == process.pid).running)
