"""One S3 server for a test module; each test has a registry prefix and a state folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rigs.s3_server import S3Server, s3_server
from transship.models.location import open_registry
from transship.models.registry import Registry


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as running:
        yield running


@pytest.fixture
def variables(server: S3Server, tmp_path: Path) -> dict[str, str]:
    """What a process needs in its environment to work on this test's registry."""
    return {
        **server.variables,
        "TRANSSHIP_REGISTRY": f"{server.registry}/{tmp_path.name}",
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


@pytest.fixture
def registry(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Registry:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return open_registry(variables["TRANSSHIP_REGISTRY"])
