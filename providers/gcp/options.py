"""The settings that only Google Cloud knows: the schema of `options` in a `gcp` stack file.

Credentials never stand here: the provider takes those of `gcloud auth application-default login`, or of the workload
that deploys. Rules that need the environment as well live in `checks.py`.
"""

from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Annotated, Literal

from annotated_types import Ge, Le
from pydantic import JsonValue, StringConstraints

from components.specs import Name
from providers.incluster.monitoring.options import RECEIVER_SECRETS, MonitoringOptions
from providers.incluster.options import AddonMode, ImageOptions, InstalledAddons

SECRET_NAMES = frozenset(RECEIVER_SECRETS.values())

KUBERNETES_VERSION = "1.35"
"""The default minor version of the Regular channel.

Source: https://docs.cloud.google.com/kubernetes-engine/docs/release-notes (2026-09-17), read 2026-11-21.
"""

NODES_CIDR = IPv4Network("10.0.0.0/20")
PODS_CIDR = IPv4Network("10.4.0.0/14")
SERVICES_CIDR = IPv4Network("10.8.0.0/20")

ProjectId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{4,28}[a-z0-9]$")]
Zone = Annotated[str, StringConstraints(pattern=r"^[a-z]+-[a-z]+\d+-[a-z]$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
BillingAccount = Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$")]
MinorVersion = Annotated[str, StringConstraints(pattern=r"^1\.\d{2}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingNetwork:
    """A VPC network that is there already, with a subnetwork in the stack's region."""

    network: str
    """Its name."""
    subnetwork: str
    """The subnetwork of the nodes, by name; Private Google Access must be on, and a Cloud NAT in front of it."""
    pods_range: str
    """The subnetwork's secondary range for pods, by name."""
    services_range: str
    """The subnetwork's secondary range for Services, by name."""
    project: ProjectId | None = None
    """The project whose network it is, where that project shares it; the stack's own when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """The addresses of the environment's own network, or the network to use instead."""

    nodes_cidr: IPv4Network = NODES_CIDR
    """Addresses of nodes and internal load balancers."""
    pods_cidr: IPv4Network = PODS_CIDR
    """Addresses of pods; each node takes a /24 of it."""
    services_cidr: IPv4Network = SERVICES_CIDR
    """Addresses of Services."""
    existing: ExistingNetwork | None = None
    """The network to use instead of creating one; the blocks above are its owner's then, and ignored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOptions:
    """Where models and images are kept."""

    replica_region: str | None = None
    """The second region of the model bucket, on the same continent; for `registry.replicated`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """What only Google Cloud asks of a pool."""

    zones: tuple[Zone, ...] = ()
    """Where its nodes may be; all of the cluster's zones when left out. Accelerators are not offered in every zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GkeAddons(InstalledAddons):
    """What has to run beside the models: GKE brings resource metrics, GPU drivers and device plugins itself."""

    resource_metrics: AddonMode = AddonMode.PREINSTALLED
    """Replicas by CPU use: GKE runs a metrics-server of its own, and a second one would fight it."""
    accelerators: AddonMode = AddonMode.PREINSTALLED
    """Drivers, device plugin and metrics of NVIDIA GPUs: managed by GKE; the GPU operator when installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GcpOptions:
    """Settings of an environment on Google Cloud."""

    project: ProjectId
    """The project's id. One project for each environment keeps quotas, bills and permissions apart."""
    project_number: Annotated[int, Ge(1)]
    """The project's number: `gcloud projects describe <id> --format 'value(projectNumber)'`."""
    images: ImageOptions
    """Where the images of model pods come from."""
    zones: tuple[Zone, ...] = ()
    """The zones of the cluster, at least two; the first three of the region when left out."""
    network: NetworkOptions = field(default_factory=NetworkOptions)
    """The network that everything runs in."""
    api_allowed_cidrs: tuple[IPv4Network, ...] = ()
    """Who may reach the API server from outside the network; nobody when left out: it has no public address then."""
    api_internal_cidrs: tuple[IPv4Network, ...] = ()
    """Who else may reach it inside: addresses of networks that are joined to this one, such as an office by VPN."""
    kubernetes_version: MinorVersion = KUBERNETES_VERSION
    """The minor version that the cluster starts with; the release channel keeps it current."""
    release_channel: Literal["RAPID", "REGULAR", "STABLE", "EXTENDED"] = "REGULAR"
    """How soon GKE upgrades control plane and nodes."""
    deletion_protection: bool = False
    """Whether the cluster refuses to be destroyed until this is turned off, and deployed, first."""
    registry: RegistryOptions = field(default_factory=RegistryOptions)
    """Where models and images are kept."""
    pools: dict[Name, PoolOptions] = field(default_factory=dict[str, PoolOptions])
    """What only Google Cloud asks of a pool, by its name."""
    notify: tuple[Email, ...] = ()
    """Who is told of alerts and of the budget, by e-mail; billing administrators are told of the budget anyway."""
    billing_account: BillingAccount | None = None
    """The account that the budget alarm watches; needed where the environment has a budget."""
    log_retention_days: Annotated[int, Ge(1), Le(3650)] = 90
    """Days for which the cluster's logs are kept, its audit log included."""
    data_access_logs: bool = True
    """Whether reads of models and uses of keys are logged; a setting of the whole project."""
    addons: GkeAddons = field(default_factory=GkeAddons)
    """What runs beside the models, and whether it is installed or there already."""
    monitoring: MonitoringOptions = field(default_factory=MonitoringOptions)
    """The monitoring in the cluster; the receivers' URLs are the secrets `alerts_page`, `alerts_ticket`."""
    arguments: dict[str, dict[str, JsonValue]] = field(default_factory=dict[str, dict[str, JsonValue]])
    """Raw inputs by resource name, as `transship plan` shows it, merged over ours; null removes. The way out."""
