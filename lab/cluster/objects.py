"""The lab's object store: an S3 server over a folder."""

import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from lab.cluster import processes
from lab.cluster.journal import Journal
from lab.cluster.model import ObjectStore
from lab.cluster.site import Site

_BUCKET = "models"
_REGION = "us-east-1"
_READY_SECONDS = 15


def new_store(site: Site) -> ObjectStore:
    """The store that will be at a site, with credentials of its own."""
    return ObjectStore(
        endpoint=f"http://{site.address}:{site.ports.objects}",
        bucket=_BUCKET,
        region=_REGION,
        access_key_id=f"LAB{secrets.token_hex(8).upper()}",
        secret_access_key=secrets.token_urlsafe(30),
    )


def start(journal: Journal, site: Site, tools: Mapping[str, Path], store: ObjectStore) -> None:
    """Starts the server and waits until it listens."""
    folder = journal.folder / "objects"
    # A folder below the server's own is a bucket.
    (folder / store.bucket).mkdir(parents=True, exist_ok=True)
    argv = [
        str(tools["versitygw"]),
        f"--port={site.address}:{site.ports.objects}",
        f"--region={store.region}",
        "--quiet",
        "posix",
        str(folder),
    ]
    # Not as arguments, which every user of the machine can read.
    credentials = {"ROOT_ACCESS_KEY": store.access_key_id, "ROOT_SECRET_KEY": store.secret_access_key}
    processes.ensure(journal, site, "versitygw", argv, credentials)
    processes.wait_until(lambda: _listens(site), journal, site, "versitygw", _READY_SECONDS)


def _listens(site: Site) -> bool:
    try:
        with socket.create_connection((site.address, site.ports.objects), timeout=1):
            return True
    except OSError:
        return False
