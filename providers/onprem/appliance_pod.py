"""The pod of an appliance, as Pod Security's `restricted` level wants it."""

from pulumi_kubernetes.core.v1 import (
    CapabilitiesArgs,
    ContainerArgs,
    PersistentVolumeClaimVolumeSourceArgs,
    PodSecurityContextArgs,
    PodSpecArgs,
    ResourceRequirementsArgs,
    SeccompProfileArgs,
    SecretVolumeSourceArgs,
    SecurityContextArgs,
    VolumeArgs,
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


def restricted() -> SecurityContextArgs:
    """The security context of a container that writes to its volumes only."""
    return SecurityContextArgs(
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=CapabilitiesArgs(drop=["ALL"]),
    )


def modest() -> ResourceRequirementsArgs:
    """What a server of files takes: little, and never so much memory that models suffer."""
    return ResourceRequirementsArgs(requests={"cpu": "100m", "memory": "256Mi"}, limits={"memory": "1Gi"})
