"""What a model pod can write to, and the files it is given: the root file system is read-only."""

import math
from collections.abc import Iterator

from pulumi_kubernetes.core.v1 import (
    ConfigMapVolumeSourceArgs,
    EmptyDirVolumeSourceArgs,
    VolumeArgs,
    VolumeMountArgs,
)

from providers.incluster.server import MODELS_PATH, SCRATCH_PATH
from providers.incluster.workload import Workload

_MODELS = "models"
_SCRATCH = "scratch"
_SHARED_MEMORY = "shared-memory"
_FILES = "files"

_LEAST_MODELS_GIB = 10
_MODELS_PER_MEMORY = 4
"""A version is loaded into memory or onto accelerators; four times the pod's memory holds either, and bounds a pull
that would otherwise fill the node's disk."""


def pod_volumes(workload: Workload) -> list[VolumeArgs]:
    """The volumes of a variant's pod, each with a bound."""
    return list(_volumes(workload))


def models_mount(*, read_only: bool) -> VolumeMountArgs:
    """The models, which only the pull step writes."""
    return VolumeMountArgs(name=_MODELS, mount_path=MODELS_PATH, read_only=read_only)


def scratch_mount() -> VolumeMountArgs:
    """The only other place that is written to."""
    return VolumeMountArgs(name=_SCRATCH, mount_path=SCRATCH_PATH)


def server_mounts(workload: Workload) -> list[VolumeMountArgs]:
    """What the server sees."""
    shared = [VolumeMountArgs(name=_SHARED_MEMORY, mount_path="/dev/shm")]  # noqa: S108 - the pod's own memory
    files = [
        VolumeMountArgs(name=_FILES, mount_path=path, sub_path=file_key(path), read_only=True)
        for path in sorted(workload.server.files)
    ]
    return [
        models_mount(read_only=True),
        scratch_mount(),
        *(shared if workload.server.shared_memory_gib else []),
        *files,
    ]


def file_key(path: str) -> str:
    """What a file is called in the variant's ConfigMap."""
    return path.strip("/").replace("/", ".")


def _volumes(workload: Workload) -> Iterator[VolumeArgs]:
    wanted = math.ceil(_MODELS_PER_MEMORY * workload.variant.resources.memory_gib)
    yield _empty(_MODELS, max(_LEAST_MODELS_GIB, wanted))
    yield _empty(_SCRATCH, workload.server.scratch_gib)
    if shared := workload.server.shared_memory_gib:
        yield _empty(_SHARED_MEMORY, shared, medium="Memory")
    if workload.server.files:
        yield VolumeArgs(name=_FILES, config_map=ConfigMapVolumeSourceArgs(name=workload.name))


def _empty(name: str, gib: int, medium: str | None = None) -> VolumeArgs:
    return VolumeArgs(name=name, empty_dir=EmptyDirVolumeSourceArgs(size_limit=f"{gib}Gi", medium=medium))
