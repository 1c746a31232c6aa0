"""One stack's access to Google Cloud: what `GcpTarget.open` returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pulumi

from components.contract import MachineChoice, StackSettings
from components.errors import InvalidInputError
from components.overrides import Overrides
from components.results import ClusterResult, DeploymentResult, MonitoringResult, PoolResult, RegistryResult
from components.specs import CapacityKind, ModelSpec, MonitoringSpec, PoolSpec, RegistrySpec, ServingSpec
from providers.gcp.access import Access, open_access
from providers.gcp.checks import TITLE
from providers.gcp.cluster import CLUSTER
from providers.gcp.compute import PoolRequest, build_pool
from providers.gcp.identity import build_model_identity
from providers.gcp.monitoring import MonitoringRequest, build_monitoring
from providers.gcp.nodes import node_setting
from providers.gcp.objects import OBJECTS
from providers.gcp.options import GcpOptions
from providers.gcp.placement import Placement, placement
from providers.gcp.registry import RegistryRequest, build_registry
from providers.gcp.serving import ClusterRequest, build_cluster
from providers.gcp.shapes import SYSTEM_SHAPE, choose_machine, machine_of
from providers.gcp.zones import cluster_zones, pool_zones
from providers.incluster import deployment
from providers.incluster.monitoring.alerts import gpu_pools


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleCloud:
    """Hands each component to the function that builds it.

    Attributes:
        machines: the machine chosen for each pool.
    """

    settings: StackSettings
    options: GcpOptions
    access: Access
    machines: Mapping[str, MachineChoice]
    overrides: Overrides

    @property
    def providers(self) -> Sequence[pulumi.ProviderResource]:
        """The project's provider."""
        return [self.access.provider]

    def build_registry(self, parent: pulumi.Resource, name: str, spec: RegistrySpec) -> RegistryResult:
        """Creates the bucket and the image repository."""
        request = RegistryRequest(
            spec=spec,
            access=self.access,
            placement=self._placement(),
            customer_keys=self.settings.environment.serving.customer_keys,
        )
        return build_registry(parent, name, request)

    def build_cluster(
        self, parent: pulumi.Resource, name: str, spec: ServingSpec, registry: RegistryResult
    ) -> ClusterResult:
        """Creates the network, the cluster and its serving layer."""
        environment = self.settings.environment
        request = ClusterRequest(
            spec=spec,
            options=self.options,
            access=self.access,
            placement=self._placement(),
            zones=cluster_zones(self.settings, self.options),
            system_machine=choose_machine(SYSTEM_SHAPE, CapacityKind.ON_DEMAND, self.settings.region).machine,
            measures_gpus=bool(gpu_pools(environment)),
            retention_days=environment.monitoring.retention_days,
            registry=registry,
        )
        return build_cluster(parent, name, request)

    def build_pool(self, parent: pulumi.Resource, name: str, spec: PoolSpec, cluster: ClusterResult) -> PoolResult:
        """Creates the pool's node pools."""
        request = PoolRequest(
            access=self.access,
            spec=spec,
            machine=machine_of(self.machines[spec.name].machine),
            zones=pool_zones(spec.name, self.settings, self.options),
            nodes=node_setting(self.access, cluster.native),
        )
        return build_pool(parent, name, request, cluster)

    def build_monitoring(
        self,
        parent: pulumi.Resource,
        name: str,
        spec: MonitoringSpec,
        cluster: ClusterResult,
        pools: Mapping[str, PoolResult],
    ) -> MonitoringResult:
        """Creates what is scraped, recorded, drawn and told."""
        request = MonitoringRequest(
            environment=self.settings.environment,
            options=self.options,
            access=self.access,
            machines=self.machines,
            secrets=self.settings.secrets,
        )
        return build_monitoring(parent, name, request, cluster, pools)

    def build_deployment(
        self,
        parent: pulumi.Resource,
        name: str,
        spec: ModelSpec,
        cluster: ClusterResult,
        registry: RegistryResult,
        pools: Mapping[str, PoolResult],
    ) -> DeploymentResult:
        """Serves one model, as an identity that may read its own versions only."""
        ready = [registry.native[OBJECTS], cluster.native[CLUSTER]]
        identity = build_model_identity(parent, name, spec.name, self.access, cluster.namespace, ready)
        setting = deployment.Setting(
            environment_name=self.settings.name,
            cluster=cluster,
            registry=registry,
            images=self.options.images,
            monitoring=self.options.monitoring,
        )
        served = deployment.build_deployment(parent, name, spec, setting, pools)
        return replace(served, native={**served.native, **identity})

    def finish(self) -> None:
        """Refuses raw arguments for resources that never came.

        Raises:
            InvalidInputError: with the name of each, and the nearest there is.
        """
        if unused := list(self.overrides.unused("options.arguments")):
            raise InvalidInputError(TITLE, unused)

    def _placement(self) -> Placement:
        replicated = self.settings.environment.registry.replicated
        return placement(self.settings.region, self.options, replicated=replicated)


def open_builders(settings: StackSettings, options: GcpOptions, machines: Mapping[str, MachineChoice]) -> GoogleCloud:
    """Opens the project; the settings were checked, and a machine was found for each pool."""
    overrides = Overrides(options.arguments)
    overrides.install()
    return GoogleCloud(
        settings=settings,
        options=options,
        access=open_access(settings, options),
        machines=machines,
        overrides=overrides,
    )
