"""What a cloud creates by itself for objects in its cluster: there while the object is, and in the way meanwhile."""

import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, cast

from components.errors import OperationError
from lab.clouds.account import Account, AlreadyThereError
from lab.clouds.nodes import lab_kubectl
from lab.clouds.values import Value, at
from lab.clouds.vendor import Standing
from lab.clouds.vendors import load

VENDOR: Final = "vendor"
"""The account's setting: whose cloud the cluster is in; empty for clusters that are in none."""

KINDS: Final = frozenset({"Service", "Gateway", "PersistentVolumeClaim"})
"""What clouds watch for."""

_ADDRESS: Final = {"status": {"loadBalancer": {"ingress": [{"hostname": "load-balancer.stand-in.example.com"}]}}}
_TRIES, _PAUSE_SECONDS = 100, 0.3

ManifestValues = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sides:
    """The cloud's own doing in one account."""

    account: Account

    def appeared(self, manifest: ManifestValues) -> None:
        """Creates what the cloud would create for an object that is there now."""
        vendor = self.account.setting(VENDOR)
        for side in load(vendor).sides(manifest, self.account) if vendor else ():
            standing = Standing(token=side.token, id=side.id, urn="", name=_name(manifest), inputs={}, outputs={})
            with suppress(AlreadyThereError):
                self.account.add(standing, (), side.references)

    def gone(self, manifest: ManifestValues) -> None:
        """Removes it again."""
        for each in self.account.resources():
            if not each.urn and each.name == _name(manifest):
                self.account.remove(each.id, each.token)

    def answer(self, manifest: ManifestValues) -> None:
        """Gives a Service of type LoadBalancer its address once it is there: its creation waits for that."""
        if manifest.get("kind") == "Service" and at(manifest, "spec.type") == "LoadBalancer":
            threading.Thread(target=self._give_address, args=[manifest], daemon=True).start()

    def _give_address(self, manifest: ManifestValues) -> None:
        kubectl = lab_kubectl(self.account)
        if kubectl is None:
            return
        where = cast("str", at(manifest, "metadata.namespace") or "default")
        name = cast("str", at(manifest, "metadata.name"))
        patch = ("patch", "service", name, f"--namespace={where}", "--subresource=status", "--type=merge")
        for _ in range(_TRIES):
            with suppress(OperationError):
                kubectl.run(*patch, f"--patch={json.dumps(_ADDRESS)}")
                return
            time.sleep(_PAUSE_SECONDS)


def _name(manifest: ManifestValues) -> str:
    """What the engine can never call a resource: kind, namespace and name."""
    return f"{manifest['kind']}/{at(manifest, 'metadata.namespace')}/{at(manifest, 'metadata.name')}"
