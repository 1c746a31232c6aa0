"""One stack's access to its subscription: what `AzureTarget.open` returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import pulumi

from components.contract import MachineChoice, StackSettings
from components.errors import InvalidInputError
from components.overrides import Overrides
from components.results import ClusterResult, DeploymentResult, MonitoringResult, PoolResult, RegistryResult
from components.specs import ModelSpec, MonitoringSpec, PoolSpec, RegistrySpec, ServingSpec
from providers.azure.access import Access, open_access
from providers.azure.aliases import leave_out_version_aliases
from providers.azure.checks import TITLE
from providers.azure.compute import PoolRequest, build_pool
from providers.azure.identity import CLIENT_ANNOTATION, ServiceAccount, model_identity
from providers.azure.monitoring import MonitoringRequest, build_monitoring
from providers.azure.options import AzureOptions
from providers.azure.registry import AzureRegistry, RegistryRequest, build_registry
from providers.azure.serving import AzureCluster, ClusterRequest, build_cluster
from providers.incluster import deployment


@dataclass(frozen=True, slots=True, kw_only=True)
class Azure:
    """Hands each component to the function that builds it.

    Attributes:
        machines: the machine chosen for each pool, by its name.
        system_machine: the machine of the cluster's own nodes.
    """

    settings: StackSettings
    options: AzureOptions
    access: Access
    machines: Mapping[str, MachineChoice]
    system_machine: str
    overrides: Overrides

    @property
    def providers(self) -> Sequence[pulumi.ProviderResource]:
        """The subscription's provider."""
        return [self.access.provider]

    def build_registry(self, parent: pulumi.Resource, name: str, spec: RegistrySpec) -> RegistryResult:
        """Creates the resource group, keys, models and images."""
        request = RegistryRequest(
            spec=spec,
            access=self.access,
            options=self.options,
            customer_keys=self.settings.environment.serving.customer_keys,
        )
        return build_registry(parent, name, request)

    def build_cluster(
        self, parent: pulumi.Resource, name: str, spec: ServingSpec, registry: RegistryResult
    ) -> ClusterResult:
        """Creates the network, the cluster and its serving layer."""
        request = ClusterRequest(
            environment_name=self.settings.name,
            environment=replace(self.settings.environment, serving=spec),
            options=self.options,
            registry=cast("AzureRegistry", registry),
            system_machine=self.system_machine,
        )
        return build_cluster(parent, name, request)

    def build_pool(self, parent: pulumi.Resource, name: str, spec: PoolSpec, cluster: ClusterResult) -> PoolResult:
        """Creates the pool's nodes."""
        request = PoolRequest(
            environment=self.settings.name,
            spec=spec,
            machine=self.machines[spec.name].machine,
            options=self.options,
        )
        return build_pool(parent, name, request, cast("AzureCluster", cluster))

    def build_monitoring(
        self,
        parent: pulumi.Resource,
        name: str,
        spec: MonitoringSpec,
        cluster: ClusterResult,
        pools: Mapping[str, PoolResult],
    ) -> MonitoringResult:
        """Creates what watches the environment."""
        request = MonitoringRequest(
            environment_name=self.settings.name,
            environment=replace(self.settings.environment, monitoring=spec),
            options=self.options,
            secrets=self.settings.secrets,
            machines=self.machines,
        )
        return build_monitoring(parent, name, request, cast("AzureCluster", cluster), pools)

    def build_deployment(
        self,
        parent: pulumi.Resource,
        name: str,
        spec: ModelSpec,
        cluster: ClusterResult,
        registry: RegistryResult,
        pools: Mapping[str, PoolResult],
    ) -> DeploymentResult:
        """Serves one model, as an identity that may read this model and no other."""
        aks, kept = cast("AzureCluster", cluster), cast("AzureRegistry", registry)
        account = ServiceAccount(issuer=aks.issuer, namespace=cluster.namespace, name=spec.name)
        client = model_identity(parent, name, aks.foundation, account, kept.objects.container.id)
        store = replace(registry.store, service_account_annotations={CLIENT_ANNOTATION: client})
        setting = deployment.Setting(
            environment_name=self.settings.name,
            cluster=cluster,
            registry=replace(registry, store=store),
            images=self.options.images,
            monitoring=self.options.monitoring,
        )
        return deployment.build_deployment(parent, name, spec, setting, pools)

    def finish(self) -> None:
        """Refuses raw arguments for resources that never came.

        Raises:
            InvalidInputError: with the name of each, and the nearest there is.
        """
        if unused := list(self.overrides.unused("options.arguments")):
            raise InvalidInputError(TITLE, unused)


def open_builders(
    settings: StackSettings, options: AzureOptions, machines: Mapping[str, MachineChoice], system_machine: str
) -> Azure:
    """Opens the subscription; the settings were checked, and machines were found."""
    overrides = Overrides(options.arguments)
    overrides.install()
    leave_out_version_aliases()
    return Azure(
        settings=settings,
        options=options,
        access=open_access(settings, options),
        machines=machines,
        system_machine=system_machine,
        overrides=overrides,
    )
