"""A lab with fake nodes and a Pulumi project in it: pods become ready at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.cluster import Cluster, Lab
from lab.cluster.kubectl import Kubectl, kubectl_of
from lab.demo import settings
from lab.project import Project
from tests.rigs.labs import running_lab

NAME = "engine-tests"
IMAGES = {"puller": "transship.local/puller:test", "mlserver": "transship.local/mlserver:test"}


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A lab for all of these tests: each destroys what it deployed."""
    with running_lab(NAME, "fake", cpu_nodes=2, gpu_nodes=2) as up:
        yield up


@pytest.fixture(scope="module")
def cluster(lab: Lab) -> Cluster:
    """The lab's only cluster."""
    return lab.clusters[0]


@pytest.fixture(scope="module")
def kubectl(cluster: Cluster) -> Kubectl:
    """Kubectl for it."""
    return kubectl_of(cluster)


@pytest.fixture
def project(lab: Lab, tmp_path: Path) -> Project:
    """A project folder with the demonstration's stack, nothing deployed."""
    made = Project.create(tmp_path / "project", "a passphrase for tests")
    nodes = lab.clusters[0].node_names
    made.add(settings.STACK, settings.options(lab, nodes[:1], IMAGES), settings.secrets(lab))
    return made
