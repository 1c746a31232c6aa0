"""The Kubernetes plugin of a rehearsal: `python -m lab.clouds.kubernetes.plugin <version> <real> [engine]`."""

import os
import subprocess
import sys
from pathlib import Path

import grpc

from lab.clouds.account import Account
from lab.clouds.cloud import Cloud
from lab.clouds.kubernetes.proxy import Proxy
from lab.clouds.kubernetes.releases import Releases
from lab.clouds.kubernetes.sides import Sides
from lab.clouds.nodes import KUBECONFIG, NoNodes
from lab.clouds.plugin import ACCOUNT, MESSAGE_OPTIONS, new_server, serve
from lab.clouds.server import StandIn


def main() -> None:
    """Starts the real provider and serves in front of it."""
    version, real, *arguments = sys.argv[1:]
    account = Account(Path(os.environ[ACCOUNT]))
    releases = StandIn(Cloud(vendor=Releases(), account=account, nodes=NoNodes()), version)
    lab = account.setting(KUBECONFIG)
    kubeconfig = Path(lab).read_text(encoding="utf-8") if lab else ""
    with subprocess.Popen([real, *arguments], stdout=subprocess.PIPE, text=True) as provider:
        try:
            assert provider.stdout  # noqa: S101 - it was asked for
            port = provider.stdout.readline().strip()
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=MESSAGE_OPTIONS) as channel:
                server = new_server()
                server.add_generic_rpc_handlers([Proxy(channel, releases, Sides(account), kubeconfig)])
                serve(server)
        finally:
            provider.kill()


if __name__ == "__main__":
    main()
