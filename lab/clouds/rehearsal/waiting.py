"""What the user of the real cloud would wait for: the longest way through what is created."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from lab.clouds.account import Account
from lab.clouds.rehearsal.report import Creation
from lab.clouds.vendor import Vendor
from lab.project import Project

State = Mapping[str, Any]


def creations(account: Account, vendor: Vendor) -> list[Creation]:
    """Everything that was created, in order."""
    covered = set(vendor.tokens())
    return [
        Creation(
            token=event.token,
            name=event.urn.rsplit("::", maxsplit=1)[-1],
            id=event.id,
            real_seconds=vendor.seconds(event.token).create if event.token in covered else 0,
            source=vendor.seconds(event.token).source if event.token in covered else "",
        )
        for event in account.events()
        if event.operation == "create" and not event.trouble
    ]


def critical_path(project: Project, stack: str, account: Account, vendor: Vendor) -> list[Creation]:
    """The chain of resources, each after what it needs, that takes longest in the real cloud."""
    urns = [event.urn for event in account.events() if event.operation == "create" and not event.trouble]
    made = dict(zip(urns, creations(account, vendor), strict=True))
    needs = dependencies(json.loads(project.run("stack", "export", "--stack", stack)))

    @cache
    def longest(urn: str) -> tuple[float, tuple[str, ...]]:
        seconds, before = max((longest(other) for other in needs.get(urn, ())), default=(0.0, ()))
        return seconds + (made[urn].real_seconds if urn in made else 0), (*before, urn)

    _, way = max((longest(urn) for urn in needs), default=(0.0, ()))
    return [made[urn] for urn in way if urn in made and made[urn].real_seconds]


def dependencies(exported: State) -> dict[str, Sequence[str]]:
    """What each resource of a stack waits for before it is created."""
    resources = cast("list[State]", exported["deployment"].get("resources", []))
    return {
        each["urn"]: [
            urn
            for urn in (*each.get("dependencies", ()), each.get("parent", ""), _provider(each))
            if urn and urn != each["urn"]
        ]
        for each in resources
    }


def _provider(resource: State) -> str:
    """The URN in `<urn>::<id>`."""
    return str(resource.get("provider", "")).rpartition("::")[0]
