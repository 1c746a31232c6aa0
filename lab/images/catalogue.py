"""The images that the lab needs, as data."""

from collections.abc import Mapping
from pathlib import Path

from lab.images.debian import DebianLayer
from lab.images.definition import ImageDefinition
from lab.images.own import ModuleLayer, ProgramLayer
from lab.images.wheels import WheelLayer

_PROJECT = Path(__file__).parent.parent.parent
_RUNTIMES = Path(__file__).parent / "runtimes"

PYTHON = DebianLayer(
    "bookworm",
    (
        "base-files",
        "ca-certificates",
        "libbz2-1.0",
        "libc6",
        "libexpat1",
        "libffi8",
        "libgcc-s1",
        "liblzma5",
        "libpython3.11-minimal",
        "libpython3.11-stdlib",
        "libssl3",
        "libstdc++6",
        "media-types",
        "netbase",
        "python3-minimal",
        "python3.11-minimal",
        "zlib1g",
    ),
)
"""Python and the libraries that wheels expect of a system; the same layer for every image that has Python."""

_NEVER_SERVED = (
    "**/*.pyi",
    "**/tests",
    "_distutils_hack",
    "distutils-precedence.pth",
    "onnxruntime/capi/libonnxruntime.so.*",  # for programs in C; the Python module has the same code in itself
    "onnxruntime/quantization",
    "onnxruntime/tools",
    "onnxruntime/transformers",
    "pkg_resources",
    "setuptools",
)
"""A quarter of the files that MLServer's wheels bring, which is a quarter of the time to unpack them on a node."""

IMAGES: Mapping[str, ImageDefinition] = {
    image.name: image
    for image in (
        ImageDefinition(
            name="mlserver",
            purpose="MLServer with a runtime for ONNX models",
            layers=(
                PYTHON,
                WheelLayer("mlserver", programs={"mlserver": "mlserver.cli:main"}, left_out=_NEVER_SERVED),
                ModuleLayer(_RUNTIMES, ("transship_onnx.py",)),
            ),
            entrypoint=("mlserver", "start"),
            arguments=("/models",),
            environment={"MLSERVER_DEBUG": "false", "MLSERVER_PARALLEL_WORKERS": "0"},
        ),
        ImageDefinition(
            name="objects",
            purpose="An S3 server over a folder",
            layers=(ProgramLayer("versitygw", "usr/local/bin/versitygw"),),
            entrypoint=("/usr/local/bin/versitygw",),
        ),
        ImageDefinition(
            name="puller",
            purpose="Pulls a version from the model registry and verifies every file",
            layers=(
                PYTHON,
                WheelLayer("puller"),
                ModuleLayer(
                    _PROJECT,
                    (
                        "components/__init__.py",
                        "components/errors.py",
                        "components/naming.py",
                        "transship/__init__.py",
                        "transship/models/*.py",
                    ),
                ),
            ),
            entrypoint=("python3", "-m", "transship.models.fetch"),
        ),
    )
}
"""By name, sorted."""
