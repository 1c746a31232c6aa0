"""`aws-dev` goes up and down under the vendor's provider, in an account that moto pretends.

What moto cannot hold is listed with moto's own words, in `known/moto.yaml`; the list fails this test when it is no
longer true, in either direction. Nothing is changed in the program for moto's sake. Objects inside the cluster are
left out: moto's cluster has no API server.
"""

from collections.abc import Generator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from lab.project import Project
from tests.providers.conftest import Plugins
from tests.providers.emulator import moto
from tests.providers.runs import Run, label, run

STACK = "aws-dev"
ACCOUNT = "123456789012"
INSIDE = ("--exclude", "**kubernetes:**", "--exclude-dependents")
SECONDS = 500
KNOWN = Path(__file__).parent / "known" / "moto.yaml"


@pytest.fixture(scope="module")
def project(plugin: Plugins, tmp_path_factory: pytest.TempPathFactory) -> Generator[Project]:
    """A project with the stack, and an empty account."""
    assert plugin["aws"]
    made = Project.create(tmp_path_factory.mktemp("aws"), "a passphrase for tests")
    with moto(ACCOUNT) as account:
        made = replace(made, environment={**made.environment, **account})
        made.add(STACK, {}, {})
        yield made


@pytest.fixture(scope="module")
def refused() -> Mapping[str, str]:
    """What moto cannot hold: a part of what it says, by resource."""
    return yaml.safe_load(KNOWN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def deployed(project: Project) -> Run:
    """The stack, deployed as far as moto goes."""
    return run(project, "up", STACK, "--yes", "--skip-preview", "--continue-on-error", *INSIDE, seconds=SECONDS)


def test_what_moto_refuses_is_known(deployed: Run, refused: Mapping[str, str]) -> None:
    said = {name: error for name, error in deployed.refused().items() if name}
    assert said.keys() == refused.keys()
    assert [name for name, error in said.items() if refused[name] not in error] == []


def test_everything_else_is_created(deployed: Run, refused: Mapping[str, str]) -> None:
    created = {label(urn) for urn, operation in deployed.done.items() if operation == "create"}
    assert not created & refused.keys()
    assert {name for name in created if name.startswith("aws:eks/nodeGroup")} >= {
        "aws:eks/nodeGroup:NodeGroup pool-cpu",
        "aws:eks/nodeGroup:NodeGroup pool-gpu",
    }


@pytest.mark.usefixtures("deployed")
def test_the_same_again_changes_nothing_but_what_was_refused(project: Project, refused: Mapping[str, str]) -> None:
    again = run(project, "preview", STACK, *INSIDE, seconds=SECONDS)
    changing = {label(urn) for urn, operation in again.done.items() if operation not in {"same", "read"}}
    assert changing <= refused.keys()


@pytest.mark.usefixtures("deployed")
def test_everything_goes(project: Project) -> None:
    run(project, "destroy", STACK, "--yes", "--skip-preview", seconds=SECONDS)
    assert project.run("stack", "--stack", STACK, "--show-urns").count("urn:pulumi") == 0
