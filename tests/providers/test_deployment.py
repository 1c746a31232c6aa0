"""`aws-dev` goes up and down under the vendor's provider, in an account that moto pretends.

What moto cannot hold is listed with the error that comes of it, in `known/moto.yaml`; the tests fail when the list is
no longer true, in either direction. Nothing is changed in the program for moto's sake. Objects inside the cluster are
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
SECONDS = 420
KNOWN = yaml.safe_load((Path(__file__).parent / "known" / "moto.yaml").read_text(encoding="utf-8"))
REFUSED: Mapping[str, str] = KNOWN["refused"]
LEFT_OUT = ("**kubernetes:**", *KNOWN["excluded"])
WITHOUT = (*(argument for urns in LEFT_OUT for argument in ("--exclude", urns)), "--exclude-dependents")
HELD = {
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/vpc:Vpc",
    "aws:ecr/repository:Repository",
    "aws:eks/cluster:Cluster",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:kms/key:Key",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketPolicy:BucketPolicy",
}


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
def deployed(project: Project) -> Run:
    """The stack, deployed as far as moto goes."""
    return run(project, "up", STACK, "--yes", "--skip-preview", "--continue-on-error", *WITHOUT, seconds=SECONDS)


def test_what_moto_refuses_is_known(deployed: Run) -> None:
    said = deployed.refused()
    assert said.keys() == REFUSED.keys()
    assert [name for name, error in said.items() if REFUSED[name] not in error] == []


def test_what_moto_holds_is_created(deployed: Run) -> None:
    created = {label(urn) for urn, operation in deployed.done.items() if operation == "create"}
    assert not created & REFUSED.keys()
    assert {name.split()[0] for name in created} >= HELD


@pytest.mark.usefixtures("deployed")
def test_everything_goes(project: Project) -> None:
    run(project, "destroy", STACK, "--yes", "--skip-preview", seconds=SECONDS)
    assert "urn:pulumi" not in project.run("stack", "--stack", STACK, "--show-urns")
