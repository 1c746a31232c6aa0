"""The archive is an OCI image layout whose every digest is true."""

import hashlib
import io
import platform
from typing import cast

from lab.images.build import VERSION, build_image
from tests.unit.lab_images.rig import Archive, FakeLayer, Json, definition, names_in


def _quiet(_: str) -> None: ...


def _built() -> tuple[Archive, Json]:
    """An image of two layers, with its manifest."""
    image = build_image(definition(FakeLayer({"lower": "1"}), FakeLayer({"upper": "2"})), _quiet)
    archive = Archive.read(image.archive)
    entry = cast("list[Json]", archive.json("index.json")["manifests"])[0]
    assert entry["digest"] == image.digest
    return archive, archive.document(entry)


def test_it_says_that_it_is_an_image_layout() -> None:
    archive, _ = _built()
    assert archive.json("oci-layout") == {"imageLayoutVersion": "1.0.0"}


def test_a_node_knows_it_by_tag_and_by_digest() -> None:
    image = build_image(definition(FakeLayer({"file": "1"})), _quiet)
    entries = cast("list[Json]", Archive.read(image.archive).json("index.json")["manifests"])
    names = [entry["annotations"]["io.containerd.image.name"] for entry in entries]
    assert names == [f"transship.local/tool:{VERSION}", f"transship.local/tool@{image.digest}"]
    assert [image.reference, image.pinned] == names
    assert {str(entry["digest"]) for entry in entries} == {image.digest}


def test_layers_lie_in_order_and_are_named_by_what_they_hold() -> None:
    archive, manifest = _built()
    layers = [archive.blob(layer) for layer in cast("list[Json]", manifest["layers"])]
    names = [names_in(io.BytesIO(layer)) for layer in layers]
    assert names == [["lower"], ["upper"]]
    # Layers are not compressed, so the identity of a layer's files is the digest of the layer itself.
    config = archive.document(manifest["config"])
    assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(layer).hexdigest()}" for layer in layers]


def test_a_container_starts_as_the_definition_says_and_not_as_root() -> None:
    archive, manifest = _built()
    config = archive.document(manifest["config"])
    started = config["config"]
    assert started["User"] == "65532:65532"
    assert started["Entrypoint"] == ["tool"]
    assert started["Cmd"] == ["--help"]
    assert started["Env"] == ["HOME=/tmp", "LANG=C.UTF-8", "MODE=test", "PATH=/usr/local/bin:/usr/bin"]
    assert config["os"] == "linux"
    assert config["architecture"] == {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
    assert len(cast("list[Json]", config["history"])) == len(cast("list[str]", config["rootfs"]["diff_ids"]))
