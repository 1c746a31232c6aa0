"""One model on AWS: an identity that may read that model and nothing else, and what serves it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulumi

from components.results import ClusterResult, DeploymentResult, PoolResult, RegistryResult
from components.specs import ModelSpec
from providers.aws.identity import IDENTITY, ROLE, PodIdentity, build_identity, reads_model
from providers.aws.native import bucket_of, cluster_of, key_of
from providers.aws.options import AwsOptions
from providers.aws.site import Site
from providers.incluster import deployment

ROLE_ANNOTATION = "transship.dev/role"
"""Which role a service account's pods are given: for people to read, EKS does not need it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentRequest:
    """What every model of an environment is served with.

    Attributes:
        customer_keys: whether the registry is encrypted with the environment's own key.
    """

    site: Site
    options: AwsOptions
    customer_keys: bool
    cluster: ClusterResult
    registry: RegistryResult


def build_deployment(
    parent: pulumi.Resource, name: str, spec: ModelSpec, request: DeploymentRequest, pools: Mapping[str, PoolResult]
) -> DeploymentResult:
    """Creates the model's identity, then what serves it."""
    cluster, registry = request.cluster, request.registry
    key = key_of(registry.native) if request.customer_keys else None
    wanted = PodIdentity(
        site=request.site,
        role=f"model-{spec.name}",
        namespace=cluster.namespace,
        service_account=spec.name,
        statements=reads_model(bucket_of(registry.native).arn, spec.name, key.arn if key else None),
    )
    role, identity = build_identity(parent, name, cluster_of(cluster.native), wanted)
    # By way of the association: a pod that starts before there is one never gets its role.
    annotations = {ROLE_ANNOTATION: identity.role_arn}
    store = replace(registry.store, service_account_annotations=annotations)
    setting = deployment.Setting(
        environment_name=request.site.environment,
        cluster=cluster,
        registry=replace(registry, store=store),
        images=request.options.images,
        monitoring=request.options.monitoring,
    )
    served = deployment.build_deployment(parent, name, spec, setting, pools)
    return replace(served, native={**served.native, ROLE: role, IDENTITY: identity})
