"""One stack's access to the owner's cluster: what `OnPremTarget.open` returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pulumi

from components.contract import StackSettings
from components.errors import InvalidInputError
from components.overrides import Overrides
from components.results import ClusterResult, DeploymentResult, MonitoringResult, PoolResult, RegistryResult
from components.specs import ModelSpec, MonitoringSpec, PoolSpec, RegistrySpec, ServingSpec
from providers.incluster import deployment
from providers.incluster.monitoring.build import build_monitoring
from providers.incluster.options import ImageOptions
from providers.onprem.access import Access, open_access
from providers.onprem.checks import TITLE
from providers.onprem.compute import PoolRequest, build_pool
from providers.onprem.images import PULL_SECRET
from providers.onprem.options import OnPremOptions
from providers.onprem.registry import build_registry
from providers.onprem.serving import ClusterRequest, build_cluster
from providers.onprem.shapes import pool_machines
from providers.onprem.usage_rates import usage_rates


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPrem:
    """Hands each component to the function that builds it.

    Attributes:
        machines: the machine chosen for each pool.
    """

    settings: StackSettings
    options: OnPremOptions
    access: Access
    machines: Mapping[str, str]
    overrides: Overrides

    @property
    def providers(self) -> Sequence[pulumi.ProviderResource]:
        """The cluster's provider."""
        return [self.access.provider]

    def build_registry(self, parent: pulumi.Resource, name: str, spec: RegistrySpec) -> RegistryResult:
        """Names the registry, or installs one."""
        return build_registry(parent, name, spec, self.settings.name, self.options, self.settings.secrets)

    def build_cluster(
        self, parent: pulumi.Resource, name: str, spec: ServingSpec, registry: RegistryResult
    ) -> ClusterResult:
        """Puts the serving layer into the cluster."""
        request = ClusterRequest(
            environment=self.settings.name,
            spec=spec,
            retention_days=self.settings.environment.monitoring.retention_days,
            options=self.options,
            access=self.access,
            registry=registry,
            secrets=self.settings.secrets,
        )
        return build_cluster(parent, name, request)

    def build_pool(self, parent: pulumi.Resource, name: str, spec: PoolSpec, cluster: ClusterResult) -> PoolResult:
        """Claims the pool's nodes."""
        request = PoolRequest(
            environment=self.settings.name,
            spec=spec,
            options=self.options.pools[spec.name],
            machine=self.machines[spec.name],
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
        """Creates scraping, rules, dashboards, routes and the budget alarm."""
        settings, options = self.settings, self.options
        rates = usage_rates(settings.environment, options, self.machines)
        return build_monitoring(
            parent,
            name,
            settings.name,
            settings.environment,
            cluster,
            pools,
            options.monitoring,
            settings.secrets,
            rates,
        )

    def build_deployment(
        self,
        parent: pulumi.Resource,
        name: str,
        spec: ModelSpec,
        cluster: ClusterResult,
        registry: RegistryResult,
        pools: Mapping[str, PoolResult],
    ) -> DeploymentResult:
        """Serves one model."""
        setting = deployment.Setting(
            environment_name=self.settings.name,
            cluster=cluster,
            registry=registry,
            images=self._images(),
            monitoring=self.options.monitoring,
        )
        return deployment.build_deployment(parent, name, spec, setting, pools)

    def _images(self) -> ImageOptions:
        """The owner's, and our own pull secret where nodes log in."""
        images = self.options.images
        if not self.options.registry.needs_login:
            return images
        return replace(images, pull_secrets=(*images.pull_secrets, PULL_SECRET))

    def finish(self) -> None:
        """Refuses raw arguments for resources that never came.

        Raises:
            InvalidInputError: with the name of each, and the nearest there is.
        """
        if unused := list(self.overrides.unused("options.arguments")):
            raise InvalidInputError(TITLE, unused)


def open_builders(settings: StackSettings, options: OnPremOptions) -> OnPrem:
    """Opens the cluster; the settings were checked.

    Raises:
        UnsupportedError: no machine satisfies a pool; nothing was created.
    """
    machines = pool_machines(settings.environment, options)
    overrides = Overrides(options.arguments)
    overrides.install()
    return OnPrem(
        settings=settings,
        options=options,
        access=open_access(settings, options),
        machines=machines,
        overrides=overrides,
    )
