"""The repository keeps its own rules: names, arrows, generated files, nothing of one machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("components", "providers", "policies", "stacks", "transship", "lab", "tests")
PATH_ROOTS = ("stacks", "policies")
MOST_LINES = 360
CLOUD_BRANCH = re.compile(r"""(==|!=|in) *["'\[(]+(aws|azure|gcp|onprem)["']""")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines()]


def test_no_module_shadows_the_standard_library() -> None:
    """`stacks/` and `policies/` each become `sys.path[0]` of some process."""
    shadowing = [
        file
        for package in PATH_ROOTS
        for file in (ROOT / package).glob("*.py")
        if not file.stem.startswith("__") and file.stem in sys.stdlib_module_names
    ]
    assert shadowing == []


def test_cloud_branches_stay_in_the_folders_of_the_targets() -> None:
    """What differs between targets is data; nobody else asks which one it is."""
    files = tracked("components/*.py", "stacks/*.py", "transship/*.py", "policies/*.py")
    assert files
    branching = [
        f"{file}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if CLOUD_BRANCH.search(line)
    ]
    assert branching == []


def test_every_python_file_is_short() -> None:
    """Past this, something usually hides in a file."""
    files = tracked("*.py")
    assert files
    long = {
        file.name: lines for file in files if (lines := len(file.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


@pytest.mark.parametrize("folder", ["stacks/environments"])
def test_example_files_name_the_schema_that_editors_complete_from(folder: str) -> None:
    files = sorted((ROOT / folder).glob("*.yaml"))
    assert files
    for file in files:
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text(encoding="utf-8"))
        assert named, file
        assert (file.parent / named[1]).resolve().is_file(), file
