"""The registry on the object stores of Azure and Google, as their emulators answer: the client as people run it."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from components.errors import IntegrityError, OperationError
from tests.rigs.object_servers import ObjectServer
from tests.unit.models import rig
from transship.cli.models import app
from transship.models.location import open_registry
from transship.models.progress import Silent
from transship.models.registry import Registry
from transship.models.verify import verify_stored

pytestmark = pytest.mark.lab


def said(*arguments: object) -> str:
    """What `transship models` writes, when it goes well."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def as_json(*arguments: object) -> Any:
    """What a program would read."""
    return json.loads(said(*arguments, "--json"))


def odd_model(folder: Path) -> Path:
    """Files of every size that is sent differently, and a name that every store writes differently into a URL."""
    return rig.write_files(rig.large_model(folder), {"ünïcode 100% +#&.bin": b"odd"})


@pytest.mark.usefixtures("registry")
def test_a_version_is_pushed_listed_promoted_verified_pulled_and_removed(tmp_path: Path) -> None:
    source, target = odd_model(tmp_path / "source"), tmp_path / "target"
    assert "5 files" in said("push", source, "fraud/7", "--metric", "auc=0.94")
    assert "(unchanged)" in said("push", source, "fraud/7", "--metric", "auc=0.94")
    assert "points at models://fraud/7" in said("promote", "fraud/7", "--to", "production")
    listed = as_json("list")
    assert [(entry["reference"], entry["aliases"], entry["file_count"]) for entry in listed] == [
        ("models://fraud/7", ["production"], 5)
    ]
    assert as_json("show", "fraud@production")["metrics"] == {"auc": 0.94}
    assert said("verify", "fraud/7")
    assert "fetched 5 files" in said("pull", "fraud@production", "--to", target)
    assert rig.files_below(target) == rig.files_below(source)
    said("remove", "fraud@production")
    said("remove", "fraud/7")
    assert as_json("list") == []


def test_a_pod_pulls_with_what_its_environment_says(
    registry: Registry, variables: dict[str, str], tmp_path: Path
) -> None:
    rig.pushed(registry, rig.small_model(tmp_path / "source"))
    fetch = [sys.executable, "-m", "transship.models.fetch", "models://fraud/7", "--to", str(tmp_path / "target")]
    done = subprocess.run(fetch, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "every SHA-256 verified" in done.stderr
    assert rig.files_below(tmp_path / "target") == rig.files_below(tmp_path / "source")


def test_of_many_writers_of_a_slot_exactly_one_wins(registry: Registry) -> None:
    contents = [b"%d" % number for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(partial(registry.bucket.create, "slot"), contents))
    assert won.count(True) == 1
    assert registry.bucket.read("slot") == contents[won.index(True)]


def test_a_file_that_changed_in_the_store_is_found_and_never_appears(registry: Registry, tmp_path: Path) -> None:
    manifest = rig.pushed(registry, rig.small_model(tmp_path / "source")).manifest
    (config,) = [key for key in rig.keys(registry) if key.endswith("config.json")]
    registry.bucket.write(config, b"[]")
    assert [problem.where for problem in verify_stored(registry, manifest, Silent())] == ["config.json"]
    with pytest.raises(IntegrityError, match=r"config\.json: expected sha256"):
        rig.pulled(registry, tmp_path / "target")
    assert "config.json" not in rig.files_below(tmp_path / "target")


def test_a_bucket_that_is_not_there_is_said_so(registry: Registry, server: ObjectServer) -> None:
    del registry
    with pytest.raises(OperationError, match=r"hint: create the (bucket|container) first"):
        open_registry(server.registry.replace("models", "nowhere")).names()


def test_a_wrong_key_is_said_and_not_shown(
    registry: Registry, server: ObjectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not server.key_variable:
        pytest.skip("this emulator asks for no key")
    monkeypatch.setenv(server.key_variable, "aHVudGVyMg==")
    with pytest.raises(OperationError) as failure:
        open_registry(registry.label).names()
    assert "the key does not belong to the account" in str(failure.value)
    assert "aHVudGVyMg" not in str(failure.value)


def test_a_server_that_does_not_run_is_said_with_the_variable_that_names_it(
    registry: Registry, server: ObjectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(server.endpoint_variable, "http://127.0.0.1:9")
    with pytest.raises(OperationError, match=server.endpoint_variable):
        open_registry(registry.label).names()
