"""The registry on a real S3 server: conditional writes, multipart uploads, and what is left after kills."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import boto3
import pytest
from obstore import Bytes

from components.errors import IntegrityError, OperationError
from tests.rigs.s3_server import BUCKET, S3Server, s3_server
from tests.unit.models import rig
from transship.models.bucket import Bucket
from transship.models.location import open_registry
from transship.models.progress import Silent
from transship.models.registry import Registry
from transship.models.remove import remove
from transship.models.transfer import DOWNLOAD_PART_BYTES
from transship.models.verify import verify_stored

pytestmark = pytest.mark.lab

PUSH_BYTES = 192 * 1024 * 1024
WAIT_SECONDS = 30
TRANSSHIP = (sys.executable, "-c", "from transship.cli.main import main; main()", "models")
FETCH = (sys.executable, "-m", "transship.models.fetch")


def started(command: tuple[str, ...], *arguments: object, variables: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of a process, and everything it said."""
    output, complaint = process.communicate(timeout=120)
    return process.returncode, output + complaint


def killed_when(process: subprocess.Popen[str], happened: Callable[[], object]) -> None:
    """Kills a process as soon as something happened, which must be before it ends."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    process.communicate()


def unfinished_uploads(variables: Mapping[str, str]) -> list[str]:
    client = connected(
        variables["AWS_ENDPOINT_URL"],
        variables["AWS_REGION"],
        variables["AWS_ACCESS_KEY_ID"],
        variables["AWS_SECRET_ACCESS_KEY"],
    )
    return [upload["Key"] for upload in client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])]


@cache
def connected(endpoint: str, region: str, key: str, secret: str) -> Any:
    """A client, made once: making one takes longer than many a push."""
    connect = cast("Callable[..., Any]", boto3.client)  # pyright: ignore[reportUnknownMemberType] - boto3 has no types
    return connect("s3", endpoint_url=endpoint, region_name=region, aws_access_key_id=key, aws_secret_access_key=secret)


def big_model(folder: Path) -> Path:
    return rig.write_files(folder, {"a": b"a", "big.bin": rig.noise(PUSH_BYTES)})


def test_a_version_goes_in_and_comes_out(registry: Registry, tmp_path: Path) -> None:
    source = rig.large_model(tmp_path / "source")
    rig.write_files(source, {"ünïcode 100% +#&.bin": b"odd"})
    assert rig.pushed(registry, source).sent_files == 5
    assert rig.pushed(registry, source).sent_files == 0
    assert rig.pulled(registry, tmp_path / "target").fetched_files == 5
    assert rig.files_below(tmp_path / "target") == rig.files_below(source)


def test_of_many_pushers_exactly_one_wins(registry: Registry, variables: dict[str, str], tmp_path: Path) -> None:
    sources = [rig.write_files(tmp_path / f"{number}", {"model": bytes([number]) * 99}) for number in range(4)]
    processes = [started(TRANSSHIP, "push", source, "fraud/7", variables=variables) for source in sources]
    outcomes = [finished(process) for process in processes]
    winners = [number for number, (code, _) in enumerate(outcomes) if code == 0]
    assert len(winners) == 1, outcomes
    for number, (code, said) in enumerate(outcomes):
        if number not in winners:
            assert code == 1
            assert "came first" in said or "is immutable" in said
    rig.pulled(registry, tmp_path / "target")
    assert rig.files_below(tmp_path / "target") == rig.files_below(sources[winners[0]])
    assert len(rig.keys(registry)) == 2


def test_a_killed_push_is_invisible_and_the_next_one_tidies_up(
    registry: Registry, variables: dict[str, str], tmp_path: Path
) -> None:
    source = big_model(tmp_path / "source")
    push = started(TRANSSHIP, "push", source, "fraud/7", variables=variables)
    killed_when(push, lambda: unfinished_uploads(variables))
    assert unfinished_uploads(variables), "the kill left an upload that no listing shows"
    assert registry.find(rig.FRAUD_7) is None
    assert rig.pushed(registry, source).sent_files == 1, "the small file had arrived"
    assert unfinished_uploads(variables) == []
    rig.pulled(registry, tmp_path / "target")


def test_remove_ends_the_uploads_of_a_push_that_nobody_resumed(
    registry: Registry, variables: dict[str, str], tmp_path: Path
) -> None:
    push = started(TRANSSHIP, "push", big_model(tmp_path / "source"), "fraud/7", variables=variables)
    killed_when(push, lambda: unfinished_uploads(variables))
    remove(registry, rig.FRAUD_7, Silent())
    assert unfinished_uploads(variables) == []
    assert rig.keys(registry) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_push_killed_again_and_again_is_whole_in_the_end(
    registry: Registry, variables: dict[str, str], tmp_path: Path, seed: int
) -> None:
    moments = random.Random(seed)  # noqa: S311 - the same moments every time
    source = big_model(tmp_path / "source")
    rig.write_files(source, {f"many/{number}": rig.noise(20_000, seed=number) for number in range(200)})
    for _ in range(4):
        push = started(TRANSSHIP, "push", source, "fraud/7", variables=variables)
        time.sleep(moments.uniform(0.2, 1.5))
        push.kill()
        push.communicate()
        if found := registry.find(rig.FRAUD_7):
            assert verify_stored(registry, found, Silent()) == []
    manifest = rig.pushed(registry, source).manifest
    assert verify_stored(registry, manifest, Silent()) == []
    assert len(rig.keys(registry)) == len(manifest.files) + 1
    assert unfinished_uploads(variables) == []


def test_a_killed_pull_goes_on_where_it_stopped(registry: Registry, variables: dict[str, str], tmp_path: Path) -> None:
    source, target = big_model(tmp_path / "source"), tmp_path / "target"
    rig.pushed(registry, source)

    def partial_bytes() -> int:
        return sum(file.stat().st_size for file in target.glob(".transship-*.partial"))

    killed_when(
        started(FETCH, "fraud/7", "--to", target, variables=variables), lambda: partial_bytes() > DOWNLOAD_PART_BYTES
    )
    left_bytes = partial_bytes()
    assert DOWNLOAD_PART_BYTES < left_bytes < PUSH_BYTES
    assert "big.bin" not in rig.files_below(target)
    code, said = finished(started(FETCH, "models://fraud/7", "--to", target, variables=variables))
    assert code == 0, said
    assert rig.files_below(target) == rig.files_below(source)


def test_bytes_that_rot_on_the_server_are_found_and_named(registry: Registry, server: S3Server, tmp_path: Path) -> None:
    manifest = rig.pushed(registry, rig.large_model(tmp_path / "source")).manifest
    (stored,) = server.folder.glob(f"registry/{tmp_path.name}/models/fraud/7/*/large.bin")
    with stored.open("r+b") as file:
        file.seek(DOWNLOAD_PART_BYTES + 5)
        byte = file.read(1)
        file.seek(DOWNLOAD_PART_BYTES + 5)
        file.write(bytes([byte[0] ^ 1]))
    assert [problem.where for problem in verify_stored(registry, manifest, Silent())] == ["large.bin"]
    with pytest.raises(IntegrityError, match=r"large\.bin: expected sha256"):
        rig.pulled(registry, tmp_path / "target")
    assert "large.bin" not in rig.files_below(tmp_path / "target")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "hunter2"}, "the secret key does not belong to the access key"),
        ({"AWS_ACCESS_KEY_ID": "hunter2"}, "the server does not know this access key"),
        ({"TRANSSHIP_REGISTRY": "s3://nowhere"}, "create the bucket first"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "does the server run?"),
    ],
)
def test_what_the_server_refuses_is_said_with_a_way_out_and_without_a_secret(
    registry: Registry, variables: dict[str, str], tmp_path: Path, change: dict[str, str], said: str
) -> None:
    del registry
    code, output = finished(started(FETCH, "fraud/7", "--to", tmp_path / "to", variables={**variables, **change}))
    assert code == 1
    assert said in output
    assert not any(secret in output for secret in ("hunter2", variables["AWS_SECRET_ACCESS_KEY"], "Traceback"))


def test_a_profile_of_the_aws_tools_is_enough(
    registry: Registry, variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.pushed(registry, rig.small_model(tmp_path / "source"))
    credentials = tmp_path / "credentials"
    credentials.write_text(
        f"[shop]\naws_access_key_id = {variables['AWS_ACCESS_KEY_ID']}\n"
        f"aws_secret_access_key = {variables['AWS_SECRET_ACCESS_KEY']}\n"
    )
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_PROFILE", "shop")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    rig.pulled(open_registry(variables["TRANSSHIP_REGISTRY"]), tmp_path / "target")


def test_a_server_that_goes_away_is_an_error_and_what_arrived_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    target = tmp_path / "target"
    with s3_server(tmp_path / "server") as server:
        for name, value in server.variables.items():
            monkeypatch.setenv(name, value)
        registry = open_registry(server.registry)
        rig.pushed(registry, big_model(tmp_path / "source"))

        class _Ending(Bucket):
            def read_range(self, key: str, start: int, end: int) -> Bytes:
                if start >= 8 * DOWNLOAD_PART_BYTES:  # six parts are in flight at most, so the first ones have arrived
                    server.process.kill()
                    server.process.wait()
                return super().read_range(key, start, end)

        with pytest.raises(OperationError, match="does the server run"):
            rig.pulled(Registry(_Ending(registry.bucket.store, registry.label)), target)
    assert sum(file.stat().st_size for file in target.glob(".transship-*.partial")) >= DOWNLOAD_PART_BYTES


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk: needs root")
def test_a_disk_that_is_too_small_is_noticed_before_anything_is_fetched(
    registry: Registry, variables: dict[str, str], tmp_path: Path
) -> None:
    rig.pushed(registry, big_model(tmp_path / "source"))
    target = tmp_path / "target"
    target.mkdir()
    mounted = ("unshare", "--mount", "sh", "-c", f'mount -t tmpfs -o size=20m tmpfs {target} && exec "$@"', "sh")
    code, said = finished(started((*mounted, *FETCH), "fraud/7", "--to", target, variables=variables))
    assert code == 1
    assert "needs 192.0 MiB more, and the disk has 20.0 MiB free" in said
