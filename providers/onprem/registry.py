"""Where models and images are kept: any S3 API and any OCI registry by their addresses, or an S3 API in the cluster."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import pulumi

from components.results import ModelStore, RegistryResult
from providers.onprem import objects
from providers.onprem.options import OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY, ObjectsOptions, OnPremOptions

PORTS = {"http": 80, "https": 443}


def build_registry(
    parent: pulumi.Resource,
    name: str,
    environment: str,
    options: OnPremOptions,
    secrets: Mapping[str, pulumi.Output[str]],
) -> RegistryResult:
    """Names the registry the owner has, or installs one; called first.

    Nothing is created for a store that is there already, its bucket included: its owner decides on retention and
    encryption.
    """
    keys = {
        "AWS_ACCESS_KEY_ID": secrets[OBJECTS_ACCESS_KEY_ID],
        "AWS_SECRET_ACCESS_KEY": secrets[OBJECTS_SECRET_ACCESS_KEY],
    }
    registry = options.registry
    if registry.objects is not None:
        return RegistryResult(store=external_store(registry.objects, keys), images=registry.images)
    assert registry.install is not None  # noqa: S101 - RegistryOptions holds exactly one of the two
    installed = objects.install(
        parent,
        name,
        objects.Installation(
            environment=environment,
            options=registry.install,
            storage_class=registry.install.storage_class or options.storage_class,
            keys=keys,
        ),
    )
    return RegistryResult(store=installed.store, images=registry.images, native=installed.native)


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
