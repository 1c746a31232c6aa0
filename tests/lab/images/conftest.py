"""A lab whose node has the images, shared by the tests of one module."""

from collections.abc import Iterator

import pytest

from lab.cluster import Lab
from lab.cluster.kubectl import Kubectl, kubectl_of
from tests.rigs.labs import running_lab

NAME = "images-tests"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A running lab, taken down afterwards."""
    with running_lab(NAME, "real", with_images=("puller", "mlserver")) as up:
        yield up


@pytest.fixture(scope="module")
def kubectl(lab: Lab) -> Kubectl:
    """Kubectl for its cluster."""
    return kubectl_of(lab.clusters[0])
