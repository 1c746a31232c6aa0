"""A lab whose node has the images, shared by the tests of one module."""

from collections.abc import Iterator

import pytest

from lab.cluster import Lab, down, images, up
from lab.cluster.kubectl import Kubectl, kubectl_of
from lab.images import build

NAME = "images-tests"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A running lab, taken down afterwards."""
    try:
        raised = up(NAME, nodes="real", cpu_nodes=0, gpu_nodes=0)
        for name in ("puller", "mlserver"):
            images.load(raised, build(name).archive)
        yield raised
    finally:
        down(NAME)


@pytest.fixture(scope="module")
def kubectl(lab: Lab) -> Kubectl:
    """Kubectl for its cluster."""
    return kubectl_of(lab.clusters[0])
