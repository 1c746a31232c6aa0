"""A project whose cloud is a small stand-in, over an account of its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lab.clouds.account import Account
from lab.clouds.home import put_plugin, stand_in_environment
from lab.engine.pulumi_setup import wheel_version
from lab.project import Project
from tests.engine.programs import project_of

STACK = "dev"


@pytest.fixture
def account(tmp_path: Path) -> Account:
    """An empty account."""
    return Account.create(tmp_path / "account.db")


@pytest.fixture
def project(account: Account, tmp_path: Path) -> Iterator[Project]:
    """A project that runs the program in `tests/engine/cloud`; whatever it deployed is destroyed afterwards."""
    folder = tmp_path / "project"
    folder.mkdir()
    made = project_of("cloud", folder)
    version = wheel_version("pulumi-aws")
    environment = stand_in_environment(folder / "home", account)
    put_plugin(folder / "home", "aws", version, ["tests.engine.clouds.small", version])
    ready = replace(made, environment={**made.environment, **environment})
    ready.run("stack", "select", "--create", STACK)
    yield ready
    ready.run("cancel", "--yes", STACK)
    ready.destroy(STACK)
    assert account.resources() == []
