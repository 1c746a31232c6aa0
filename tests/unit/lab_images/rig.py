"""Layers and images small enough for unit tests, and a reader of archives that knows nothing of their writer."""

import hashlib
import json
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from lab.images.definition import ImageDefinition, Layer

Json = Mapping[str, "Json"]


@dataclass(slots=True)
class FakeLayer:
    """Files with their text; counts how often it was filled, and what lay below."""

    files: Mapping[str, str]
    title: str = "a layer for tests"
    below: list[Sequence[Path]] = field(default_factory=list[Sequence[Path]])

    def inputs(self) -> Iterable[str]:
        """The files."""
        return (json.dumps(dict(self.files)),)

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        """Writes the files."""
        self.below.append(below)
        for name, text in self.files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)

    @property
    def fills(self) -> int:
        """How often."""
        return len(self.below)


def definition(*layers: Layer, name: str = "tool") -> ImageDefinition:
    return ImageDefinition(
        name=name,
        purpose="tests",
        layers=layers,
        entrypoint=("tool",),
        arguments=("--help",),
        environment={"MODE": "test"},
    )


@dataclass(frozen=True, slots=True)
class Archive:
    """Every file of an image archive, by its name."""

    content: Mapping[str, bytes]

    @classmethod
    def read(cls, path: Path) -> "Archive":
        """Reads all of it."""
        with tarfile.open(path) as tar:
            opened = {member.name: tar.extractfile(member) for member in tar}
            return cls({name: file.read() for name, file in opened.items() if file})

    def json(self, name: str) -> Json:
        """A file that is JSON."""
        return cast("Json", json.loads(self.content[name]))

    def blob(self, descriptor: Json) -> bytes:
        """What a descriptor points at, after its digest and size were checked."""
        content = self.content[f"blobs/{cast('str', descriptor['digest']).replace(':', '/')}"]
        assert f"sha256:{hashlib.sha256(content).hexdigest()}" == descriptor["digest"]
        assert len(content) == cast("int", descriptor["size"])
        return content

    def document(self, descriptor: Json) -> Json:
        """A blob that is JSON, checked as every blob is."""
        return cast("Json", json.loads(self.blob(descriptor)))


def names_in(tar: Path | IO[bytes]) -> list[str]:
    """What a tar holds, in order."""
    with tarfile.open(tar) if isinstance(tar, Path) else tarfile.open(fileobj=tar) as opened:
        return opened.getnames()
