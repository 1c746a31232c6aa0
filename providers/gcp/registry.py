"""Where models and images are kept: a Cloud Storage bucket and an Artifact Registry repository."""

from dataclasses import dataclass

import pulumi

from components.results import Address, ModelStore, RegistryResult
from components.specs import RegistrySpec
from providers.gcp.access import Access
from providers.gcp.images import IMAGES, ImagesRequest, build_images, image_prefix
from providers.gcp.keys import Purpose, build_keys
from providers.gcp.objects import OBJECTS, BucketRequest, build_bucket
from providers.gcp.placement import Placement

METADATA_SERVER = (
    Address(block="169.254.169.254/32", port=80),
    Address(block="169.254.169.252/32", port=988),
)
"""Where a pod asks for its identity's credentials; which of the two depends on the network plugin.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity,
2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRequest:
    """What the registry is built from.

    Attributes:
        customer_keys: whether it is encrypted under keys that the environment owns.
    """

    spec: RegistrySpec
    access: Access
    placement: Placement
    customer_keys: bool


def build_registry(parent: pulumi.Resource, name: str, request: RegistryRequest) -> RegistryResult:
    """Creates the bucket and the repository, and their keys where the environment owns them. Called first."""
    purposes = [Purpose.OBJECTS, Purpose.IMAGES] if request.customer_keys else []
    keys = build_keys(parent, name, request.placement.keys, purposes, request.access)
    bucket = build_bucket(
        parent,
        name,
        BucketRequest(
            spec=request.spec,
            access=request.access,
            placement=request.placement,
            key=keys.ids.get(Purpose.OBJECTS),
            after=keys.grants,
        ),
    )
    wanted = ImagesRequest(
        spec=request.spec,
        access=request.access,
        location=request.placement.images,
        key=keys.ids.get(Purpose.IMAGES),
        after=keys.grants,
    )
    images = build_images(parent, name, wanted)
    return RegistryResult(
        store=ModelStore(url=pulumi.Output.concat("gs://", bucket.name), credentials=METADATA_SERVER),
        images=image_prefix(wanted),
        native={OBJECTS: bucket, IMAGES: images, **keys.native},
    )
