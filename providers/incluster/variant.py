"""What runs one variant: its pods, the Service in front of them, and how many may be away at once."""

import pulumi
from pulumi_kubernetes.apps.v1 import (
    Deployment,
    DeploymentSpecArgs,
    DeploymentStrategyArgs,
    RollingUpdateDeploymentArgs,
)
from pulumi_kubernetes.core.v1 import ConfigMap, Service, ServiceAccount, ServicePortArgs, ServiceSpecArgs
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs
from pulumi_kubernetes.policy.v1 import PodDisruptionBudget, PodDisruptionBudgetSpecArgs

from components.results import ModelStore
from providers.incluster.autoscaling import scales
from providers.incluster.names import SERVICE_PORT
from providers.incluster.options import ImageOptions
from providers.incluster.pod import pod_template
from providers.incluster.volumes import file_key
from providers.incluster.workload import Workload

DEPLOYMENT = "deployment"
SERVICE = "service"
FILES = "files"
DISRUPTION = "disruption"

_PULL_SECONDS = 1800
"""How long fetching a version and the images may take before a rollout counts as stuck."""
_OLD_REVISIONS = 3


def build_variant(
    parent: pulumi.Resource,
    name: str,
    workload: Workload,
    store: ModelStore,
    images: ImageOptions,
    account: ServiceAccount,
) -> dict[str, pulumi.Resource]:
    """Creates the objects of one variant, by role."""
    opts = pulumi.ResourceOptions(parent=parent)
    made: dict[str, pulumi.Resource] = {SERVICE: _service(f"{name}-{SERVICE}", workload, opts)}
    if workload.server.files:
        made[FILES] = _files(f"{name}-{FILES}", workload, opts)
    if workload.variant.replicas.min > 1:
        made[DISRUPTION] = _disruption(f"{name}-{DISRUPTION}", workload, opts)
    before = pulumi.ResourceOptions(depends_on=[account, *([made[FILES]] if FILES in made else [])])
    made[DEPLOYMENT] = _deployment(
        f"{name}-{DEPLOYMENT}", workload, store, images, pulumi.ResourceOptions.merge(opts, before)
    )
    return made


def _deployment(
    resource_name: str, workload: Workload, store: ModelStore, images: ImageOptions, opts: pulumi.ResourceOptions
) -> Deployment:
    """The pods. The engine waits until they are ready: a variant that cannot start fails the deployment."""
    patience = workload.server.start_seconds + _PULL_SECONDS
    own = pulumi.ResourceOptions(
        ignore_changes=["spec.replicas"] if scales(workload.variant.replicas) else None,
        custom_timeouts=pulumi.CustomTimeouts(create=f"{patience}s", update=f"{patience}s"),
    )
    return Deployment(
        resource_name,
        metadata=workload.metadata(),
        spec=DeploymentSpecArgs(
            # One replica to start with, where none have to stay: what cannot start is seen now, not by a caller.
            replicas=max(1, workload.variant.replicas.min),
            revision_history_limit=_OLD_REVISIONS,
            progress_deadline_seconds=patience,
            selector=LabelSelectorArgs(match_labels=workload.selector),
            strategy=_strategy(workload),
            template=pod_template(workload, store, images),
        ),
        opts=pulumi.ResourceOptions.merge(opts, own),
    )


def _strategy(workload: Workload) -> DeploymentStrategyArgs:
    """New pods before old ones go; one old one first where accelerators would have to be bought for the overlap.

    A single replica keeps serving even so: its successor waits for a device.
    """
    variant = workload.variant
    spare = variant.resources.accelerators and variant.replicas.min > 1
    surge, away = (0, 1) if spare else (1, 0)
    return DeploymentStrategyArgs(
        type="RollingUpdate", rolling_update=RollingUpdateDeploymentArgs(max_surge=surge, max_unavailable=away)
    )


def _service(resource_name: str, workload: Workload, opts: pulumi.ResourceOptions) -> Service:
    metadata = ObjectMetaArgs(
        name=workload.name,
        namespace=workload.namespace,
        labels=workload.labels,
        # The engine would wait for pods here; the Deployment is waited for, and a variant may have no pod.
        annotations={"pulumi.com/skipAwait": "true"},
    )
    port = ServicePortArgs(name="http", port=SERVICE_PORT, target_port=workload.server.http_port, protocol="TCP")
    spec = ServiceSpecArgs(type="ClusterIP", selector=workload.selector, ports=[port])
    return Service(resource_name, metadata=metadata, spec=spec, opts=opts)


def _files(resource_name: str, workload: Workload, opts: pulumi.ResourceOptions) -> ConfigMap:
    data = {file_key(path): text for path, text in workload.server.files.items()}
    return ConfigMap(resource_name, metadata=workload.metadata(), data=data, opts=opts)


def _disruption(resource_name: str, workload: Workload, opts: pulumi.ResourceOptions) -> PodDisruptionBudget:
    """Nodes are drained one replica at a time. A variant that may have a single one would block every drain."""
    return PodDisruptionBudget(
        resource_name,
        metadata=workload.metadata(),
        spec=PodDisruptionBudgetSpecArgs(max_unavailable=1, selector=LabelSelectorArgs(match_labels=workload.selector)),
        opts=opts,
    )
