"""Where layers and images are kept, so that what was built once is never built again.

All below `<cache>/transship/images/`:

- `layers/<key>-<digest>.tar`: a layer, under the key of what it was made from and the digest of its bytes.
- `archives/<name>-<version>-<digest>.tar`: an image; it holds its layers, so it can be passed on alone.

Each is whole, because it is renamed into place, and goes when nobody has asked for it for a week. What an interrupted
build leaves lies in the engine's folder for partial work, where the next build, of whatever layer, deletes it.
"""

import hashlib
import inspect
import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from lab.engine import cache as engine_cache
from lab.engine import files
from lab.images.definition import Layer
from lab.images.oci import architecture
from lab.images.packing import pack

_SHARED_CODE = tuple(Path(__file__).with_name(name) for name in ("interpreter.py", "packing.py"))
"""What decides the bytes of every layer, besides the module that defines its kind."""

_KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class PackedLayer:
    """A finished layer.

    Attributes:
        tar: its files, as they go into every image that has the layer.
        digest: of the tar, `sha256:…`.
    """

    tar: Path
    digest: str


def root() -> Path:
    """The images' folder in the user's cache; it need not exist yet."""
    return engine_cache.root().parent / "images"


def layer_key(layer: Layer, below: Sequence[str]) -> str:
    """A name for everything that decides what is in a layer: its inputs, our code, the machine, the layers below.

    Args:
        layer: the layer.
        below: the keys of those under it, lowest first.
    """
    code = [path.read_text(encoding="utf-8") for path in (Path(inspect.getfile(type(layer))), *_SHARED_CODE)]
    return _digest([architecture(), type(layer).__name__, *code, *layer.inputs(), *below])


def kept_layer(key: str) -> PackedLayer | None:
    """The layer of a key; None when it was never finished."""
    for path in (root() / "layers").glob(f"{key}-*.tar"):
        return PackedLayer(used(path), f"sha256:{path.stem.partition('-')[2]}")
    return None


def make_layer(layer: Layer, key: str, below: Sequence[Path]) -> PackedLayer:
    """Builds a layer and keeps it; waits where another process is building the same one, and takes that.

    Raises:
        OperationError: it could not be built; says why.
    """
    with building() as lent:
        if there := kept_layer(key):
            return there
        # A new name: programs that a killed build started may still be writing below the old one.
        folder = Path(tempfile.mkdtemp(dir=lent))
        filled, tar = folder / "root", folder / "layer.tar"
        filled.mkdir()
        layer.fill(filled, below)
        pack(filled, tar)
        with tar.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return PackedLayer(keep(tar, root() / "layers" / f"{key}-{digest}.tar"), f"sha256:{digest}")


def building() -> AbstractContextManager[Path]:
    """Lends an empty folder on the cache's file system, to one process at a time: a build keeps every core busy."""
    return engine_cache.working_on("images")


def keep(finished: Path, final: Path) -> Path:
    """Moves a finished file into the cache in one step, its bytes on disk first."""
    final.parent.mkdir(parents=True, exist_ok=True)
    files.sync(finished)
    finished.rename(final)
    files.sync(final.parent)
    return final


def used(path: Path) -> Path:
    """Notes that a file of the cache is still of use."""
    path.touch()
    return path


def forget_unused() -> None:
    """Deletes what nobody has asked for in a week: each change of our modules makes another image."""
    for path in root().glob("*/*.tar"):
        if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(list(words)).encode()).hexdigest()[:16]
