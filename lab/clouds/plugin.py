"""A stand-in as the engine starts it: `python -m lab.clouds.plugin <name> <version> [engine's address]`.

Prints its port and serves until its engine goes.
"""

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

from lab.clouds.account import Account
from lab.clouds.cloud import Cloud
from lab.clouds.nodes import nodes_of
from lab.clouds.server import StandIn
from lab.clouds.vendor import Vendor
from lab.clouds.vendors import load

ACCOUNT = "TRANSSHIP_ACCOUNT"
"""The environment variable that names the account's file."""

MESSAGE_OPTIONS = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
"""Messages of any length: dashboards are longer than gRPC expects."""

# As many as the engine may have under way: creating waits.
_CALLS_AT_ONCE = 64
_WATCH_SECONDS = 0.5


def main() -> None:
    """Serves one provider."""
    name, version = sys.argv[1:3]
    run(load(name), version)


def run(vendor: Vendor, version: str) -> None:
    """Serves a vendor's model over the account that the environment names."""
    account = Account(Path(os.environ[ACCOUNT]))
    servicer = StandIn(Cloud(vendor=vendor, account=account, nodes=nodes_of(account)), version)
    server = new_server()
    add_ResourceProviderServicer_to_server(servicer, server)
    serve(server)


def new_server() -> grpc.Server:
    """A server without anything to serve yet."""
    return grpc.server(ThreadPoolExecutor(_CALLS_AT_ONCE), options=MESSAGE_OPTIONS)


def serve(server: grpc.Server) -> None:
    """Tells the engine the port, and ends with the engine: also when that is killed."""
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    engine = os.getppid()
    watch = threading.Thread(target=_wait_for_end_of, args=[engine], daemon=True)
    watch.start()
    watch.join()
    server.stop(grace=None)


def _wait_for_end_of(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)


if __name__ == "__main__":
    main()
