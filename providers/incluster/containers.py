"""The two containers of a model pod: the one that pulls and verifies, and the one that serves."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pulumi
from pulumi_kubernetes.core.v1 import (
    CapabilitiesArgs,
    ContainerArgs,
    ContainerPortArgs,
    EnvFromSourceArgs,
    EnvVarArgs,
    HTTPGetActionArgs,
    LifecycleArgs,
    LifecycleHandlerArgs,
    ProbeArgs,
    ResourceRequirementsArgs,
    SecretEnvSourceArgs,
    SecurityContextArgs,
    SleepActionArgs,
    TCPSocketActionArgs,
)

from components.results import ModelStore
from providers.incluster.names import HTTP_PORT, METRICS_PORT, SERVER_CONTAINER, STORE_SECRET
from providers.incluster.server import ServerSpec
from providers.incluster.volumes import models_mount, scratch_mount, server_mounts
from providers.incluster.workload import Workload

_PROBE_SECONDS = 5
_PROBE_TIMEOUT_SECONDS = 5
_LIVE_FAILURES = 12
_MEBIBYTES = 1024


def puller(workload: Workload, store: ModelStore, image: str) -> ContainerArgs:
    """Pulls the version and verifies every SHA-256; the server starts only if that succeeds.

    It has the registry's keys, which the server never sees. What it asks for is no more than the server does, so the
    pod is scheduled by what the server needs.
    """
    reference = f"models://{workload.model}/{workload.variant.version}"
    keys = [EnvFromSourceArgs(secret_ref=SecretEnvSourceArgs(name=STORE_SECRET))] if store.secrets else None
    return ContainerArgs(
        name="pull",
        image=image,
        image_pull_policy="IfNotPresent",
        command=["python3", "-m", "transship.models.fetch"],
        args=[reference, "--to", workload.server.model_path],
        env=_variables({"TRANSSHIP_REGISTRY": store.url, **store.environment}),
        env_from=keys,
        resources=_resources(workload, {}),
        security_context=_restricted(),
        volume_mounts=[models_mount(read_only=False), scratch_mount()],
    )


def server(workload: Workload) -> ContainerArgs:
    """Serves the version that the pull step left."""
    spec = workload.server
    return ContainerArgs(
        name=SERVER_CONTAINER,
        image=workload.image,
        image_pull_policy="IfNotPresent",
        command=list(spec.command) or None,
        args=list(spec.arguments) or None,
        env=_variables(spec.environment),
        ports=list(_ports(spec)),
        startup_probe=_probe(spec, spec.ready_path, failures=spec.start_seconds // _PROBE_SECONDS),
        readiness_probe=_probe(spec, spec.ready_path, failures=2),
        liveness_probe=_probe(spec, spec.live_path, failures=_LIVE_FAILURES),
        lifecycle=LifecycleArgs(
            pre_stop=LifecycleHandlerArgs(sleep=SleepActionArgs(seconds=workload.pre_stop_seconds))
        ),
        resources=_resources(workload, _devices(workload)),
        security_context=_restricted(),
        volume_mounts=server_mounts(workload),
    )


def _variables(values: Mapping[str, pulumi.Input[str]]) -> list[EnvVarArgs]:
    return [EnvVarArgs(name=name, value=values[name]) for name in sorted(values)]


def _restricted() -> SecurityContextArgs:
    return SecurityContextArgs(
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=CapabilitiesArgs(drop=["ALL"]),
    )


def _ports(spec: ServerSpec) -> Iterator[ContainerPortArgs]:
    """One name for each port: server-side apply knows a port by its number, and refuses to have it twice."""
    yield ContainerPortArgs(name=METRICS_PORT, container_port=spec.metrics_port)
    if spec.http_port != spec.metrics_port:
        yield ContainerPortArgs(name=HTTP_PORT, container_port=spec.http_port)


def _probe(spec: ServerSpec, path: str | None, *, failures: int) -> ProbeArgs:
    port = spec.http_port
    return ProbeArgs(
        http_get=HTTPGetActionArgs(path=path, port=port) if path else None,
        tcp_socket=None if path else TCPSocketActionArgs(port=port),
        period_seconds=_PROBE_SECONDS,
        timeout_seconds=_PROBE_TIMEOUT_SECONDS,
        failure_threshold=failures,
    )


def _devices(workload: Workload) -> dict[str, str]:
    count = workload.variant.resources.accelerators
    resource = workload.pool.accelerator_resource
    return {resource: str(count)} if count and resource else {}


def _resources(workload: Workload, devices: Mapping[str, str]) -> ResourceRequirementsArgs:
    """Memory is granted whole, since what is over-committed is killed; CPU has no limit, since it is only slowed."""
    wanted = workload.variant.resources
    memory = f"{_whole(wanted.memory_gib * _MEBIBYTES)}Mi"
    return ResourceRequirementsArgs(
        requests={"cpu": f"{_whole(wanted.vcpu * 1000)}m", "memory": memory, **devices},
        limits={"memory": memory, **devices},
    )


def _whole(amount: Decimal) -> int:
    """The amount in whole units, never nothing."""
    return max(1, round(amount))
