"""An S3 API in the cluster, for owners who have none: versitygw over a volume, in a namespace of its own.

Its credentials come from the stack's secrets rather than from a generator: so they are the same on every machine that
deploys, and rotate when the owner says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.naming import ENVIRONMENT_LABEL, joined, managed
from components.results import ModelStore, Native
from providers.onprem.objects_pod import APP, PORT, pod_spec
from providers.onprem.options import InstallOptions

NAMESPACE = "namespace"
POLICY = "policy"
CREDENTIALS = "credentials"
VOLUME = "volume"
SERVICE = "service"
SERVER = "server"

OBJECT_NAME = "objects"
BUCKET = "models"
REGION = "us-east-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What the object store is made from.

    Attributes:
        keys: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`; the server's own, and so the clients'.
    """

    environment: str
    options: InstallOptions
    storage_class: str | None
    keys: Mapping[str, pulumi.Output[str]]

    @property
    def namespace(self) -> str:
        """Apart from the models, so that nothing there can read the store's credentials or its volume."""
        return joined("transship", self.environment, OBJECT_NAME)

    @property
    def labels(self) -> dict[str, str]:
        """What every object carries."""
        return {**managed(self.environment), **APP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The object store and what it is made of."""

    store: ModelStore
    native: Native


def install(parent: pulumi.Resource, name: str, installation: Installation) -> Installed:
    """Creates the store. Called by `build_registry` when the owner asks for one."""
    opts = pulumi.ResourceOptions(parent=parent)
    namespace = _namespace(f"{name}-{NAMESPACE}", installation, opts)
    # The namespace is named, not read from the resource: an object must not be planned as unknown for its sake.
    inside = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[namespace]))
    native: dict[str, pulumi.Resource] = {
        NAMESPACE: namespace,
        POLICY: _policy(f"{name}-{POLICY}", installation, inside),
        CREDENTIALS: _credentials(f"{name}-{CREDENTIALS}", installation, inside),
        VOLUME: _volume(f"{name}-{VOLUME}", installation, inside),
        SERVICE: _service(f"{name}-{SERVICE}", installation, inside),
    }
    ready = pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=list(native.values())))
    native[SERVER] = _server(f"{name}-{SERVER}", installation, ready)
    store = ModelStore(
        url=f"s3://{BUCKET}",
        environment={
            "AWS_ENDPOINT_URL": f"http://{OBJECT_NAME}.{installation.namespace}.svc:{PORT}",
            "AWS_REGION": REGION,
            "AWS_ALLOW_HTTP": "true",
            "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false",
        },
        secrets=installation.keys,
        port=PORT,
        namespace=installation.namespace,
    )
    return Installed(store=store, native=native)


def _metadata(installation: Installation) -> kubernetes.meta.v1.ObjectMetaArgs:
    return kubernetes.meta.v1.ObjectMetaArgs(
        name=OBJECT_NAME, namespace=installation.namespace, labels=installation.labels
    )


def _namespace(
    resource_name: str, installation: Installation, opts: pulumi.ResourceOptions
) -> kubernetes.core.v1.Namespace:
    restricted = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
    return kubernetes.core.v1.Namespace(
        resource_name,
        metadata={"name": installation.namespace, "labels": {**managed(installation.environment), **restricted}},
        opts=opts,
    )


def _policy(
    resource_name: str, installation: Installation, opts: pulumi.ResourceOptions
) -> kubernetes.networking.v1.NetworkPolicy:
    """Nothing in or out, but requests from the namespaces of the same environment."""
    return kubernetes.networking.v1.NetworkPolicy(
        resource_name,
        metadata=_metadata(installation),
        spec={
            "pod_selector": {},
            "policy_types": ["Ingress", "Egress"],
            "ingress": [
                {
                    "from_": [{"namespace_selector": {"match_labels": {ENVIRONMENT_LABEL: installation.environment}}}],
                    "ports": [{"protocol": "TCP", "port": PORT}],
                }
            ],
        },
        opts=opts,
    )


def _credentials(
    resource_name: str, installation: Installation, opts: pulumi.ResourceOptions
) -> kubernetes.core.v1.Secret:
    """The server's root credentials, under the names it reads."""
    return kubernetes.core.v1.Secret(
        resource_name,
        metadata=_metadata(installation),
        string_data={f"ROOT_{key.removeprefix('AWS_')}": value for key, value in installation.keys.items()},
        opts=opts,
    )


def _volume(
    resource_name: str, installation: Installation, opts: pulumi.ResourceOptions
) -> kubernetes.core.v1.PersistentVolumeClaim:
    return kubernetes.core.v1.PersistentVolumeClaim(
        resource_name,
        metadata=_metadata(installation),
        spec={
            "access_modes": ["ReadWriteOnce"],
            "storage_class_name": installation.storage_class,
            "resources": {"requests": {"storage": f"{installation.options.storage_gib}Gi"}},
        },
        opts=opts,
    )


def _service(
    resource_name: str, installation: Installation, opts: pulumi.ResourceOptions
) -> kubernetes.core.v1.Service:
    return kubernetes.core.v1.Service(
        resource_name,
        metadata={
            "name": OBJECT_NAME,
            "namespace": installation.namespace,
            "labels": installation.labels,
            # The engine would wait here for the server's pod, and the server for this.
            "annotations": {"pulumi.com/skipAwait": "true"},
        },
        spec={"selector": APP, "ports": [{"name": "s3", "port": PORT, "target_port": PORT}]},
        opts=opts,
    )


def _server(
    resource_name: str, installation: Installation, opts: pulumi.ResourceOptions
) -> kubernetes.apps.v1.StatefulSet:
    """One replica, never two: a volume has one writer. The engine waits until it is ready."""
    return kubernetes.apps.v1.StatefulSet(
        resource_name,
        metadata=_metadata(installation),
        spec=kubernetes.apps.v1.StatefulSetSpecArgs(
            service_name=OBJECT_NAME,
            replicas=1,
            selector=kubernetes.meta.v1.LabelSelectorArgs(match_labels=APP),
            template=kubernetes.core.v1.PodTemplateSpecArgs(
                metadata=kubernetes.meta.v1.ObjectMetaArgs(labels=installation.labels),
                spec=pod_spec(installation.options.image, credentials=OBJECT_NAME, claim=OBJECT_NAME, bucket=BUCKET),
            ),
        ),
        opts=opts,
    )
