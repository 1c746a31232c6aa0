"""fake-gcs-server, an emulator of Cloud Storage, on loopback over a copy of what a folder holds."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from components.errors import NotFoundError
from lab.engine import locate
from tests.rigs.loopback import free_address, serving
from tests.rigs.object_servers import ObjectServer

BUCKET = "models"
_PROGRAM = "fake-gcs-server"


@contextmanager
def fake_gcs(folder: Path) -> Generator[ObjectServer]:
    """Runs the server with a bucket for each folder that `folder` holds, all in memory.

    Raises:
        NotFoundError: it is not on this machine.
        OperationError: it did not start.
    """
    program = locate(_PROGRAM)
    if program is None:
        raise NotFoundError.because(_PROGRAM, "is not on this machine", hint=f"python -m lab.engine {_PROGRAM}")
    address = host, port = free_address()
    command = [
        program,
        *("-scheme", "http", "-host", host, "-port", str(port), "-public-host", f"{host}:{port}"),
        *("-backend", "memory", "-data", folder),
    ]
    with serving(command, address):
        yield ObjectServer(
            registry=f"gs://{BUCKET}/registry",
            variables={"GOOGLE_BASE_URL": f"http://{host}:{port}", "GOOGLE_BEARER_TOKEN": "any"},
            key_variable="",
            endpoint_variable="GOOGLE_BASE_URL",
        )
