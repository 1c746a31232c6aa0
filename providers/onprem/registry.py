"""Where models and images are kept: any S3 API and any OCI registry by their addresses, or installed in the cluster."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import pulumi

from components.results import ModelStore, RegistryResult
from components.specs import RegistrySpec
from providers.onprem.appliance import install
from providers.onprem.images import images_appliance
from providers.onprem.objects import installed_store, objects_appliance
from providers.onprem.options import (
    OBJECTS_ACCESS_KEY_ID,
    OBJECTS_SECRET_ACCESS_KEY,
    ObjectsOptions,
    OnPremOptions,
    RegistryOptions,
)

PORTS = {"http": 80, "https": 443}


def build_registry(
    parent: pulumi.Resource,
    name: str,
    spec: RegistrySpec,
    environment: str,
    options: OnPremOptions,
    secrets: Mapping[str, pulumi.Output[str]],
) -> RegistryResult:
    """Names the registry the owner has, or installs one; called first.

    Nothing is created for what is there already, the bucket included: retention and encryption are its owner's.
    """
    registry = options.registry
    pulumi.log.info(retention(spec, registry), parent)
    keys = {
        "AWS_ACCESS_KEY_ID": secrets[OBJECTS_ACCESS_KEY_ID],
        "AWS_SECRET_ACCESS_KEY": secrets[OBJECTS_SECRET_ACCESS_KEY],
    }
    native: dict[str, pulumi.Resource] = {}
    if registry.install_objects is not None:
        appliance = objects_appliance(environment, registry.install_objects, options.storage_class, keys)
        native |= install(parent, name, appliance)
    if registry.install_images is not None:
        appliance = images_appliance(environment, registry.install_images, options.storage_class, secrets)
        native |= install(parent, name, appliance)
    store = external_store(registry.objects, keys) if registry.objects else installed_store(environment, keys)
    return RegistryResult(store=store, images=registry.prefix, native=native)


def retention(spec: RegistrySpec, options: RegistryOptions) -> str:
    """What becomes of `keep_noncurrent_days`, which no setting of ours can bring about."""
    wanted = f"keeping overwritten and removed objects for {spec.keep_noncurrent_days} days"
    if options.install_objects:
        return f"{wanted} is not done: the installed object store keeps none"
    return f"{wanted} is left to the object store's owner"


def external_store(options: ObjectsOptions, keys: Mapping[str, pulumi.Output[str]]) -> ModelStore:
    """How pods read a store by its address. The variables are those of AWS's own tools and of object_store.

    Source: https://docs.rs/object_store/latest/object_store/aws/enum.AmazonS3ConfigKey.html, 2026-11-21.
    """
    endpoint = urlsplit(options.endpoint)
    return ModelStore(
        url=options.url,
        environment={
            "AWS_ENDPOINT_URL": options.endpoint,
            "AWS_REGION": options.region,
            "AWS_ALLOW_HTTP": str(endpoint.scheme == "http").lower(),
            "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": str(not options.path_style).lower(),
        },
        secrets=keys,
        port=endpoint.port or PORTS[endpoint.scheme],
    )
