"""What is in an image: enough to run, and nothing that only an installed system needs."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from lab.images import build
from lab.images.catalogue import PYTHON
from lab.images.interpreter import SITE, VERSION
from tests.unit.lab_images.rig import Archive, Json

pytestmark = pytest.mark.lab

UNCHECKED = (0b01).to_bytes(4, "little")
"""PEP 552: bytecode that is taken without a look at its source."""
OPTIONAL = {"_crypt", "_curses", "_curses_panel", "_dbm", "_sqlite3", "_uuid", "nis", "readline"}
"""Modules of Python whose libraries are left out on purpose."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mlserver image, unpacked."""
    root = tmp_path_factory.mktemp("mlserver")
    archive = Archive.read(build("mlserver").archive)
    manifest = archive.document(cast("list[Json]", archive.json("index.json")["manifests"])[0])
    for layer in cast("list[Json]", manifest["layers"]):
        subprocess.run(["tar", "-x", "-C", str(root)], input=archive.blob(layer), check=True)
    return root


def libraries(root: Path) -> Iterator[Path]:
    """Every shared library, and Python itself."""
    yield from (path for path in root.rglob("*.so*") if path.is_file() and not path.is_symlink())
    yield root / f"usr/bin/python{VERSION}"


def test_every_library_finds_those_it_needs(root: Path) -> None:
    # In the root itself: the loader would look among this machine's libraries otherwise.
    [loader] = root.glob("usr/lib/*-linux-gnu/ld-linux-*.so.*")
    missing: dict[str, str] = {}
    for library in libraries(root):
        command = ["chroot", str(root), f"/{loader.relative_to(root)}", "--list", f"/{library.relative_to(root)}"]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        if said.returncode:
            missing[library.name.partition(".")[0]] = said.stderr
    assert missing.keys() == OPTIONAL, missing


def test_every_module_of_a_package_has_bytecode_that_is_taken_as_it_is(root: Path) -> None:
    for folder in (f"usr/lib/python{VERSION}", SITE):
        sources = list((root / folder).rglob("*.py"))
        assert sources
        for source in sources:
            compiled = source.parent / "__pycache__" / f"{source.stem}.cpython-{VERSION.replace('.', '')}.pyc"
            assert compiled.read_bytes()[4:8] == UNCHECKED, source


def test_scanners_find_what_debian_brought(root: Path) -> None:
    records = root / "var/lib/dpkg/status.d"
    assert {record.name for record in records.iterdir()} == set(PYTHON.packages)
    assert "\nVersion: " in (records / "libc6").read_text()


def test_there_is_nothing_to_break_out_with(root: Path) -> None:
    assert sorted(path.name for path in (root / "usr/bin").iterdir() if not path.name.startswith("py")) == []
    assert [path for path in root.rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o6000] == []


def test_python_trusts_the_usual_authorities_and_knows_its_time_zones(root: Path) -> None:
    program = (
        "import ssl, zoneinfo; zoneinfo.ZoneInfo('Asia/Tokyo'); print(len(ssl.create_default_context().get_ca_certs()))"
    )
    said = subprocess.run(
        ["chroot", str(root), "/usr/bin/python3", "-c", program], capture_output=True, text=True, check=True
    )
    assert int(said.stdout) > 100
