"""Everything that is wrong with the options is said at once."""

from pathlib import Path

import pytest

from components.errors import InvalidInputError
from lab.cluster import up
from lab.cluster.journal import Journal
from lab.cluster.options import Options, check


def test_every_wrong_option_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    wrong = Options(clusters=3, cpu_nodes=-1, gpu_nodes=501, kubeconfig=Path("nowhere"), kind=True)
    with pytest.raises(InvalidInputError) as refused:
        check("Not a name", wrong)
    assert [problem.where for problem in refused.value.problems] == [
        "--name",
        "--clusters",
        "--cpu-nodes",
        "--gpu-nodes",
        "--kind",
        "--kind",
        "--clusters",
        "--kubeconfig",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(Options(nodes="fake", cpu_nodes=0, gpu_nodes=0), "has none", id="a cluster without any node"),
        pytest.param(Options(install_definitions=True), "is for --kubeconfig", id="consent that nobody needs"),
    ],
)
def test_what_cannot_be_is_refused(options: Options, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        check("lab", options)


@pytest.mark.parametrize("options", [Options(), Options(clusters=2), Options(cpu_nodes=0, gpu_nodes=0)])
def test_what_can_be_is_not(options: Options) -> None:
    check("lab", options)


def test_a_refused_lab_leaves_nothing(state_home: Path) -> None:
    with pytest.raises(InvalidInputError):
        up("lab", clusters=9)
    assert not list(state_home.rglob("lab.json"))


def test_a_lab_does_not_become_another_by_itself() -> None:
    Journal.create("lab", Options(clusters=1))
    with pytest.raises(InvalidInputError, match=r"other options\n.*lab down --name lab"):
        up("lab", clusters=2)
