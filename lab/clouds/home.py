"""A home for the Pulumi command line in which the clouds' plugins are stand-ins."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lab.clouds.account import Account
from lab.clouds.plugin import ACCOUNT
from lab.engine import files, obtain
from lab.engine.pulumi_setup import wheel_version

PACKAGES: Final[Mapping[str, str]] = {
    "aws": "pulumi-aws",
    "azure-native": "pulumi-azure-native",
    "gcp": "pulumi-gcp",
}
"""The Python package of each plugin that has a stand-in: a program asks for the version that its package has."""

_KUBERNETES = "kubernetes"
_KUBERNETES_PART = "pulumi-resource-kubernetes"


def stand_in_environment(folder: Path, account: Account) -> dict[str, str]:
    """The variables that make `pulumi` find stand-ins, which share one account.

    Args:
        folder: becomes PULUMI_HOME.
        account: where they keep what they create.

    Returns:
        Variables to lay over those of `lab.engine.pulumi_environment`.
    """
    for name, package in PACKAGES.items():
        if version := wheel_version(package):
            put_plugin(folder, name, version, ["lab.clouds.plugin", name, version])
    if version := wheel_version(f"pulumi-{_KUBERNETES}"):
        real = str(obtain([_KUBERNETES_PART])[_KUBERNETES_PART].path)
        put_plugin(folder, _KUBERNETES, version, ["lab.clouds.kubernetes.plugin", version, real])
    return {"PULUMI_HOME": str(folder.absolute()), ACCOUNT: str(account.path.absolute())}


def put_plugin(home: Path, name: str, version: str, module: list[str]) -> None:
    """Puts a plugin where `pulumi` looks: a script that runs a module of ours with this process's own Python."""
    # -P: the engine starts plugins in the program's folder, whose modules must not be taken for others.
    command = shlex.join([sys.executable, "-P", "-m", *module])
    script = home / "plugins" / f"resource-{name}-v{version}" / f"pulumi-resource-{name}"
    script.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(script, f'#!/bin/sh\nexec {command} "$@"\n')
    script.chmod(0o755)
