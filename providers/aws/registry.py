"""Where models and images are kept on AWS: a bucket, its replica, and image repositories."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import kms

from components.results import Address, ModelStore, Native, RegistryResult
from components.specs import Environment, RegistrySpec
from providers.aws.images import ImagesRequest, build_images, own_images
from providers.aws.keys import KEY, REPLICA_KEY, build_key
from providers.aws.objects import BucketRequest, BucketResult, build_bucket
from providers.aws.options import RegistryOptions
from providers.aws.replication import REPLICATION, ReplicationRequest, build_replication
from providers.aws.site import Site
from providers.incluster.names import SERVER_CONTAINER

PULL_STEP_ONLY = {"eks.amazonaws.com/skip-containers": SERVER_CONTAINER}
"""Keeps credentials out of the model server, which has no use for them.

Source: https://github.com/aws/amazon-eks-pod-identity-webhook, 2026-11-21.
"""

POD_IDENTITY_AGENT = Address(block="169.254.170.23/32", port=80)
"""Where pods ask for the credentials of their role.

Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html, 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRequest:
    """What the registry is built from."""

    site: Site
    spec: RegistrySpec
    options: RegistryOptions
    environment: Environment


def build_registry(parent: pulumi.Resource, name: str, request: RegistryRequest) -> RegistryResult:
    """Creates the environment's key, the bucket, its replica when asked to, and the image repositories."""
    site, spec, options = request.site, request.spec, request.options
    key, alias = build_key(parent, f"{name}-{KEY}", site)
    own_key = key if request.environment.serving.customer_keys else None
    source = _bucket(parent, name, request, None, own_key)
    native: dict[str, pulumi.Resource] = {KEY: key, f"{KEY}-alias": alias, **source.native}
    if spec.replicated:
        native |= _replicate(parent, name, request, source, own_key)
    native |= build_images(
        parent,
        name,
        ImagesRequest(
            site=site,
            repositories=tuple(dict.fromkeys((*options.repositories, *own_images(request.environment)))),
            scan=spec.scan_images,
            keep_untagged_days=spec.keep_noncurrent_days,
            key_arn=own_key.arn if own_key else None,
            keep_on_destroy=options.keep_on_destroy,
        ),
    )
    return RegistryResult(
        store=ModelStore(
            # Through the bucket, so that nothing looks for models before there is one.
            url=source.bucket.bucket.apply(lambda bucket: f"s3://{bucket}"),
            environment={"AWS_REGION": site.region},
            credentials=(POD_IDENTITY_AGENT,),
            pod_annotations=PULL_STEP_ONLY,
        ),
        images=site.images,
        native=native,
    )


def _replicate(
    parent: pulumi.Resource, name: str, request: RegistryRequest, source: BucketResult, own_key: kms.Key | None
) -> Native:
    region = request.options.replica_region
    native: dict[str, pulumi.Resource] = {}
    keys: tuple[kms.Key, kms.Key] | None = None
    if own_key is not None:
        there, alias = build_key(parent, f"{name}-{REPLICA_KEY}", request.site, region=region)
        native |= {REPLICA_KEY: there, f"{REPLICA_KEY}-alias": alias}
        keys = (own_key, there)
    replica = _bucket(parent, name, request, region, keys[1] if keys else None)
    wanted = ReplicationRequest(site=request.site, source=source, replica=replica, keys=keys)
    return {**native, **replica.native, **build_replication(parent, f"{name}-{REPLICATION}", wanted)}


def _bucket(
    parent: pulumi.Resource, name: str, request: RegistryRequest, region: str | None, key: kms.Key | None
) -> BucketResult:
    suffix = "objects" if region is None else "objects-replica"
    return build_bucket(
        parent,
        f"{name}-{suffix}",
        BucketRequest(
            bucket=request.site.bucket(region),
            region=region,
            keep_noncurrent_days=request.spec.keep_noncurrent_days,
            key_arn=key.arn if key else None,
            keep_on_destroy=request.options.keep_on_destroy,
        ),
    )
