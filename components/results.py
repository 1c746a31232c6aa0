"""What builders give back: the facts that callers need, the same on every target.

What differs between targets comes back here as data (a selector, an annotation, a storage class), so that nobody
outside a target's own folder has to ask which target it is. `native` is the way out: the underlying resources, by role.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

Native = Mapping[str, pulumi.Resource]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where something listens: a block of addresses, and a TCP port."""

    block: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStore:
    """How a pod reads the registry's objects.

    Attributes:
        url: the root of the model registry, for example `s3://models/prod`; what `transship models --registry` takes.
        environment: variables that hold no secret, such as `AWS_ENDPOINT_URL` and `AWS_REGION`.
        secrets: variables whose values are secret; empty where pods carry an identity of their own.
        service_account_annotations: what ties a Kubernetes service account to an identity of the target.
        pod_labels: what a pod carries so that it is given that identity.
        pod_annotations: what keeps the identity to the containers that need it.
        credentials: where a pod asks for the identity's credentials, for network policies.
        port: where the store listens, for network policies.
        namespace: where a store inside the cluster runs, for network policies; None for one outside.
    """

    url: pulumi.Input[str]
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secrets: Mapping[str, pulumi.Output[str]] = field(default_factory=dict[str, pulumi.Output[str]])
    service_account_annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    pod_labels: Mapping[str, str] = field(default_factory=dict[str, str])
    pod_annotations: Mapping[str, str] = field(default_factory=dict[str, str])
    credentials: tuple[Address, ...] = ()
    port: int = 443
    namespace: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryResult:
    """Where models and images are, and how pods read them.

    Attributes:
        images: the prefix of image references, for example `registry.example.com/ml`.
    """

    store: ModelStore
    images: pulumi.Input[str]
    native: Native = field(default_factory=dict[str, pulumi.Resource])


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterResult:
    """A Kubernetes cluster with its serving layer.

    Attributes:
        provider: what everything inside the cluster is created through.
        endpoint: URL of the API server.
        ca_certificate: PEM; empty where the kubeconfig alone knows it.
        auth_command: what a person types to get credentials.
        kubeconfig: a secret.
        namespace: where models are served.
        gateway: name of the Gateway that routes attach to.
        gateway_address: where requests enter: a host name or IP address.
        gateway_scheme: `http` or `https`.
        storage_class: for caches and in-cluster stores; None takes the cluster's default.
        addons: what was installed with it; custom resources of its kinds are created after.
    """

    provider: pulumi.ProviderResource
    endpoint: pulumi.Input[str]
    ca_certificate: pulumi.Input[str]
    auth_command: str
    kubeconfig: pulumi.Output[str]
    namespace: pulumi.Input[str]
    gateway: pulumi.Input[str]
    gateway_address: pulumi.Input[str]
    gateway_scheme: str = "http"
    storage_class: str | None = None
    addons: tuple[pulumi.Resource, ...] = ()
    native: Native = field(default_factory=dict[str, pulumi.Resource])


@dataclass(frozen=True, slots=True, kw_only=True)
class Toleration:
    """A taint that a pod of the pool accepts."""

    key: str
    value: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolResult:
    """A pool, and how a pod gets onto it.

    Attributes:
        machine: the concrete type that was chosen.
        selector: node labels that pods of the pool select by.
        tolerations: the taints of the pool's nodes.
        priority_class: the priority that the pool's pods carry; None for the cluster's default.
        accelerator_resource: the extended resource of its devices, for example `nvidia.com/gpu`; None for a CPU pool.
    """

    name: str
    machine: str
    min: int
    max: int
    selector: Mapping[str, str]
    tolerations: tuple[Toleration, ...] = ()
    priority_class: pulumi.Input[str] | None = None
    accelerator_resource: str | None = None
    native: Native = field(default_factory=dict[str, pulumi.Resource])


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringResult:
    """Where metrics, dashboards and alerts are found: name to URL, for example `prometheus`, `grafana`."""

    endpoints: Mapping[str, pulumi.Input[str]]
    native: Native = field(default_factory=dict[str, pulumi.Resource])


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentResult:
    """A served model.

    Attributes:
        endpoint: the URL that callers inside the network use; requests carry the environment's host name.
        services: URL of each variant's own Service by variant name, for callers inside the cluster.
    """

    name: str
    endpoint: pulumi.Input[str]
    services: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    native: Native = field(default_factory=dict[str, pulumi.Resource])
