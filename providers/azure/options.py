"""The settings that only Azure knows: the schema of `options` in an `azure` stack file.

Rules that need the environment as well live in `checks.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import auto
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import JsonValue, StringConstraints

from components.capabilities import Kebab
from providers.azure.addresses import Block, NetworkOptions
from providers.incluster.monitoring.options import RECEIVER_SECRETS, MonitoringOptions
from providers.incluster.options import AddonMode, Addons, GatewayOptions, ImageOptions

SECRET_NAMES = frozenset(RECEIVER_SECRETS.values())

KUBERNETES_VERSION = "1.35"
"""Generally available and in standard support. Source: https://learn.microsoft.com/azure/aks/supported-kubernetes-versions"""

Guid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
KubernetesVersion = Annotated[str, StringConstraints(pattern=r"^1\.\d+(\.\d+)?$")]
VaultName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,22}[a-z0-9]$")]
Zone = Literal["1", "2", "3"]


class Login(Kebab):
    """How whoever deploys proves who they are to the API server, by kubelogin."""

    AZURECLI = auto()
    """By `az login`."""
    SPN = auto()
    """By a service principal's `AZURE_CLIENT_ID` and secret or certificate, in the environment."""
    MSI = auto()
    """By the managed identity of the machine that deploys."""
    WORKLOADIDENTITY = auto()
    """By a federated token, as in GitHub Actions or a pod."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOptions:
    """The cluster."""

    administrator_groups: Annotated[tuple[Guid, ...], MinLen(1)]
    """Object ids of the Microsoft Entra groups whose members administer it; whoever deploys is in one."""
    kubernetes_version: KubernetesVersion = KUBERNETES_VERSION
    """A minor version is patched by Azure."""
    api_allowed_cidrs: tuple[Block, ...] = ()
    """Who may reach the API server from the internet; nobody, and only by the network, when empty."""
    login: Login = Login.AZURECLI
    """How whoever deploys logs in to it."""
    encryption_at_host: bool = False
    """Whether hosts encrypt temporary disks and caches, too; the subscription has to have the feature registered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOptions:
    """Where models and images are kept."""

    allowed_cidrs: tuple[Block, ...] = ()
    """Who may reach models and images from the internet, for example to push; nobody when empty."""
    replica_region: str | None = None
    """The second region, where the environment asks for replication."""
    defender: AddonMode | None = None
    """Microsoft Defender for Containers, which scans images: a plan of the whole subscription, bought or there."""
    vault_name: VaultName | None = None
    """The name of the key vault. A vault that was destroyed keeps its name for 7 days: name another to come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingOptions:
    """What Azure keeps and whom it tells."""

    notify: tuple[Email, ...] = ()
    """Who gets alerts and budget alarms by e-mail."""
    budget_starts: date | None = None
    """The first of the month in which the stack was first deployed; needed where the environment has a budget."""
    log_retention_days: Annotated[int, Ge(30), Le(730)] = 90
    """Days for which audit and access logs are kept."""
    managed_grafana: bool = False
    """Whether there is an Azure Managed Grafana over the metrics, beside the Grafana in the cluster."""


def _addons() -> Addons:
    """Everything that AKS does not bring."""
    return Addons(
        gateway=GatewayOptions(mode=AddonMode.INSTALL),
        autoscaling=AddonMode.INSTALL,
        resource_metrics=AddonMode.PREINSTALLED,
        monitoring=AddonMode.INSTALL,
        accelerators=AddonMode.INSTALL,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureOptions:
    """Settings of an environment on Azure."""

    subscription_id: Guid
    """The subscription that everything is created in."""
    tenant_id: Guid
    """The Microsoft Entra tenant of the subscription."""
    cluster: ClusterOptions
    """The cluster."""
    images: ImageOptions
    """Where the images of model pods come from."""
    network: NetworkOptions = field(default_factory=NetworkOptions)
    """The network."""
    zones: Annotated[tuple[Zone, ...], MinLen(2)] = ("1", "2", "3")
    """The availability zones that nodes are spread over."""
    registry: RegistryOptions = field(default_factory=RegistryOptions)
    """Where models and images are kept."""
    addons: Addons = field(default_factory=_addons)
    """What runs beside the models, and whether it is installed or the cluster's own; AKS brings metrics-server."""
    monitoring: MonitoringOptions = field(default_factory=MonitoringOptions)
    """The monitoring in the cluster; the receivers' URLs are the secrets `alerts_page`, `alerts_ticket`."""
    alerting: AlertingOptions = field(default_factory=AlertingOptions)
    """What Azure keeps and whom it tells."""
    arguments: dict[str, dict[str, JsonValue]] = field(default_factory=dict[str, dict[str, JsonValue]])
    """Raw inputs by resource name, as `transship plan` shows it, merged over ours; null removes. The way out."""
