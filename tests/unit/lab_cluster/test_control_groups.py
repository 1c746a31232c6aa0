"""A node's group is made in every hierarchy, in both versions of control groups, and removed from all."""

from pathlib import Path

import pytest

from lab.cluster import control_groups

NAME = control_groups.group_name(3)


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(control_groups, "MOUNTED", tmp_path)
    return tmp_path


def test_each_hierarchy_gets_the_group(mounted: Path) -> None:
    for controller in ("cpu", "cpuset", "memory"):
        (mounted / controller).mkdir()
    (mounted / "cpu,cpuacct").symlink_to(mounted / "cpu")
    control_groups.ensure(NAME)
    assert [path.parent.name for path in control_groups.folders(NAME)] == ["cpu", "cpuset", "memory"]
    control_groups.remove(NAME)
    assert control_groups.folders(NAME) == []


def test_an_empty_cpuset_gets_what_its_parent_has(mounted: Path) -> None:
    group = mounted / "cpuset" / "transship03"
    group.mkdir(parents=True)
    for setting, value in (("cpuset.cpus", "0-1"), ("cpuset.mems", "0")):
        (mounted / "cpuset" / setting).write_text(value)
        (group / setting).write_text("\n")
    control_groups.ensure(NAME)
    assert ((group / "cpuset.cpus").read_text(), (group / "cpuset.mems").read_text()) == ("0-1", "0")


def test_a_unified_hierarchy_offers_its_controllers(mounted: Path) -> None:
    (mounted / "cgroup.controllers").write_text("cpu memory pids\n")
    control_groups.ensure(NAME)
    assert (mounted / "cgroup.subtree_control").read_text() == "+cpu +memory +pids"
    assert control_groups.folders(NAME) == [mounted / "transship03"]


def test_what_was_made_below_goes_too(mounted: Path) -> None:
    (mounted / "memory").mkdir()
    control_groups.ensure(NAME)
    (mounted / "memory" / "transship03" / "kubepods" / "pod1").mkdir(parents=True)
    control_groups.remove(NAME)
    assert not any((mounted / "memory").iterdir())
