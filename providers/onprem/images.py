"""An OCI registry in the cluster, for owners who have none: CNCF Distribution over a volume, behind a log-in.

Nodes pull by `localhost:<node port>`: container runtimes take plain HTTP from loopback and from nowhere else, so no
node needs a certificate or a setting. The port answers on every address of a node, hence the log-in.
Sources, 2026-11-21: https://distribution.github.io/distribution/about/configuration/ (variables),
https://github.com/containerd/containerd/blob/main/docs/hosts.md (loopback).
"""

import json
from collections.abc import Mapping

import pulumi
from pulumi_kubernetes.core.v1 import ContainerArgs, Secret, VolumeMountArgs
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import managed
from providers.onprem.appliance import Appliance
from providers.onprem.appliance_pod import CREDENTIALS, DATA, server
from providers.onprem.options import IMAGES_HTPASSWD, IMAGES_PASSWORD, IMAGES_USERNAME, InstallImagesOptions

ROLE = "images"
LOGIN = "image-login"
PORT = 5000
DATA_PATH = "/var/lib/registry"
CREDENTIALS_PATH = "/credentials"
HTPASSWD = "htpasswd"
PULL_SECRET = "image-registry"  # noqa: S105 - the name of a Secret


def images_appliance(
    environment: str,
    options: InstallImagesOptions,
    storage_class: str | None,
    secrets: Mapping[str, pulumi.Output[str]],
) -> Appliance:
    """The image registry as an appliance; it has no callers of its own, for kubelets come from any node's address."""
    return Appliance(
        role=ROLE,
        environment=environment,
        container=_container(options.image),
        port=PORT,
        credentials={HTPASSWD: secrets[IMAGES_HTPASSWD]},
        storage_gib=options.storage_gib,
        storage_class=options.storage_class or storage_class,
        node_port=options.node_port,
        credentials_as_files=True,
    )


def build_login(
    parent: pulumi.Resource,
    name: str,
    environment: str,
    namespace: pulumi.Input[str],
    images: str,
    secrets: Mapping[str, pulumi.Output[str]],
) -> Secret:
    """Creates what kubelet logs in to the registry with, in the serving namespace.

    Source: https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/, 2026-11-21.
    """
    host = images.partition("/")[0]
    login = pulumi.Output.all(username=secrets[IMAGES_USERNAME], password=secrets[IMAGES_PASSWORD])
    return Secret(
        f"{name}-{LOGIN}",
        metadata=ObjectMetaArgs(name=PULL_SECRET, namespace=namespace, labels=managed(environment)),
        type="kubernetes.io/dockerconfigjson",
        string_data={".dockerconfigjson": login.apply(lambda known: json.dumps({"auths": {host: known}}))},
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _container(image: str) -> ContainerArgs:
    variables = {
        "OTEL_TRACES_EXPORTER": "none",
        "REGISTRY_AUTH": HTPASSWD,
        "REGISTRY_AUTH_HTPASSWD_PATH": f"{CREDENTIALS_PATH}/{HTPASSWD}",
        "REGISTRY_AUTH_HTPASSWD_REALM": "images",
        "REGISTRY_HTTP_ADDR": f":{PORT}",
        "REGISTRY_STORAGE_DELETE_ENABLED": "true",
        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY": DATA_PATH,
    }
    mounts = [
        VolumeMountArgs(name=DATA, mount_path=DATA_PATH),
        VolumeMountArgs(name=CREDENTIALS, mount_path=CREDENTIALS_PATH, read_only=True),
    ]
    # No health path: everything over HTTP wants a log-in, which a probe has not.
    return server(ROLE, image, PORT, mounts, environment=variables)
