"""A real S3 server on loopback, over a folder, for as long as a test or a measurement needs it."""

import os
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from components.errors import NotFoundError
from lab.engine import locate
from tests.rigs.loopback import Address, free_address, serving

BUCKET = "models"
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
    address = free_address()
    command = [program, "--port", "{}:{}".format(*address), "--quiet", "--keep-alive", "posix", folder]
    keys = {**os.environ, "ROOT_ACCESS_KEY": _ACCESS_KEY, "ROOT_SECRET_KEY": _SECRET_KEY}
    with serving(command, address, keys) as process:
        yield S3Server(bucket, f"s3://{BUCKET}/registry", _variables(address), process)


def _variables(address: Address) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": _ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": _SECRET_KEY,
        "AWS_ENDPOINT_URL": "http://{}:{}".format(*address),
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
