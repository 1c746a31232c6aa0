"""A server over one volume in a namespace of its own: how the object store and the image registry are installed.

Apart from the models, so that nothing beside them can read an appliance's credentials or its volume. Credentials come
from the stack's secrets rather than from a generator: so they are the same on every machine that deploys, and rotate
when the owner says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.apps.v1 import StatefulSet, StatefulSetSpecArgs
from pulumi_kubernetes.core.v1 import (
    ContainerArgs,
    Namespace,
    PersistentVolumeClaim,
    PersistentVolumeClaimSpecArgs,
    PodTemplateSpecArgs,
    Secret,
    Service,
    ServicePortArgs,
    ServiceSpecArgs,
    VolumeResourceRequirementsArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import (
    NetworkPolicy,
    NetworkPolicyIngressRuleArgs,
    NetworkPolicyPeerArgs,
    NetworkPolicyPortArgs,
    NetworkPolicySpecArgs,
)

from components.naming import joined, managed
from components.results import Native
from providers.incluster.namespace import pod_security_labels
from providers.onprem.appliance_pod import pod_spec

NAMESPACE = "namespace"
POLICY = "policy"
CREDENTIALS = "credentials"
VOLUME = "volume"
SERVICE = "service"
SERVER = "server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appliance:
    """What an appliance is made from.

    Attributes:
        role: what it is: the name of each of its objects, and the end of its namespace's.
        environment: whose it is.
        container: the server; mounts what it needs by the names in `appliance_pod.py`.
        port: where it listens.
        credentials: entries of its Secret.
        credentials_as_files: whether the server mounts them, rather than has them in its environment.
        storage_gib: size of its volume, in GiB.
        storage_class: of its volume; the cluster's default when None.
        callers: who may talk to it; everybody who reaches it when empty.
        node_port: the port on every node that leads to it as well; none when None.
    """

    role: str
    environment: str
    container: ContainerArgs
    port: int
    credentials: Mapping[str, pulumi.Output[str]]
    storage_gib: int
    storage_class: str | None
    callers: Sequence[NetworkPolicyPeerArgs] = ()
    node_port: int | None = None
    credentials_as_files: bool = False

    @property
    def namespace(self) -> str:
        """Where it lives."""
        return namespace_of(self.environment, self.role)

    @property
    def selector(self) -> dict[str, str]:
        """What tells its pod from others."""
        return {"app.kubernetes.io/name": self.role}

    @property
    def metadata(self) -> ObjectMetaArgs:
        """Of each of its objects."""
        labels = {**managed(self.environment), **self.selector}
        return ObjectMetaArgs(name=self.role, namespace=self.namespace, labels=labels)


def namespace_of(environment: str, role: str) -> str:
    """The namespace of an environment's appliance."""
    return joined("transship", environment, role)


def install(parent: pulumi.Resource, name: str, appliance: Appliance) -> Native:
    """Creates the appliance's namespace and everything in it; the server last, when all it needs is there."""
    prefix = f"{name}-{appliance.role}"
    child = pulumi.ResourceOptions(parent=parent)
    namespace = _namespace(f"{prefix}-{NAMESPACE}", appliance, child)
    # Objects name their namespace rather than read it from the resource: or a preview would not know where they go.
    inside = pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[namespace]))
    needed: dict[str, pulumi.Resource] = {
        NAMESPACE: namespace,
        POLICY: _policy(f"{prefix}-{POLICY}", appliance, inside),
        CREDENTIALS: _credentials(f"{prefix}-{CREDENTIALS}", appliance, inside),
        VOLUME: _volume(f"{prefix}-{VOLUME}", appliance, inside),
        SERVICE: _service(f"{prefix}-{SERVICE}", appliance, inside),
    }
    last = pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=list(needed.values())))
    made = {**needed, SERVER: _server(f"{prefix}-{SERVER}", appliance, last)}
    return {f"{appliance.role}-{part}": resource for part, resource in made.items()}


def _namespace(resource_name: str, appliance: Appliance, opts: pulumi.ResourceOptions) -> Namespace:
    labels = {**managed(appliance.environment), **pod_security_labels("restricted")}
    return Namespace(resource_name, metadata=ObjectMetaArgs(name=appliance.namespace, labels=labels), opts=opts)


def _policy(resource_name: str, appliance: Appliance, opts: pulumi.ResourceOptions) -> NetworkPolicy:
    """Nothing in but requests from its callers, and nothing out."""
    port = NetworkPolicyPortArgs(protocol="TCP", port=appliance.port)
    return NetworkPolicy(
        resource_name,
        metadata=appliance.metadata,
        spec=NetworkPolicySpecArgs(
            pod_selector=LabelSelectorArgs(),
            policy_types=["Ingress", "Egress"],
            ingress=[NetworkPolicyIngressRuleArgs(from_=appliance.callers or None, ports=[port])],
        ),
        opts=opts,
    )


def _credentials(resource_name: str, appliance: Appliance, opts: pulumi.ResourceOptions) -> Secret:
    return Secret(resource_name, metadata=appliance.metadata, string_data=dict(appliance.credentials), opts=opts)


def _volume(resource_name: str, appliance: Appliance, opts: pulumi.ResourceOptions) -> PersistentVolumeClaim:
    return PersistentVolumeClaim(
        resource_name,
        metadata=appliance.metadata,
        spec=PersistentVolumeClaimSpecArgs(
            access_modes=["ReadWriteOnce"],
            storage_class_name=appliance.storage_class,
            resources=VolumeResourceRequirementsArgs(requests={"storage": f"{appliance.storage_gib}Gi"}),
        ),
        opts=opts,
    )


def _service(resource_name: str, appliance: Appliance, opts: pulumi.ResourceOptions) -> Service:
    metadata = appliance.metadata
    # The engine would wait here for the server's pod, and the server waits for this.
    metadata.annotations = {"pulumi.com/skipAwait": "true"}
    port = ServicePortArgs(
        name=appliance.role, port=appliance.port, target_port=appliance.port, node_port=appliance.node_port
    )
    kind = "ClusterIP" if appliance.node_port is None else "NodePort"
    spec = ServiceSpecArgs(type=kind, selector=appliance.selector, ports=[port])
    return Service(resource_name, metadata=metadata, spec=spec, opts=opts)


def _server(resource_name: str, appliance: Appliance, opts: pulumi.ResourceOptions) -> StatefulSet:
    """One replica, and never two for a moment: a volume has one writer. The engine waits until it is ready."""
    return StatefulSet(
        resource_name,
        metadata=appliance.metadata,
        spec=StatefulSetSpecArgs(
            service_name=appliance.role,
            replicas=1,
            selector=LabelSelectorArgs(match_labels=appliance.selector),
            template=PodTemplateSpecArgs(
                metadata=ObjectMetaArgs(labels={**managed(appliance.environment), **appliance.selector}),
                spec=pod_spec(
                    appliance.container,
                    claim=appliance.role,
                    secret=appliance.role if appliance.credentials_as_files else None,
                ),
            ),
        ),
        opts=opts,
    )
