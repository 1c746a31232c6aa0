"""After an engine was killed: what it was creating at that moment is in the cloud, but not among its resources.

Its state says what that was, under `pending_operations`, and a cloud's console says which id it got; here the account
does. The two are put together by `pulumi stack export` and `import`: `pulumi refresh --import-pending-creates`, which
is meant for this, drops the operation without taking the resource in (seen with 3.259.0).
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from lab.clouds.account import Account
from lab.project import Project

_CREATING = "creating"

Entry = Mapping[str, Any]


def recover(project: Project, stack: str, account: Account) -> list[str]:
    """Takes what a killed engine left half-way into its state, so that the next `up` goes on from there.

    Returns:
        The URNs of what was taken in. What the account does not know was never created, and is forgotten.
    """
    project.run("cancel", "--yes", stack)
    exported = json.loads(project.run("stack", "export", "--stack", stack))
    deployment = exported["deployment"]
    pending = cast("list[Entry]", deployment.pop("pending_operations", None) or [])
    if not pending:
        return []
    created = {each["resource"]["urn"]: each["resource"] for each in pending if each["type"] == _CREATING}
    found = [{**created[each.urn], "id": each.id} for each in account.resources() if each.urn in created]
    deployment["resources"] = [*deployment.get("resources", []), *found]
    project.run("stack", "import", "--stack", stack, stdin=json.dumps(exported))
    project.refresh(stack)
    return [str(each["urn"]) for each in found]
