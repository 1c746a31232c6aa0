"""The door: everything that serves one model."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.core.v1 import ServiceAccount
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import MODEL_LABEL, managed
from components.results import ClusterResult, DeploymentResult, PoolResult, RegistryResult
from components.specs import ModelSpec, VariantSpec
from providers.incluster.autoscaling import AUTOSCALER, build_autoscaler
from providers.incluster.monitoring.endpoints import endpoints
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.options import ImageOptions
from providers.incluster.routing import ROUTE, build_route
from providers.incluster.runtimes import plan_runtime, resolve_image
from providers.incluster.variant import DEPLOYMENT, SERVICE, build_variant
from providers.incluster.waking import build_waking
from providers.incluster.workload import Workload

ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every model of an environment is served with.

    Attributes:
        monitoring: where autoscalers ask for requests per second, and what is scraped to wake a variant.
    """

    environment_name: str
    cluster: ClusterResult
    registry: RegistryResult
    images: ImageOptions
    monitoring: MonitoringOptions


def build_deployment(
    parent: pulumi.Resource, name: str, model: ModelSpec, setting: Setting, pools: Mapping[str, PoolResult]
) -> DeploymentResult:
    """Creates what serves one model: an identity, a workload for each variant, and the route over them.

    Called once per model, after the pools.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        model: what is served.
        setting: what every model of the environment is served with.
        pools: by name, every pool that a variant names.
    """
    account = _account(parent, f"{name}-{ACCOUNT}", model, setting)
    native: dict[str, pulumi.Resource] = {ACCOUNT: account}
    workloads = [_workload(model, variant, setting, pools[variant.pool]) for variant in model.variants]
    for workload in workloads:
        made = _serve(parent, f"{name}-{workload.variant.name}", workload, setting, account)
        native |= {f"{workload.variant.name}-{role}": resource for role, resource in made.items()}
    services = [native[f"{variant.name}-{SERVICE}"] for variant in model.variants]
    cluster = setting.cluster
    native[ROUTE] = build_route(parent, f"{name}-{ROUTE}", setting.environment_name, model, cluster, services)
    native |= build_waking(parent, name, setting.environment_name, model, cluster, setting.monitoring)
    return DeploymentResult(
        name=model.name,
        endpoint=pulumi.Output.concat(f"{cluster.gateway_scheme}://", cluster.gateway_address, f"/{model.name}/"),
        services={workload.variant.name: workload.url for workload in workloads},
        native=native,
    )


def _serve(
    parent: pulumi.Resource, name: str, workload: Workload, setting: Setting, account: ServiceAccount
) -> dict[str, pulumi.Resource]:
    made = build_variant(parent, name, workload, setting.registry.store, setting.images, account)
    after = [*setting.cluster.addons, made[DEPLOYMENT]]
    prometheus_url = endpoints(setting.monitoring)["prometheus"]
    scaler = build_autoscaler(parent, f"{name}-{AUTOSCALER}", workload, prometheus_url, after)
    return {**made, AUTOSCALER: scaler} if scaler else made


def _account(parent: pulumi.Resource, resource_name: str, model: ModelSpec, setting: Setting) -> ServiceAccount:
    """An identity for each model: what it may read is told apart from what others may."""
    return ServiceAccount(
        resource_name,
        metadata=ObjectMetaArgs(
            name=model.name,
            namespace=setting.cluster.namespace,
            labels={**managed(setting.environment_name), MODEL_LABEL: model.name},
            annotations=dict(setting.registry.store.service_account_annotations) or None,
        ),
        automount_service_account_token=False,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _workload(model: ModelSpec, variant: VariantSpec, setting: Setting, pool: PoolResult) -> Workload:
    image = pulumi.Output.from_input(setting.registry.images).apply(
        lambda prefix: resolve_image(variant.runtime, setting.images.runtimes, prefix)
    )
    return Workload(
        environment_name=setting.environment_name,
        model=model.name,
        variant=variant,
        timeout_seconds=model.timeout_seconds,
        namespace=setting.cluster.namespace,
        server=plan_runtime(model, variant),
        image=image,
        pool=pool,
    )
