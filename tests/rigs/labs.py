"""Labs for tests: up for as long as the tests of one module need them."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager

from lab.cluster import Lab, down, images, up
from lab.cluster.model import NodeKind
from lab.images import build


@contextmanager
def running_lab(
    name: str, nodes: NodeKind, *, cpu_nodes: int = 0, gpu_nodes: int = 0, with_images: Iterable[str] = ()
) -> Generator[Lab]:
    """A lab of that name, the images on its node; taken down afterwards, also when it did not come up whole."""
    try:
        lab = up(name, nodes=nodes, cpu_nodes=cpu_nodes, gpu_nodes=gpu_nodes)
        for image in with_images:
            images.load(lab, build(image).archive)
        yield lab
    finally:
        down(name)
