"""The front door: a Gateway in the serving namespace that only that namespace's routes may use."""

from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import joined, managed
from components.results import Native
from components.specs import ServingSpec
from providers.incluster.options import AddonMode, GatewayOptions

API_VERSION = "gateway.networking.k8s.io/v1"
GATEWAY_NAME = "models"
CLASS = "gateway-class"
PROXY = "gateway-proxy"
GATEWAY = "gateway"

_CONTROLLER = "gateway.envoyproxy.io/gatewayclass-controller"
_PROXY_REPLICAS = 2

ServiceType = Literal["ClusterIP", "LoadBalancer", "NodePort"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayResult:
    """The Gateway that routes attach to.

    Attributes:
        name: of the Gateway.
        address: where requests enter: a host name or IP address.
        scheme: `https` where the Gateway has a certificate.
    """

    name: pulumi.Output[str]
    address: pulumi.Input[str]
    scheme: str
    native: Native


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a gateway is made from.

    Attributes:
        namespace: the serving namespace.
        exposure: how the proxies' Service is reached; what private and public mean is the target's to say.
        addons: what has to be installed first.
    """

    environment_name: str
    namespace: pulumi.Input[str]
    serving: ServingSpec
    options: GatewayOptions
    exposure: ServiceType
    addons: tuple[pulumi.Resource, ...] = ()


def build_gateway(parent: pulumi.Resource, name: str, door: Door) -> GatewayResult:
    """Creates the Gateway, and its class where the cluster brings none. Called once, by a target's `build_cluster`."""
    options = door.options
    opts = pulumi.ResourceOptions(parent=parent, depends_on=list(door.addons))
    native: dict[str, pulumi.Resource] = {}
    if options.mode is AddonMode.INSTALL:
        native[CLASS] = _class(f"{name}-{CLASS}", door, opts)
        native[PROXY] = _proxy(f"{name}-{PROXY}", door, opts)
    after = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=list(native.values())))
    gateway = _gateway(f"{name}-{GATEWAY}", door, after)
    if not door.serving.private and options.certificate is None:
        pulumi.log.warn("the gateway is public and speaks plain HTTP: name a certificate in its options", gateway)
    return GatewayResult(
        name=pulumi.Output.from_input(GATEWAY_NAME),
        address=options.address or _address(door),
        scheme="https" if options.certificate else "http",
        native={**native, GATEWAY: gateway},
    )


def _unique(door: Door) -> str:
    """What stands for the environment among the proxies of all environments."""
    return joined("transship", door.environment_name)


def _address(door: Door) -> str:
    if door.options.mode is AddonMode.INSTALL:
        return f"{_unique(door)}.{door.options.namespace}.svc"
    return door.serving.hostname


def _metadata(door: Door, name: str) -> ObjectMetaArgs:
    return ObjectMetaArgs(name=name, namespace=door.namespace, labels=managed(door.environment_name))


def _class(resource_name: str, door: Door, opts: pulumi.ResourceOptions) -> CustomResource:
    return CustomResource(
        resource_name,
        api_version=API_VERSION,
        kind="GatewayClass",
        metadata=ObjectMetaArgs(name=door.options.class_name, labels=managed(door.environment_name)),
        spec={"controllerName": _CONTROLLER},
        opts=opts,
    )


def _proxy(resource_name: str, door: Door, opts: pulumi.ResourceOptions) -> CustomResource:
    """How Envoy Gateway runs its proxies: two, never both away, behind a Service whose name is known beforehand.

    Source: https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxy, 2026-11-21.
    """
    return CustomResource(
        resource_name,
        api_version="gateway.envoyproxy.io/v1alpha1",
        kind="EnvoyProxy",
        metadata=_metadata(door, GATEWAY_NAME),
        spec={
            "provider": {
                "type": "Kubernetes",
                "kubernetes": {
                    "envoyDeployment": {"replicas": _PROXY_REPLICAS},
                    "envoyPDB": {"minAvailable": 1},
                    "envoyService": {"name": _unique(door), "type": door.exposure},
                },
            }
        },
        opts=opts,
    )


def _gateway(resource_name: str, door: Door, opts: pulumi.ResourceOptions) -> CustomResource:
    options = door.options
    infrastructure: dict[str, object] = {}
    if options.annotations:
        infrastructure["annotations"] = options.annotations
    if options.mode is AddonMode.INSTALL:
        reference = {"group": "gateway.envoyproxy.io", "kind": "EnvoyProxy", "name": GATEWAY_NAME}
        infrastructure["parametersRef"] = reference
    spec: dict[str, object] = {
        "gatewayClassName": options.class_name,
        "listeners": [_listener(door)],
    }
    return CustomResource(
        resource_name,
        api_version=API_VERSION,
        kind="Gateway",
        metadata=_metadata(door, GATEWAY_NAME),
        spec={**spec, "infrastructure": infrastructure} if infrastructure else spec,
        opts=opts,
    )


def _listener(door: Door) -> dict[str, object]:
    """One host name, routes of the same namespace only."""
    listener: dict[str, object] = {
        "name": "models",
        "hostname": door.serving.hostname,
        "allowedRoutes": {"namespaces": {"from": "Same"}},
    }
    if door.options.certificate is None:
        return {**listener, "protocol": "HTTP", "port": 80}
    certificate = {"kind": "Secret", "name": door.options.certificate}
    return {
        **listener,
        "protocol": "HTTPS",
        "port": 443,
        "tls": {"mode": "Terminate", "certificateRefs": [certificate]},
    }
