"""Drift: what somebody changed by hand in the cloud and in the cluster, and whether it was put right."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from components.errors import OperationError
from lab.clouds.account import Account
from lab.clouds.values import Value, at
from lab.clouds.vendor import Standing
from lab.cluster.kubectl import Kubectl

OURS = "app.kubernetes.io/managed-by=transship"
"""The label of every object in a cluster that a stack made."""

_TAGGED = ("tags", "labels", "userLabels", "resourceLabels")
_DRIFTED = "drifted"
_KIND = "networkpolicy"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of one resource, and what it was."""

    standing: Standing
    path: str
    before: Value


@dataclass(frozen=True, slots=True)
class Drift:
    """What was changed.

    Attributes:
        tag: in the cloud; None where nothing there has tags.
        removed: an object in the cluster, `namespace/name`; empty where there was none.
    """

    tag: Tag | None
    removed: str

    @property
    def expected(self) -> str:
        """What was done, in words."""
        words = [f"{self.tag.standing.id}: {self.tag.path} changed"] if self.tag else []
        return ", ".join([*words, *([f"{_KIND} {self.removed} deleted"] if self.removed else [])])


def inject(account: Account, kubectl: Kubectl) -> Drift:
    """Changes the first tag there is, and deletes a network policy of the stack's."""
    tag = next(_tags(account), None)
    if tag:
        account.drift(tag.standing.id, tag.path, _DRIFTED, tag.standing.token)
    removed = next(iter(_objects(kubectl)), "")
    if removed:
        namespace, name = removed.split("/")
        kubectl.run("delete", _KIND, name, f"--namespace={namespace}")
    return Drift(tag, removed)


def remaining(drift: Drift, account: Account, kubectl: Kubectl) -> str:
    """What is still not as it was; empty when all was put right."""
    found: list[str] = []
    if drift.tag:
        now = account.find(drift.tag.standing.token, drift.tag.standing.id)
        if now is None or at(now.outputs, drift.tag.path) != drift.tag.before:
            found.append(f"{drift.tag.standing.id}: {drift.tag.path} is not what it was")
    if drift.removed and drift.removed not in _objects(kubectl):
        found.append(f"{_KIND} {drift.removed} is not there")
    return ", ".join(found)


def _tags(account: Account) -> Iterator[Tag]:
    for standing in account.resources():
        for name in _TAGGED:
            tags = standing.inputs.get(name)
            # A path has dots between its steps, so keys with dots are left alone.
            for key in tags if isinstance(tags, dict) else ():
                if "." not in key and "[" not in key:
                    yield Tag(standing, f"{name}.{key}", at(standing.outputs, f"{name}.{key}"))


def _objects(kubectl: Kubectl) -> list[str]:
    with suppress(OperationError):
        said = kubectl.run("get", _KIND, "--all-namespaces", f"--selector={OURS}", "--output=json")
        found = [item["metadata"] for item in json.loads(said)["items"]]
        return sorted(f"{each['namespace']}/{each['name']}" for each in found)
    return []
