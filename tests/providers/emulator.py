"""An AWS account that exists only in the memory of a moto server on loopback."""

import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.rigs.loopback import free_address, serving

REGION = "eu-central-1"


@contextmanager
def moto(account_id: str) -> Generator[Mapping[str, str]]:
    """Serves an empty account for as long as the context lasts; gives the variables that send an AWS client there.

    Raises:
        OperationError: moto did not start.
    """
    address = free_address()
    url = "http://{}:{}".format(*address)
    settings = {"MOTO_ACCOUNT_ID": account_id, "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}
    command = [Path(sys.executable).with_name("moto_server"), "--host", address[0], "--port", str(address[1])]
    with serving(command, address, {**os.environ, **settings}):
        yield {
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": url,
            # Part of S3 is asked at a host named after the account, which only a proxy finds here: moto is its own.
            "AWS_ENDPOINT_URL_S3_CONTROL": f"http://s3-control.{REGION}.amazonaws.com",
            "HTTP_PROXY": url,
        }
