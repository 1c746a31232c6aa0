"""What a pod must know to run a model server, whichever it is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MODELS_PATH = "/models"
"""Where a pod mounts its models."""

SCRATCH_PATH = "/tmp"  # noqa: S108 - a volume of the pod's own
"""The only other place that a server can write to."""

ANY_USER = 65532
"""The user of images that name none, or root: any but 0 will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSpec:
    """A model server for one version of one model.

    Attributes:
        command: replaces the image's entrypoint; empty keeps it.
        arguments: of the command.
        environment: variables, none of them secret.
        model_path: the directory that the version's files are pulled into.
        files: configuration that the server reads, by absolute path.
        user: the numeric user and group to run as; never 0.
        http_port: where requests enter.
        metrics_port: where metrics are scraped; may be the HTTP port.
        metrics_path: the path of the metrics.
        ready_path: answers 200 once the model can be asked.
        live_path: answers 200 while the process is worth keeping; None asks for a TCP connection only.
        drains: whether it finishes what it has begun when it is told to stop.
        start_seconds: how long loading a model may take before the pod counts as failed.
        scratch_gib: the bound of what it writes to /tmp, in GiB.
        shared_memory_gib: size of /dev/shm, in GiB, of the pod's memory; 0 keeps the container runtime's 64 MiB.
    """

    command: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    model_path: str
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    user: int = ANY_USER
    http_port: int
    metrics_port: int
    metrics_path: str = "/metrics"
    ready_path: str
    live_path: str | None = None
    drains: bool = True
    start_seconds: int
    scratch_gib: int = 1
    shared_memory_gib: int = 0
