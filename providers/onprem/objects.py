"""An S3 API in the cluster, for owners who have none: versitygw over a volume.

Source: https://github.com/versity/versitygw/wiki/Global-Options, 2026-11-21.
"""

from collections.abc import Mapping

import pulumi
from pulumi_kubernetes.core.v1 import ContainerArgs, VolumeMountArgs
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicyPeerArgs

from components.naming import ENVIRONMENT_LABEL
from components.results import ModelStore
from providers.onprem.appliance import Appliance, namespace_of
from providers.onprem.appliance_pod import DATA, server
from providers.onprem.options import InstallObjectsOptions

ROLE = "objects"
BUCKET = "models"
REGION = "us-east-1"
PORT = 7070
HEALTH_PATH = "/healthz"
DATA_PATH = "/data"
BUCKET_PATH = "/bucket"


def objects_appliance(
    environment: str,
    options: InstallObjectsOptions,
    storage_class: str | None,
    keys: Mapping[str, pulumi.Output[str]],
) -> Appliance:
    """The object store as an appliance.

    Args:
        environment: whose it is; only its namespaces may talk to the store.
        options: size and image.
        storage_class: of everything that keeps data, where the options name no other.
        keys: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` of its clients; the server's own root credentials.
    """
    caller = NetworkPolicyPeerArgs(namespace_selector=LabelSelectorArgs(match_labels={ENVIRONMENT_LABEL: environment}))
    return Appliance(
        role=ROLE,
        environment=environment,
        container=_container(options.image),
        port=PORT,
        credentials={f"ROOT_{name.removeprefix('AWS_')}": value for name, value in keys.items()},
        storage_gib=options.storage_gib,
        storage_class=options.storage_class or storage_class,
        callers=[caller],
    )


def installed_store(environment: str, keys: Mapping[str, pulumi.Output[str]]) -> ModelStore:
    """How pods read the store that was installed."""
    namespace = namespace_of(environment, ROLE)
    return ModelStore(
        url=f"s3://{BUCKET}",
        environment={
            "AWS_ENDPOINT_URL": f"http://{ROLE}.{namespace}.svc:{PORT}",
            "AWS_REGION": REGION,
            "AWS_ALLOW_HTTP": "true",
            "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false",
        },
        secrets=keys,
        port=PORT,
        namespace=namespace,
    )


def _container(image: str) -> ContainerArgs:
    return server(
        ROLE,
        image,
        PORT,
        [
            VolumeMountArgs(name=DATA, mount_path=DATA_PATH),
            # A bucket is a directory, and kubelet makes the directory of a sub-path that is missing: so the bucket is
            # there without a shell in the image, a job, or a client that may create buckets.
            VolumeMountArgs(name=DATA, mount_path=BUCKET_PATH, sub_path=BUCKET),
        ],
        arguments=["--port", f":{PORT}", "--health", HEALTH_PATH, "--quiet", "posix", DATA_PATH],
        secret=ROLE,
        health_path=HEALTH_PATH,
    )
