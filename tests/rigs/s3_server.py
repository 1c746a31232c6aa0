"""A real S3 server on loopback, over a folder, for as long as a test or a measurement needs it."""

import os
import socket
import subprocess
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from components.errors import NotFoundError, OperationError
from lab.engine import locate

BUCKET = "models"
_START_SECONDS = 15.0
_STOP_SECONDS = 5.0
_ACCESS_KEY = "transship-test"
_SECRET_KEY = "not-a-secret-outside-this-machine"


@dataclass(frozen=True, slots=True)
class S3Server:
    """A server with one empty bucket.

    Attributes:
        folder: what the bucket holds, as files.
        registry: the registry URL.
        variables: what a client needs in its environment.
        process: the server.
    """

    folder: Path
    registry: str
    variables: Mapping[str, str]
    process: subprocess.Popen[bytes]


@contextmanager
def s3_server(folder: Path) -> Generator[S3Server]:
    """Runs versitygw over a folder, on a free port of loopback.

    Raises:
        NotFoundError: versitygw is not on this machine.
        OperationError: it did not start.
    """
    program = locate("versitygw")
    if program is None:
        raise NotFoundError.because("versitygw", "is not on this machine", hint="python -m lab.engine versitygw")
    bucket = folder / BUCKET
    bucket.mkdir(parents=True)
    address = ("127.0.0.1", _free_port())
    process = subprocess.Popen(
        [program, "--port", "{}:{}".format(*address), "--quiet", "--keep-alive", "posix", folder],
        env={**os.environ, "ROOT_ACCESS_KEY": _ACCESS_KEY, "ROOT_SECRET_KEY": _SECRET_KEY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_listens(address, process)
        yield S3Server(bucket, f"s3://{BUCKET}/registry", _variables(address), process)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # It waits for connections that a client keeps alive; nothing of it is wanted any more.
            process.kill()
            process.wait()


def _variables(address: tuple[str, int]) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": _ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": _SECRET_KEY,
        "AWS_ENDPOINT_URL": "http://{}:{}".format(*address),
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_listens(address: tuple[str, int], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(address, timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise OperationError.because("versitygw", f"did not listen on {address} within {_START_SECONDS:.0f} s")
