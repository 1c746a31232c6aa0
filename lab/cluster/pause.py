"""The pause image, which holds the namespaces of each pod: a program of our own, so no registry is needed."""

import shutil
from pathlib import Path

from lab.cluster import static_image

REFERENCE = "transship.local/pause:1"

_SOURCE = Path(__file__).parent / "pause" / "main.go"


def archive() -> Path:
    """The image as an archive; built when it is not in the cache.

    Raises:
        NotFoundError: it has to be built and there is no Go.
        OperationError: the build failed.
    """
    return static_image.archive(_SOURCE, REFERENCE)


def can_be_had() -> bool:
    """Whether it was built before, or can be built."""
    return static_image.cached(_SOURCE, REFERENCE).exists() or shutil.which("go") is not None
