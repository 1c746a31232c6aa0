"""The serving layer in a cluster that is there already."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.results import ClusterResult, RegistryResult
from components.specs import ServingSpec
from providers.incluster.gateway import ServiceType
from providers.incluster.serving import ServingRequest, build_serving
from providers.onprem.access import Access
from providers.onprem.images import LOGIN, build_login
from providers.onprem.options import OnPremOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRequest:
    """What the serving layer is built from.

    Attributes:
        retention_days: days for which metrics are kept, where monitoring is installed.
    """

    environment: str
    spec: ServingSpec
    retention_days: int
    options: OnPremOptions
    access: Access
    registry: RegistryResult
    secrets: Mapping[str, pulumi.Output[str]]


def build_cluster(parent: pulumi.Resource, name: str, request: ClusterRequest) -> ClusterResult:
    """Puts the serving layer into the cluster; the cluster itself stays as it is."""
    options, access = request.options, request.access
    serving = build_serving(
        parent,
        name,
        ServingRequest(
            environment_name=request.environment,
            spec=request.spec,
            store=request.registry.store,
            addons=options.addons,
            monitoring=options.monitoring,
            retention_days=request.retention_days,
            exposure=exposure(request.spec),
        ),
    )
    login = _login(parent, name, request, serving.namespace)
    return ClusterResult(
        provider=access.provider,
        endpoint=access.endpoint,
        ca_certificate=access.ca_certificate,
        auth_command=access.auth_command,
        kubeconfig=access.kubeconfig,
        namespace=serving.namespace,
        gateway=serving.gateway,
        gateway_address=serving.gateway_address,
        gateway_scheme=serving.gateway_scheme,
        storage_class=options.storage_class,
        addons=serving.addons,
        native={**serving.native, **login},
    )


def _login(
    parent: pulumi.Resource, name: str, request: ClusterRequest, namespace: pulumi.Input[str]
) -> dict[str, pulumi.Resource]:
    registry = request.options.registry
    if not registry.needs_login:
        return {}
    return {LOGIN: build_login(parent, name, request.environment, namespace, registry.prefix, request.secrets)}


def exposure(spec: ServingSpec) -> ServiceType:
    """How the gateway's Service is reached.

    What a load balancer's address is reachable from is the owner's to say: so a private gateway has none.
    """
    return "ClusterIP" if spec.private else "LoadBalancer"
