"""Amazon Managed Prometheus: where the cluster's metrics are kept and its alerts evaluated."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import amp, eks

from components.results import Native
from providers.aws.identity import PodIdentity, build_identity
from providers.aws.logs import LogSettings, build_log_group
from providers.aws.policies import allow
from providers.aws.site import Site
from providers.incluster.addons import ChartValues
from providers.incluster.monitoring.options import MonitoringOptions

WORKSPACE = "metrics"
SERVICE_ACCOUNT = "prometheus"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsRequest:
    """What the workspace is made from.

    Attributes:
        options: where Prometheus runs in the cluster.
        key_arn: the key that metrics are encrypted with; None for AWS's own.
    """

    site: Site
    options: MonitoringOptions
    retention_days: int
    key_arn: pulumi.Input[str] | None
    logs: LogSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """A workspace, and what the cluster's Prometheus has to know of it."""

    workspace: amp.Workspace
    values: ChartValues
    native: Native


def build_metrics(parent: pulumi.Resource, name: str, request: MetricsRequest, cluster: eks.Cluster) -> Metrics:
    """Creates the workspace, and the identity by which the cluster's Prometheus writes to it."""
    site, child = request.site, pulumi.ResourceOptions(parent=parent)
    log_name = f"/aws/vendedlogs/{site.cluster}/{WORKSPACE}"
    logs = build_log_group(parent, f"{name}-{WORKSPACE}-logs", log_name, request.logs)
    workspace = amp.Workspace(
        f"{name}-{WORKSPACE}",
        alias=site.cluster,
        kms_key_arn=request.key_arn,
        logging_configuration={"log_group_arn": pulumi.Output.concat(logs.arn, ":*")},
        opts=child,
    )
    retention = amp.WorkspaceConfiguration(
        f"{name}-{WORKSPACE}-retention",
        workspace_id=workspace.id,
        retention_period_in_days=request.retention_days,
        opts=child,
    )
    writer = PodIdentity(
        site=site,
        role="prometheus",
        namespace=request.options.namespace,
        service_account=SERVICE_ACCOUNT,
        statements=[allow(("aps:RemoteWrite",), workspace.arn)],
    )
    role, identity = build_identity(parent, f"{name}-{WORKSPACE}-writer", cluster, writer)
    # The endpoint comes once the identity is there: pods that start earlier would never have it.
    endpoint = pulumi.Output.all(workspace.prometheus_endpoint, identity.id).apply(lambda both: both[0])
    return Metrics(
        workspace=workspace,
        values=values(site.region, endpoint),
        native={
            WORKSPACE: workspace,
            f"{WORKSPACE}-logs": logs,
            f"{WORKSPACE}-retention": retention,
            f"{WORKSPACE}-writer-role": role,
            f"{WORKSPACE}-writer-identity": identity,
        },
    )


def values(region: str, endpoint: pulumi.Input[str]) -> ChartValues:
    """Values of kube-prometheus-stack with which Prometheus sends everything to the workspace as well."""
    remote = {"url": pulumi.Output.concat(endpoint, "api/v1/remote_write"), "sigv4": {"region": region}}
    return {
        "prometheus": {
            "serviceAccount": {"create": True, "name": SERVICE_ACCOUNT},
            "prometheusSpec": {"remoteWrite": [remote]},
        }
    }
