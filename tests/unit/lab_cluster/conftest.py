"""Labs on paper: a state folder of the test's own, and nothing started."""

from pathlib import Path

import pytest

from lab.cluster.site import Ports, Site


@pytest.fixture(autouse=True)
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where labs of this test keep what they are."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An isolated cluster with a real node, two fake nodes without GPUs and four with."""
    return Site(
        lab="paper",
        name="a",
        folder=tmp_path / "paper" / "a",
        nodes="real",
        cpu_nodes=2,
        gpu_nodes=4,
        address="198.18.48.2",
        ports=Ports(),
        block_number=3,
        isolated=True,
    )
