"""The serving layer in the owner's cluster: add-ons, the namespace and the gateway."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.results import ClusterResult, RegistryResult
from components.specs import ServingSpec
from providers.incluster.addons import build_addons
from providers.incluster.gateway import Door, ServiceType, build_gateway
from providers.incluster.namespace import build_namespace
from providers.incluster.network import Neighbours
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
    addons = build_addons(parent, name, request.environment, options.addons, options.monitoring, request.retention_days)
    neighbours = Neighbours(
        gateway=options.addons.gateway.namespace,
        monitoring=options.monitoring.namespace,
        store=request.registry.store,
    )
    namespace = build_namespace(parent, name, request.environment, neighbours)
    installed = tuple(addons.values())
    login = _login(parent, name, request, namespace.name)
    gateway = build_gateway(
        parent,
        name,
        Door(
            environment_name=request.environment,
            namespace=namespace.name,
            serving=request.spec,
            options=options.addons.gateway,
            exposure=exposure(request.spec),
            addons=installed,
        ),
    )
    return ClusterResult(
        provider=access.provider,
        endpoint=access.endpoint,
        ca_certificate=access.ca_certificate,
        auth_command=access.auth_command,
        kubeconfig=access.kubeconfig,
        namespace=namespace.name,
        gateway=gateway.name,
        gateway_address=gateway.address,
        gateway_scheme=gateway.scheme,
        storage_class=options.storage_class,
        addons=installed,
        native={**addons, **namespace.native, **login, **gateway.native},
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
