"""A version's manifest: what it is, where it came from, and the SHA-256 and size of every file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from components.naming import NAME_PATTERN
from transship.models.file_paths import path_problems
from transship.models.json_reader import JsonReader
from transship.models.layout import CONTENT_PATTERN
from transship.models.reference import VERSION_PATTERN, VersionReference

SCHEMA_VERSION = 1
SHA256_PATTERN = r"^[0-9a-f]{64}$"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a version; `path` is relative, with forward slashes."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Details:
    """What the pusher says about a version.

    Attributes:
        framework: what wrote the files, for example `onnx`; empty when nobody said.
        metrics: what the version scored, by name.
        source: where it was made: a commit, a run, a notebook; empty when nobody said.
        parent: the version it was made from; empty when there is none.
    """

    framework: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict[str, float])
    source: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An immutable version.

    Attributes:
        content: the folder beside the manifest that holds the files.
        created_at: UTC, ISO 8601.
        tool: what pushed it, with its version.
        files: sorted by path.
    """

    reference: VersionReference
    details: Details
    created_at: str
    tool: str
    content: str
    files: tuple[ModelFile, ...]

    @property
    def size_bytes(self) -> int:
        """The size of all files together."""
        return sum(file.size_bytes for file in self.files)


def encode(manifest: Manifest) -> bytes:
    """The manifest as it is stored: JSON that people read too."""
    details = manifest.details
    document = {
        "schema_version": SCHEMA_VERSION,
        "name": manifest.reference.name,
        "version": manifest.reference.version,
        "framework": details.framework,
        "metrics": dict(details.metrics),
        "lineage": {
            "source": details.source,
            "parent": details.parent,
            "created_at": manifest.created_at,
            "tool": manifest.tool,
        },
        "content": manifest.content,
        "files": [asdict(file) for file in manifest.files],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False).encode()


def decode(data: bytes, title: str) -> Manifest:
    """Reads a manifest; `title` says where it was stored.

    Raises:
        UnsupportedError: a newer client wrote it.
        InvalidInputError: it is damaged; every problem at once.
    """
    reader = JsonReader.of(data, title, SCHEMA_VERSION)
    lineage = reader.part("lineage")
    manifest = Manifest(
        reference=VersionReference(reader.text("name", NAME_PATTERN), reader.text("version", VERSION_PATTERN)),
        details=Details(
            framework=reader.text("framework"),
            metrics=reader.numbers("metrics"),
            source=lineage.text("source"),
            parent=lineage.text("parent"),
        ),
        created_at=lineage.text("created_at"),
        tool=lineage.text("tool"),
        content=reader.text("content", CONTENT_PATTERN),
        files=tuple(
            ModelFile(part.text("path"), part.text("sha256", SHA256_PATTERN), part.whole("size_bytes"))
            for part in reader.parts("files")
        ),
    )
    reader.problems.extend(path_problems(file.path for file in manifest.files))
    reader.finish()
    return manifest
