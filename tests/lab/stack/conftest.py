"""The demonstration's stack on a real node, deployed once for the tests of one module."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.cluster import Lab
from lab.cluster.kubectl import Kubectl, kubectl_of
from lab.demo import settings
from lab.demo.model import NAME, VERSION, Trained, train
from lab.demo.prediction import service_of
from lab.images import build
from lab.project import Project
from tests.rigs.labs import running_lab

LAB = "stack-tests"
IMAGES = ("puller", "mlserver")
TRANSSHIP = str(Path(sys.executable).parent / "transship")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A running lab whose node has the images, taken down afterwards."""
    with running_lab(LAB, "real", with_images=IMAGES) as up:
        yield up


@pytest.fixture(scope="module")
def kubectl(lab: Lab) -> Kubectl:
    """Kubectl for its cluster."""
    return kubectl_of(lab.clusters[0])


@pytest.fixture(scope="module")
def trained(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The demonstration's model, pushed to the lab's registry."""
    made = train(tmp_path_factory.mktemp("model") / NAME)
    command = [TRANSSHIP, "models", "push", str(made.folder), f"{NAME}/{VERSION}"]
    subprocess.run(command, env=settings.registry_environment(lab), check=True, timeout=60)
    return made


@pytest.fixture(scope="module")
def url(lab: Lab, trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of the deployed model's Service."""
    assert trained.folder
    project = Project.create(tmp_path_factory.mktemp("project"), "a passphrase for tests")
    names = {name: build(name).reference for name in IMAGES}
    project.add(settings.STACK, settings.options(lab, lab.clusters[0].node_names[:1], names), settings.secrets(lab))
    project.up(settings.STACK)
    return service_of(project.outputs(settings.STACK), NAME)
