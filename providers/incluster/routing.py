"""How requests for a model are split over its variants."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import MODEL_LABEL, managed
from components.results import ClusterResult
from components.specs import ModelSpec
from providers.incluster.gateway import API_VERSION
from providers.incluster.names import SERVICE_PORT, workload_name

ROUTE = "route"


def build_route(
    parent: pulumi.Resource,
    resource_name: str,
    environment_name: str,
    model: ModelSpec,
    cluster: ClusterResult,
    services: list[pulumi.Resource],
) -> CustomResource:
    """Creates the model's route. The host name is the listener's: a route that names none takes it over."""
    return CustomResource(
        resource_name,
        api_version=API_VERSION,
        kind="HTTPRoute",
        metadata=ObjectMetaArgs(
            name=model.name,
            namespace=cluster.namespace,
            labels={**managed(environment_name), MODEL_LABEL: model.name},
        ),
        spec={"parentRefs": [{"name": cluster.gateway}], "rules": [rule(model)]},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*cluster.addons, *services]),
    )


def rule(model: ModelSpec) -> dict[str, object]:
    """Everything below `/<model>` goes to the variants, by weight, without that step; the shadow gets copies."""
    filters: list[dict[str, object]] = [
        {"type": "URLRewrite", "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}}}
    ]
    if model.shadow:
        mirror = {"backendRef": _backend(model, model.shadow.variant), "percent": model.shadow.percent}
        filters.append({"type": "RequestMirror", "requestMirror": mirror})
    return {
        "matches": [{"path": {"type": "PathPrefix", "value": f"/{model.name}"}}],
        "filters": filters,
        "backendRefs": [{**_backend(model, variant.name), "weight": variant.weight} for variant in model.variants],
        "timeouts": {"request": f"{model.timeout_seconds}s"},
    }


def _backend(model: ModelSpec, variant: str) -> dict[str, object]:
    return {"kind": "Service", "name": workload_name(model.name, variant), "port": SERVICE_PORT}
