"""The vendors' providers, where they have been obtained, and projects that run with them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lab.engine import locate, pulumi_environment
from lab.project import Project


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a plugin whose build takes up to an hour, so an ordinary run leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.providers)


@pytest.fixture(scope="session")
def plugin() -> "Plugins":
    """The vendors' plugins by the name of their cloud."""
    return Plugins()


class Plugins:
    """Finds plugins, and skips the test that asks for one that is not there."""

    def __getitem__(self, cloud: str) -> Path:
        found = locate(f"pulumi-resource-{cloud}")
        if found is None:
            pytest.skip(
                f"the provider for {cloud} is not on this machine: python -m lab.engine pulumi-resource-{cloud}"
            )
        return found

    def schema(self, cloud: str, folder: Path) -> Mapping[str, Any]:
        """What the plugin says that it takes."""
        project = Project(folder, {**os.environ, **pulumi_environment(folder / "state", "a passphrase for tests")})
        return json.loads(project.run("package", "get-schema", str(self[cloud]), seconds=300))
