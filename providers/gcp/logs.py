"""What is written down, and for how long: a log bucket for the cluster, and who read which model."""

import pulumi
from pulumi_gcp.logging import ProjectBucketConfig, ProjectSink
from pulumi_gcp.projects import IAMAuditConfig, IAMAuditConfigAuditLogConfigArgs

from providers.gcp.access import Access
from providers.gcp.cluster import cluster_name
from providers.gcp.options import GcpOptions

LOGS = "logs"
SINK = "log-sink"
AUDITED = {"storage": "storage.googleapis.com", "keys": "cloudkms.googleapis.com"}
"""Services whose reads are worth knowing of; writes are always logged.

Source: https://cloud.google.com/logging/docs/audit#data-access, 2026-11-21.
"""


def build_logs(parent: pulumi.Resource, name: str, options: GcpOptions, access: Access) -> dict[str, pulumi.Resource]:
    """Creates the log bucket of the cluster and what fills it, before the cluster writes its first line.

    The Kubernetes audit log is among what GKE writes, always. The project's own buckets are left as they are.
    """
    child = pulumi.ResourceOptions(parent=parent)
    bucket = ProjectBucketConfig(
        f"{name}-{LOGS}",
        project=access.project,
        location=access.region,
        bucket_id=access.named(),
        retention_days=options.log_retention_days,
        description=f"Logs of environment {access.environment}",
        opts=child,
    )
    sink = ProjectSink(
        f"{name}-{SINK}",
        name=access.named(),
        destination=f"logging.googleapis.com/projects/{access.project}/locations/{access.region}/buckets/{access.named()}",
        filter=_of_cluster(access),
        unique_writer_identity=True,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[bucket]),
    )
    made: dict[str, pulumi.Resource] = {LOGS: bucket, SINK: sink}
    audited = AUDITED if options.data_access_logs else {}
    made |= {f"audit-{role}": _audit(f"{name}-audit-{role}", audited[role], access, child) for role in audited}
    return made


def _of_cluster(access: Access) -> str:
    return f'resource.labels.cluster_name="{cluster_name(access)}" AND resource.labels.location="{access.region}"'


def _audit(resource_name: str, service: str, access: Access, child: pulumi.ResourceOptions) -> IAMAuditConfig:
    kinds = ("DATA_READ", "DATA_WRITE")
    return IAMAuditConfig(
        resource_name,
        project=access.project,
        service=service,
        audit_log_configs=[IAMAuditConfigAuditLogConfigArgs(log_type=kind) for kind in kinds],
        opts=child,
    )
