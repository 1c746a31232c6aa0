"""What the images are made of: pinned, complete, and without Pulumi where a pod has to start quickly."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.errors import NotFoundError
from lab.images.catalogue import IMAGES, PYTHON
from lab.images.own import ModuleLayer
from lab.images.wheels import WheelLayer

_WHEELS = [layer for image in IMAGES.values() for layer in image.layers if isinstance(layer, WheelLayer)]
_PROJECT_PACKAGES = {"components", "lab", "policies", "providers", "stacks", "transship"}


def _modules(image: str) -> ModuleLayer:
    return next(layer for layer in IMAGES[image].layers if isinstance(layer, ModuleLayer))


def _imports(source: str) -> Iterator[str]:
    """Every module that a source names in an import, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("layer", _WHEELS, ids=lambda layer: layer.name)
def test_every_package_is_locked_by_version_and_hash(layer: WheelLayer) -> None:
    packages = [text for text in layer.lock.read_text().replace("\\\n", "").splitlines() if not text.startswith("#")]
    assert packages
    assert [text for text in packages if "==" not in text or "--hash=sha256:" not in text] == []


def test_python_is_one_layer_for_all() -> None:
    lowest = {name: image.layers[0] for name, image in IMAGES.items() if len(image.layers) > 1}
    assert set(lowest) == {"mlserver", "puller"}
    assert all(layer is PYTHON for layer in lowest.values())


def test_the_puller_has_every_module_of_ours_that_it_imports() -> None:
    layer = _modules("puller")
    files = {str(file) for file in layer.files()}
    for file in files:
        for name in _imports((layer.base / file).read_text()):
            if name.partition(".")[0] in _PROJECT_PACKAGES:
                as_path = name.replace(".", "/")
                module = str(Path(as_path).parent)
                assert {f"{as_path}.py", f"{module}.py", f"{module}/__init__.py"} & files, f"{file} imports {name}"


def test_the_puller_starts_without_anything_but_its_lock_and_the_standard_library() -> None:
    layer = _modules("puller")
    known = {"obstore", "typing_extensions", *_PROJECT_PACKAGES, *sys.stdlib_module_names}
    # Read by profiles of AWS only, which a pod has not: see transship/models/location.py.
    optional = {"boto3", "botocore"}
    found = {name.partition(".")[0] for file in layer.files() for name in _imports((layer.base / file).read_text())}
    assert found - known - optional == set()


def test_a_module_that_moved_away_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "here.py").touch()
    with pytest.raises(NotFoundError, match=r"gone\.py: 1 problem\n  matches no file"):
        ModuleLayer(tmp_path, ("here.py", "gone.py")).files()


def test_a_change_of_a_module_changes_the_layer(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1")
    layer = ModuleLayer(tmp_path, ("*.py",))
    before = list(layer.inputs())
    (tmp_path / "one.py").write_text("a = 2")
    assert list(layer.inputs()) != before
