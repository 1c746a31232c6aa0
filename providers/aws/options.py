"""The settings that only AWS knows: the schema of `options` in an `aws` stack file.

Rules that need the environment or the region as well live in `checks.py`.
"""

from dataclasses import dataclass, field
from enum import auto
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import JsonValue, StringConstraints

from components.capabilities import Kebab
from components.specs import Name
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.options import ImageOptions, InstalledAddons

AccountId = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
Cidr = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}$")]
Arn = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:\S+$")]
VpcId = Annotated[str, StringConstraints(pattern=r"^vpc-[0-9a-f]{8,17}$")]
SubnetId = Annotated[str, StringConstraints(pattern=r"^subnet-[0-9a-f]{8,17}$")]
ZoneId = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,4}[0-9]-az[0-9]$")]
RepositoryName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._/-][a-z0-9]+)*$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]

LogRetentionDays = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653]
"""What CloudWatch Logs takes, apart from keeping forever.

Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html, 2026-11-21.
"""

KUBERNETES_VERSION = "1.35"
"""In standard support until March 2027, and what the pinned cluster autoscaler was built for.

Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, 2026-11-21.
"""


class NatKind(Kebab):
    """How nodes reach the internet; nobody reaches them from there."""

    PER_ZONE = auto()
    """A NAT gateway in every zone: one that fails takes its own zone only."""
    ONE = auto()
    """One NAT gateway for all zones: cheaper, and all of them lose their way out with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingNetwork:
    """A VPC that is there already; Transship creates nothing in it but what runs on its subnets."""

    vpc_id: VpcId
    """The VPC."""
    cidr: Cidr
    """Its addresses, so that overlaps are seen before anything is created."""
    private_subnet_ids: Annotated[tuple[SubnetId, ...], MinLen(2)]
    """Where nodes go: private subnets in at least two zones, with a way out and tagged for internal load balancers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """The addresses of an environment, and how its nodes reach the world."""

    cidr: Cidr = "10.64.0.0/16"
    """Addresses of the VPC; nodes and pods share them."""
    services_cidr: Cidr = "172.20.0.0/16"
    """Addresses of Services inside the cluster; outside the VPC's."""
    zone_ids: tuple[ZoneId, ...] = ()
    """The availability zones, by id; the region's first three that EKS takes when left out."""
    nat: NatKind = NatKind.PER_ZONE
    """How nodes reach the internet."""
    private_endpoints: bool = True
    """Whether AWS's own services are reached inside the VPC, rather than through the NAT gateways."""
    flow_logs: bool = True
    """Whether refused connections are logged."""
    existing: ExistingNetwork | None = None
    """A VPC to use instead of creating one; everything above but `services_cidr` is then its owner's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOptions:
    """The control plane."""

    version: Annotated[str, StringConstraints(pattern=r"^1\.[0-9]{2}$")] = KUBERNETES_VERSION
    """The version of Kubernetes."""
    api_allowed_cidrs: tuple[Cidr, ...] = ()
    """Who may reach the API server from the internet; nobody when left out: it then answers inside the VPC only."""
    api_internal_cidrs: tuple[Cidr, ...] = ()
    """Who else may reach it inside: networks that are joined to the VPC, from which people and pipelines deploy."""
    admins: tuple[Arn, ...] = ()
    """IAM roles and users that administer the cluster, whoever deploys among them; its creator alone when left out."""
    deletion_protection: bool = False
    """Whether AWS refuses to delete the cluster until this is taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOptions:
    """Where models and images are kept."""

    replica_region: str | None = None
    """The region that objects are copied to; required when the environment's registry is replicated."""
    repositories: tuple[RepositoryName, ...] = ("puller",)
    """Image repositories to create, beside those of the environment's own custom runtimes."""
    keep_on_destroy: bool = True
    """Whether a destroy fails rather than deletes a bucket or repository that still holds something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """Where the nodes of one pool lie."""

    zone_ids: tuple[ZoneId, ...] = ()
    """Zones that have the pool's machine, among the network's; all of them when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsOptions:
    """Settings of an environment on AWS."""

    account_id: AccountId
    """The account; a deployment with credentials of another is refused."""
    images: ImageOptions
    """Where the images of model pods come from."""
    network: NetworkOptions = field(default_factory=NetworkOptions)
    """Addresses, zones, the way out."""
    cluster: ClusterOptions = field(default_factory=ClusterOptions)
    """The control plane."""
    registry: RegistryOptions = field(default_factory=RegistryOptions)
    """Where models and images are kept."""
    pools: dict[Name, PoolOptions] = field(default_factory=dict[Name, PoolOptions])
    """Settings of single pools, by name; most pools need none."""
    addons: InstalledAddons = field(default_factory=InstalledAddons)
    """What runs beside the models; all of it is installed when left out."""
    monitoring: MonitoringOptions = field(default_factory=MonitoringOptions)
    """Prometheus inside the cluster; its receivers' URLs are the secrets `alerts_page` and `alerts_ticket`."""
    notify: tuple[Email, ...] = ()
    """Who is told of alerts and of the budget; each has to confirm one e-mail."""
    log_retention_days: LogRetentionDays = 90
    """Days for which the control plane's, the network's and the alert manager's logs are kept."""
    system_nodes_max: Annotated[int, Ge(2), Le(10)] = 4
    """Nodes that the pool of add-ons may grow to; it starts with two."""
    arguments: dict[str, dict[str, JsonValue]] = field(default_factory=dict[str, dict[str, JsonValue]])
    """Raw inputs by resource name, as `transship plan` shows it, merged over ours; null removes. The way out."""
