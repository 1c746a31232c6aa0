"""Where a stack is rehearsed: a copy of the project, an account, a cluster. Nothing of it is the user's own."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import yaml

from lab.clouds import nodes
from lab.clouds.account import Account
from lab.clouds.home import stand_in_environment
from lab.clouds.kubernetes import sides
from lab.clouds.rehearsal.brought import bring
from lab.clouds.rehearsal.owned import put_machines
from lab.clouds.rehearsal.volumes import put_volumes
from lab.cluster import Cluster
from lab.cluster.kubectl import Kubectl, kubectl_of
from lab.project import PROGRAM, Project

PLUGINS: Final[Mapping[str, str]] = {"aws": "aws", "azure": "azure-native", "gcp": "gcp"}
"""The plugin whose cloud a target is; a target that is not here is in no cloud."""

_PASSPHRASE = "a rehearsal keeps no secret"  # noqa: S105 - it protects placeholders


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One stack, ready to be brought up.

    Attributes:
        stack: its name.
        project: the copy.
        account: the pretended cloud; empty for a target that is in none.
        plugin: whose cloud that is; empty for none.
        kubectl: for the cluster that stands in for the stack's own.
    """

    stack: str
    project: Project
    account: Account
    plugin: str
    kubectl: Kubectl

    @property
    def environment_file(self) -> Path:
        """The copy's description of the environment."""
        return self.project.program / "environments" / f"{self.stack.split('-', 1)[1]}.yaml"


def set_scene(stack: str, folder: Path, cluster: Cluster, secrets: Mapping[str, str]) -> Scene:
    """Copies the project and prepares an account, in an empty folder.

    Args:
        stack: one that the repository has a file for.
        folder: holds everything of the rehearsal.
        cluster: a lab's, with fake nodes.
        secrets: placeholders for the secret settings of the stack's target.
    """
    program = folder / "stacks"
    shutil.copytree(PROGRAM, program, ignore=shutil.ignore_patterns("__pycache__"))
    kubectl = kubectl_of(cluster)
    config = _config(program / f"Pulumi.{stack}.yaml")
    plugin = PLUGINS.get(str(config["transship:target"]), "")
    account = Account.create(folder / "account.db")
    account.set(nodes.KUBECONFIG, str(kubectl.kubeconfig))
    account.set(nodes.KUBECTL, str(kubectl.program))
    account.set(sides.VENDOR, plugin)
    bring(kubectl, plugin)
    put_volumes(kubectl)
    put_machines(kubectl, cast("Mapping[str, object]", config.get("transship:options", {})))
    project = _project(folder, program, account)
    project.add(stack, {}, {})
    _add_placeholders(folder / f"Pulumi.{stack}.yaml", secrets)
    return Scene(stack=stack, project=project, account=account, plugin=plugin, kubectl=kubectl)


def _project(folder: Path, program: Path, account: Account) -> Project:
    made = Project.create(folder, _PASSPHRASE, program)
    # First of all, so that the copy's modules, and with them its environments, are those that run.
    first = os.pathsep.join(filter(None, [str(folder.absolute()), os.environ.get("PYTHONPATH", "")]))
    extra = {**stand_in_environment(folder / "home", account), "PYTHONPATH": first}
    return Project(folder, {**made.environment, **extra}, program)


def _add_placeholders(file: Path, secrets: Mapping[str, str]) -> None:
    """In clear, as there is nothing to hide: the engine needs a second to encrypt each."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content["config"]["transship:secrets"] = dict(secrets)
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def _config(file: Path) -> dict[str, object]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
