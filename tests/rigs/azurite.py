"""Azurite, Microsoft's emulator of Blob storage, on loopback."""

import base64
import hashlib
import hmac
from collections.abc import Generator
from contextlib import contextmanager
from email.utils import formatdate
from urllib.request import Request, urlopen

from tests.rigs.loopback import free_address, serving
from tests.rigs.npm_programs import npm_program
from tests.rigs.object_servers import ObjectServer

CONTAINER = "models"
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The one account of every Azurite, published so that everybody may use it.

Source: https://learn.microsoft.com/azure/storage/common/storage-use-azurite (2026-11-21)
"""

_API_VERSION = "2023-11-03"


@contextmanager
def azurite() -> Generator[ObjectServer]:
    """Runs Azurite with one empty container, all in memory.

    Raises:
        NotFoundError: there is no npm on this machine, or it could not install Azurite.
        OperationError: Azurite did not start.
    """
    address = host, port = free_address()
    command = [
        npm_program("azurite", "azurite-blob"),
        *("--blobHost", host, "--blobPort", str(port)),
        *("--inMemoryPersistence", "--disableTelemetry", "--silent"),
        # The client speaks a newer version of the protocol than this Azurite has heard of.
        "--skipApiVersionCheck",
    ]
    endpoint = f"http://{host}:{port}/{_ACCOUNT}"
    with serving(command, address):
        _create_container(endpoint)
        yield ObjectServer(
            registry=f"az://{CONTAINER}/registry",
            variables={
                "AZURE_STORAGE_ACCOUNT_NAME": _ACCOUNT,
                "AZURE_STORAGE_ACCOUNT_KEY": _KEY,
                "AZURE_STORAGE_ENDPOINT": endpoint,
            },
            key_variable="AZURE_STORAGE_ACCOUNT_KEY",
            endpoint_variable="AZURE_STORAGE_ENDPOINT",
        )


def _create_container(endpoint: str) -> None:
    """The one request that the registry's client has no word for, signed with the account's key."""
    headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": _API_VERSION}
    signed = "\n".join(
        [
            "PUT",
            *[""] * 11,
            *(f"{name}:{value}" for name, value in headers.items()),
            f"/{_ACCOUNT}/{_ACCOUNT}/{CONTAINER}",
            "restype:container",
        ]
    )
    digest = hmac.new(base64.b64decode(_KEY), signed.encode(), hashlib.sha256).digest()
    headers["Authorization"] = f"SharedKey {_ACCOUNT}:{base64.b64encode(digest).decode()}"
    request = Request(f"{endpoint}/{CONTAINER}?restype=container", method="PUT", headers=headers)  # noqa: S310 - loopback
    with urlopen(request):  # noqa: S310 - loopback
        pass
