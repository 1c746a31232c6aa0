"""`python -m transship.models.fetch`, as an init container runs it."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.unit.models import rig
from transship.models.manifest import Manifest

HEAVY = ("pulumi", "pydantic", "rich", "typer", "boto3", "yaml")
REPORT_HEAVY = (
    "import sys, transship.models.fetch as fetch; code = fetch.main(); "
    f"print([name for name in {HEAVY} if name in sys.modules]); sys.exit(code)"
)


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return rig.pushed(rig.on_disk(tmp_path / "registry"), rig.small_model(tmp_path / "source")).manifest


def fetched(tmp_path: Path, *arguments: str, registry: str = "", code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "transship.models.fetch"]), *arguments]
    environment = {**os.environ, "TRANSSHIP_REGISTRY": registry or f"file://{tmp_path}/registry"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_pod_gets_its_model_with_nothing_but_obstore(manifest: Manifest, tmp_path: Path) -> None:
    run = fetched(tmp_path, "models://fraud/7", "--to", str(tmp_path / "models"), code=REPORT_HEAVY)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "[]\n"
    assert rig.files_below(tmp_path / "models") == rig.files_below(tmp_path / "source")
    first, *_, last = run.stderr.splitlines()
    assert first == f"pulling models://fraud/7 from file://{tmp_path}/registry to {tmp_path}/models"
    assert last.startswith(f"{tmp_path}/models holds {manifest.reference}: 3 files, 68.4 KiB, every SHA-256 verified")


def test_a_corrupted_file_stops_the_pod_and_is_named_with_both_hashes(manifest: Manifest, tmp_path: Path) -> None:
    stored = tmp_path / "registry" / rig.key_of(manifest, "config.json")
    stored.write_bytes(b"[]")
    run = fetched(tmp_path, "fraud/7", "--to", str(tmp_path / "models"))
    assert run.returncode == 1
    expected, found = sha256(b"{}").hexdigest(), sha256(b"[]").hexdigest()
    assert f"config.json: expected sha256 {expected}, found {found}" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("reference", "registry", "said"),
    [
        ("Fraud/7", "", "hint: fraud"),
        ("fraud/9", "", "no version 9 of fraud"),
        ("fraud/7", "s4://bucket", "hint: s3"),
    ],
)
def test_what_cannot_be_fetched_is_said_without_a_traceback(
    manifest: Manifest, tmp_path: Path, reference: str, registry: str, said: str
) -> None:
    del manifest
    run = fetched(tmp_path, reference, "--to", str(tmp_path / "models"), registry=registry)
    assert run.returncode == 1
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_wrong_usage_exits_with_2(tmp_path: Path) -> None:
    assert fetched(tmp_path, "fraud/7").returncode == 2
