"""Emulators of the clouds' object stores: one of each for a test module, an own registry prefix for each test."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from components.errors import NotFoundError
from stacks.settings import ROOT
from tests.emulators.aws_stacks import MOST, STACKS, Built, built_in_emulator, with_everything_on
from tests.rigs.azurite import azurite
from tests.rigs.object_servers import ObjectServer
from transship.models.location import open_registry
from transship.models.registry import Registry

_SERVERS: dict[str, Callable[[], AbstractContextManager[ObjectServer]]] = {"azurite": azurite}
_CREDENTIALS = ("AWS_", "AZURE_", "GOOGLE_", "GCE_")


@pytest.fixture(autouse=True)
def nobodys_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the person who runs the tests has in the environment must not decide how they end."""
    for name in list(os.environ):
        if name.startswith(_CREDENTIALS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module", params=sorted(_SERVERS))
def server(request: pytest.FixtureRequest) -> Iterator[ObjectServer]:
    with ExitStack() as stack:
        try:
            running = stack.enter_context(_SERVERS[request.param]())
        except NotFoundError as error:
            pytest.skip(str(error))
        yield running


@pytest.fixture
def variables(server: ObjectServer, tmp_path: Path) -> dict[str, str]:
    """What a process needs in its environment to work on this test's registry."""
    return {
        **server.variables,
        "TRANSSHIP_REGISTRY": f"{server.registry}/{tmp_path.name}",
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


@pytest.fixture
def registry(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Registry:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return open_registry(variables["TRANSSHIP_REGISTRY"])


@pytest.fixture(scope="module", params=[*STACKS, f"{MOST} with everything on"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    name, _, more = str(request.param).partition(" ")
    root = with_everything_on(tmp_path_factory.mktemp("stacks")) if more else ROOT
    with built_in_emulator(name, root) as done:
        yield done
