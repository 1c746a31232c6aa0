"""A state folder of the tests' own, so that a lab of the same name elsewhere on the machine is another one."""

from collections.abc import Iterator

import pytest

from lab.cluster import down


@pytest.fixture(scope="module", autouse=True)
def state_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where labs of one module keep what they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def name() -> Iterator[str]:
    """The name of a lab that is taken down after the test, whatever became of it."""
    yield "test"
    down("test")
