"""Where models and images are kept, and everything that has to be there first."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native.security import Pricing

from components.results import ModelStore, RegistryResult
from components.specs import RegistrySpec
from providers.azure.access import Access
from providers.azure.foundation import Foundation, build_foundation
from providers.azure.identity import IDENTITY_LABEL, PULL_STEP_ONLY
from providers.azure.images import Images, build_images
from providers.azure.keys import Keys, build_keys
from providers.azure.objects import Objects, build_objects
from providers.azure.options import AzureOptions
from providers.azure.replication import CONTAINER
from providers.azure.roles import Role, grant_people
from providers.azure.stores import StoreRequest
from providers.incluster.options import AddonMode

DEFENDER = "defender"


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureRegistry(RegistryResult):
    """A registry with what the cluster is built on: the same group, keys and logs."""

    foundation: Foundation
    keys: Keys
    objects: Objects
    image_registry: Images


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRequest:
    """What the registry is built from.

    Attributes:
        customer_keys: whether data at rest is encrypted under keys of the environment's own.
    """

    spec: RegistrySpec
    access: Access
    options: AzureOptions
    customer_keys: bool


def build_registry(parent: pulumi.Resource, name: str, request: RegistryRequest) -> AzureRegistry:
    """Creates the resource group, the keys, the object store and the image registry. Called first."""
    access, options, spec = request.access, request.options.registry, request.spec
    foundation = build_foundation(parent, name, access, request.options.alerting.log_retention_days)
    keys = build_keys(parent, name, foundation, options.vault_name, customer_keys=request.customer_keys)
    store = StoreRequest(
        foundation=foundation,
        spec=spec,
        data_key=keys.data,
        allowed=options.allowed_cidrs,
        replica_region=options.replica_region,
    )
    objects, images = build_objects(parent, name, store), build_images(parent, name, store)
    native: dict[str, pulumi.Resource] = {
        "group": foundation.group,
        "logs": foundation.logs,
        "vault": keys.vault,
        **objects.native,
        **images.native,
    }
    _let_publish(parent, name, access, request.options, objects, images)
    if spec.scan_images and options.defender is AddonMode.INSTALL:
        native[DEFENDER] = _defender(parent, f"{name}-{DEFENDER}", access)
    return AzureRegistry(
        store=model_store(objects),
        images=images.registry.login_server,
        native=native,
        foundation=foundation,
        keys=keys,
        objects=objects,
        image_registry=images,
    )


def model_store(objects: Objects) -> ModelStore:
    """How pods read models: as themselves, so there is no key to keep."""
    return ModelStore(
        url=f"az://{CONTAINER}",
        environment={"AZURE_STORAGE_ACCOUNT_NAME": objects.account.name},
        pod_labels=IDENTITY_LABEL,
        pod_annotations=PULL_STEP_ONLY,
    )


def _let_publish(
    parent: pulumi.Resource, name: str, access: Access, options: AzureOptions, objects: Objects, images: Images
) -> None:
    """Lets administrators push: neither owners of a subscription nor whoever deploys may touch data by that alone."""
    groups = options.cluster.administrator_groups
    models, registry = objects.container.id, images.registry.id
    grant_people(parent, f"{name}-push-models", access, Role.BLOB_DATA_CONTRIBUTOR, groups=groups, on=models)
    grant_people(parent, f"{name}-push-images", access, Role.ACR_PUSH, groups=groups, on=registry)


def _defender(parent: pulumi.Resource, resource_name: str, access: Access) -> Pricing:
    """Buys the plan that scans images; there is one in a subscription, and it outlives the stack.

    Source: https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction, 2026-11-21.
    """
    return Pricing(
        resource_name,
        pricing_name="Containers",
        pricing_tier="Standard",
        scope_id=access.subscription,
        opts=pulumi.ResourceOptions(parent=parent, retain_on_delete=True),
    )
