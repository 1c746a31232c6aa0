"""The documents of an OCI image, and the archive that holds them with the layers. Pure but for writing the archive.

Sources: https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md,
https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md,
https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md (2026-11-21).
"""

import hashlib
import io
import json
import platform
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.images.definition import NONROOT, ImageDefinition

_MEDIA = "application/vnd.oci.image"
_MANIFEST_TYPE = f"{_MEDIA}.manifest.v1+json"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_LONG_AGO = "1970-01-01T00:00:00Z"
_ENVIRONMENT = {
    "HOME": "/tmp",  # noqa: S108 - where a pod mounts what may be written
    "LANG": "C.UTF-8",
    "PATH": "/usr/local/bin:/usr/bin",
}
"""What every image's programs find, unless the image or the pod says otherwise."""


@dataclass(frozen=True, slots=True)
class Blob:
    """Something that is named by the digest of its bytes.

    Attributes:
        digest: `sha256:` and 64 hexadecimal digits.
        size_bytes: its length.
        content: the bytes, or the file that holds them.
        media_type: what kind of document or layer it is.
    """

    digest: str
    size_bytes: int
    content: bytes | Path
    media_type: str

    @classmethod
    def of_document(cls, document: Mapping[str, object], media_type: str) -> "Blob":
        """A document as JSON, in the one way that gives the same bytes every time."""
        content = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
        return cls(f"sha256:{hashlib.sha256(content).hexdigest()}", len(content), content, media_type)

    @classmethod
    def of_layer(cls, tar: Path, digest: str) -> "Blob":
        """A layer as it is: nothing has to be inflated on a machine that both builds and runs it."""
        return cls(digest, tar.stat().st_size, tar, f"{_MEDIA}.layer.v1.tar")

    @property
    def descriptor(self) -> dict[str, object]:
        """How other documents point at it."""
        return {"mediaType": self.media_type, "digest": self.digest, "size": self.size_bytes}


def architecture() -> str:
    """This machine's, by the name that images use."""
    return _ARCHITECTURES.get(platform.machine(), platform.machine())


def config(definition: ImageDefinition, layers: Sequence[Blob], version: str) -> Blob:
    """How a container of the image starts, and of what the image is made.

    Args:
        definition: the image.
        layers: its layers, lowest first.
        version: what its labels say.
    """
    environment = {**_ENVIRONMENT, **definition.environment}
    document: dict[str, object] = {
        "architecture": architecture(),
        "os": "linux",
        "created": _LONG_AGO,
        "config": {
            "User": f"{NONROOT}:{NONROOT}",
            "Env": [f"{key}={value}" for key, value in sorted(environment.items())],
            "Entrypoint": list(definition.entrypoint),
            "Cmd": list(definition.arguments),
            "WorkingDir": "/",
            "Labels": {
                "org.opencontainers.image.title": definition.name,
                "org.opencontainers.image.description": definition.purpose,
                "org.opencontainers.image.version": version,
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [layer.digest for layer in layers]},
        "history": [{"created": _LONG_AGO, "created_by": layer.title} for layer in definition.layers],
    }
    return Blob.of_document(document, f"{_MEDIA}.config.v1+json")


def manifest(config: Blob, layers: Sequence[Blob]) -> Blob:
    """What an image's digest is the digest of."""
    document: dict[str, object] = {
        "schemaVersion": 2,
        "mediaType": _MANIFEST_TYPE,
        "config": config.descriptor,
        "layers": [layer.descriptor for layer in layers],
    }
    return Blob.of_document(document, _MANIFEST_TYPE)


def write_archive(path: Path, blobs: Iterable[Blob], manifest: Blob, references: Mapping[str, str]) -> None:
    """Writes an OCI image layout as a tar.

    Args:
        path: of the archive.
        blobs: config and layers.
        manifest: of the image.
        references: full names that containerd gives the image on import, each with the short name that other tools
            choose it by.
    """
    with tarfile.open(path, "w") as tar:
        _add(tar, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}')
        _add(tar, "index.json", _index(manifest, references))
        for blob in (manifest, *blobs):
            _add(tar, f"blobs/{blob.digest.replace(':', '/')}", blob.content)


def _index(manifest: Blob, references: Mapping[str, str]) -> bytes:
    entries = [
        {
            **manifest.descriptor,
            "annotations": {"io.containerd.image.name": full, "org.opencontainers.image.ref.name": short},
        }
        for full, short in references.items()
    ]
    document: dict[str, object] = {
        "schemaVersion": 2,
        "mediaType": f"{_MEDIA}.index.v1+json",
        "manifests": entries,
    }
    return json.dumps(document, sort_keys=True).encode()


def _add(tar: tarfile.TarFile, name: str, content: bytes | Path) -> None:
    member = tarfile.TarInfo(name)
    if isinstance(content, bytes):
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
        return
    member.size = content.stat().st_size
    with content.open("rb") as file:
        tar.addfile(member, file)
