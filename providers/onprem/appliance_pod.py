"""The pod of an appliance, as Pod Security's `restricted` level wants it."""

from collections.abc import Mapping, Sequence

from pulumi_kubernetes.core.v1 import (
    CapabilitiesArgs,
    ContainerArgs,
    ContainerPortArgs,
    EnvFromSourceArgs,
    EnvVarArgs,
    HTTPGetActionArgs,
    PersistentVolumeClaimVolumeSourceArgs,
    PodSecurityContextArgs,
    PodSpecArgs,
    ProbeArgs,
    ResourceRequirementsArgs,
    SeccompProfileArgs,
    SecretEnvSourceArgs,
    SecretVolumeSourceArgs,
    SecurityContextArgs,
    TCPSocketActionArgs,
    VolumeArgs,
    VolumeMountArgs,
)

DATA = "data"
"""The volume that a container mounts to keep its data."""
CREDENTIALS = "credentials"
"""The volume that a container mounts to read its credentials from files."""
USER = 65532
"""Any user but root; the images of appliances name none."""


def pod_spec(container: ContainerArgs, *, claim: str, secret: str | None) -> PodSpecArgs:
    """The pod around one container.

    Args:
        container: the server.
        claim: the claim behind the volume `data`.
        secret: the Secret behind the volume `credentials`; None where the server reads its environment.
    """
    data = VolumeArgs(name=DATA, persistent_volume_claim=PersistentVolumeClaimVolumeSourceArgs(claim_name=claim))
    files = [VolumeArgs(name=CREDENTIALS, secret=SecretVolumeSourceArgs(secret_name=secret))] if secret else []
    return PodSpecArgs(
        automount_service_account_token=False,
        enable_service_links=False,
        security_context=PodSecurityContextArgs(
            run_as_non_root=True,
            run_as_user=USER,
            run_as_group=USER,
            fs_group=USER,
            seccomp_profile=SeccompProfileArgs(type="RuntimeDefault"),
        ),
        containers=[container],
        volumes=[data, *files],
    )


def server(
    role: str,
    image: str,
    port: int,
    mounts: Sequence[VolumeMountArgs],
    *,
    arguments: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    secret: str | None = None,
    health_path: str | None = None,
) -> ContainerArgs:
    """The container of a server that writes to its volumes only, and takes little of its node.

    Args:
        role: its name, and its port's.
        image: what it runs.
        port: where it listens.
        mounts: of the volumes `data` and `credentials`.
        arguments: handed to the image's entrypoint.
        environment: variables, none of them secret.
        secret: the Secret whose entries are variables, too.
        health_path: answers 200 while all is well; without one, taking a connection is enough.
    """
    return ContainerArgs(
        name=role,
        image=image,
        image_pull_policy="IfNotPresent",
        args=list(arguments) or None,
        env=[EnvVarArgs(name=name, value=value) for name, value in (environment or {}).items()] or None,
        env_from=[EnvFromSourceArgs(secret_ref=SecretEnvSourceArgs(name=secret))] if secret else None,
        ports=[ContainerPortArgs(name=role, container_port=port)],
        readiness_probe=_probe(port, health_path, period_seconds=5, failures=2),
        liveness_probe=_probe(port, health_path, period_seconds=20, failures=3),
        resources=ResourceRequirementsArgs(requests={"cpu": "100m", "memory": "256Mi"}, limits={"memory": "1Gi"}),
        security_context=SecurityContextArgs(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=CapabilitiesArgs(drop=["ALL"]),
        ),
        volume_mounts=mounts,
    )


def _probe(port: int, path: str | None, *, period_seconds: int, failures: int) -> ProbeArgs:
    return ProbeArgs(
        http_get=HTTPGetActionArgs(path=path, port=port) if path else None,
        tcp_socket=None if path else TCPSocketActionArgs(port=port),
        period_seconds=period_seconds,
        failure_threshold=failures,
    )
