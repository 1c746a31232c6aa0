"""The pod of the installed object store, as Pod Security's `restricted` level wants it.

Source: https://github.com/versity/versitygw/wiki/Global-Options, 2026-11-21.
"""

import pulumi_kubernetes as kubernetes

APP = {"app.kubernetes.io/name": "objects"}
PORT = 7070
HEALTH_PATH = "/healthz"
DATA_PATH = "/data"
BUCKET_PATH = "/bucket"
DATA = "data"
USER = 65532
"""Any user but root; the upstream image names none."""


def pod_spec(image: str, *, credentials: str, claim: str, bucket: str) -> kubernetes.core.v1.PodSpecArgs:
    """The pod of the server.

    Args:
        image: an image whose entrypoint passes its arguments to versitygw.
        credentials: the Secret with the server's root credentials.
        claim: the claim of its volume.
        bucket: the bucket that is there from the start.
    """
    return kubernetes.core.v1.PodSpecArgs(
        automount_service_account_token=False,
        security_context=kubernetes.core.v1.PodSecurityContextArgs(
            run_as_non_root=True,
            run_as_user=USER,
            run_as_group=USER,
            fs_group=USER,
            seccomp_profile=kubernetes.core.v1.SeccompProfileArgs(type="RuntimeDefault"),
        ),
        containers=[_container(image, credentials, bucket)],
        volumes=[
            kubernetes.core.v1.VolumeArgs(
                name=DATA,
                persistent_volume_claim=kubernetes.core.v1.PersistentVolumeClaimVolumeSourceArgs(claim_name=claim),
            )
        ],
    )


def _container(image: str, credentials: str, bucket: str) -> kubernetes.core.v1.ContainerArgs:
    return kubernetes.core.v1.ContainerArgs(
        name="objects",
        image=image,
        args=["--port", f":{PORT}", "--health", HEALTH_PATH, "--quiet", "posix", DATA_PATH],
        env_from=[
            kubernetes.core.v1.EnvFromSourceArgs(secret_ref=kubernetes.core.v1.SecretEnvSourceArgs(name=credentials))
        ],
        ports=[kubernetes.core.v1.ContainerPortArgs(name="s3", container_port=PORT)],
        readiness_probe=_probe(period_seconds=5, failures=2),
        liveness_probe=_probe(period_seconds=20, failures=3),
        resources=kubernetes.core.v1.ResourceRequirementsArgs(
            requests={"cpu": "100m", "memory": "256Mi"}, limits={"memory": "1Gi"}
        ),
        security_context=kubernetes.core.v1.SecurityContextArgs(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=kubernetes.core.v1.CapabilitiesArgs(drop=["ALL"]),
        ),
        volume_mounts=[
            kubernetes.core.v1.VolumeMountArgs(name=DATA, mount_path=DATA_PATH),
            # A bucket is a directory, and kubelet makes the directory of a sub-path that is missing: so the bucket is
            # there without a shell in the image, a job, or a client that may create buckets.
            kubernetes.core.v1.VolumeMountArgs(name=DATA, mount_path=BUCKET_PATH, sub_path=bucket),
        ],
    )


def _probe(*, period_seconds: int, failures: int) -> kubernetes.core.v1.ProbeArgs:
    return kubernetes.core.v1.ProbeArgs(
        http_get=kubernetes.core.v1.HTTPGetActionArgs(path=HEALTH_PATH, port=PORT),
        period_seconds=period_seconds,
        failure_threshold=failures,
    )
