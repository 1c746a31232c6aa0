"""Building an image: every layer that the cache lacks, then the archive."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from components.errors import NotFoundError, nearest
from lab.images import cache, oci
from lab.images.cache import PackedLayer
from lab.images.catalogue import IMAGES
from lab.images.definition import ImageDefinition, Layer
from lab.images.oci import Blob

HOST = "transship.local"
"""The first step of every reference: a name that no resolver knows, so no pull can leave the machine."""

VERSION = version("transship")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Image:
    """An image that is there to be loaded.

    Attributes:
        reference: by name and version, for example `transship.local/mlserver:0.1.0`.
        digest: of its manifest, for example `sha256:…`.
        archive: an OCI image layout in a tar.
    """

    reference: str
    digest: str
    archive: Path

    @property
    def pinned(self) -> str:
        """The reference that can only mean these bytes; a node that has the archive knows it by this name too."""
        return f"{self.reference.rpartition(':')[0]}@{self.digest}"


def build(name: str, say: Say = lambda _: None) -> Image:
    """Builds one of `IMAGES`, or finds it in the user's cache.

    Safe to interrupt, to run again, and to run twice at once: finished layers are kept, and an archive is there whole
    or not at all.

    Args:
        name: of the image.
        say: told a line for each step that takes time.

    Raises:
        NotFoundError: there is no such image, or this machine lacks a program to build it with.
        OperationError: a package could not be had.
    """
    if name not in IMAGES:
        raise NotFoundError.because("images", f'"{name}" is not known', hint=nearest(name, IMAGES))
    return build_image(IMAGES[name], say)


def build_image(definition: ImageDefinition, say: Say) -> Image:
    """What `build` does, for any definition."""
    layers = [Blob.of_layer(layer.tar, layer.digest) for layer in _packed(definition, say)]
    config = oci.config(definition, layers, VERSION)
    manifest = oci.manifest(config, layers)
    stem = f"{definition.name}-{VERSION}-{manifest.digest.partition(':')[2][:16]}"
    image = Image(f"{HOST}/{definition.name}:{VERSION}", manifest.digest, cache.root() / "archives" / f"{stem}.tar")
    if image.archive.exists():
        cache.used(image.archive)
    else:
        say(f"{definition.name}: writing the archive")
        with cache.building() as folder:
            written = folder / "image.tar"
            references = {image.reference: VERSION, image.pinned: manifest.digest}
            oci.write_archive(written, [config, *layers], manifest, references)
            cache.keep(written, image.archive)
            cache.forget_unused()
    return image


def _packed(definition: ImageDefinition, say: Say) -> list[PackedLayer]:
    """Every layer, lowest first, built where the cache lacks it."""
    packed: list[PackedLayer] = []
    keys: list[str] = []
    for layer in definition.layers:
        keys.append(cache.layer_key(layer, keys))
        packed.append(cache.kept_layer(keys[-1]) or _made(definition, layer, keys[-1], packed, say))
    return packed


def _made(definition: ImageDefinition, layer: Layer, key: str, below: Sequence[PackedLayer], say: Say) -> PackedLayer:
    """A layer that is built now, with its time told."""
    say(f"{definition.name}: {layer.title}")
    start = time.monotonic()
    made = cache.make_layer(layer, key, [each.tar for each in below])
    mebibytes = made.tar.stat().st_size / 2**20
    say(f"{definition.name}: {layer.title}, {mebibytes:.1f} MiB, {time.monotonic() - start:.1f} s")
    return made
