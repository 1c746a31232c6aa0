"""One stack's access to AWS: what `AwsTarget.open` returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws

from components.contract import MachineChoice, StackSettings
from components.errors import InvalidInputError
from components.overrides import Overrides
from components.results import ClusterResult, DeploymentResult, MonitoringResult, PoolResult, RegistryResult
from components.specs import ModelSpec, MonitoringSpec, PoolSpec, RegistrySpec, ServingSpec
from providers.aws.access import open_access
from providers.aws.checks import TITLE
from providers.aws.compute import PoolRequest, build_pool
from providers.aws.deployment import DeploymentRequest, build_deployment
from providers.aws.monitoring import MonitoringRequest, build_monitoring
from providers.aws.options import AwsOptions, PoolOptions
from providers.aws.registry import RegistryRequest, build_registry
from providers.aws.serving import ClusterRequest, build_cluster
from providers.aws.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Aws:
    """Hands each component to the function that builds it.

    Attributes:
        machines: the machine chosen for each pool.
    """

    settings: StackSettings
    options: AwsOptions
    site: Site
    provider: pulumi_aws.Provider
    machines: Mapping[str, MachineChoice]
    overrides: Overrides

    @property
    def providers(self) -> Sequence[pulumi.ProviderResource]:
        """The account's provider; the cluster's comes with the cluster."""
        return [self.provider]

    def build_registry(self, parent: pulumi.Resource, name: str, spec: RegistrySpec) -> RegistryResult:
        """Creates the bucket, its replica and the image repositories."""
        request = RegistryRequest(
            site=self.site,
            spec=spec,
            options=self.options.registry,
            environment=self.settings.environment,
        )
        return build_registry(parent, name, request)

    def build_cluster(
        self, parent: pulumi.Resource, name: str, spec: ServingSpec, registry: RegistryResult
    ) -> ClusterResult:
        """Creates network, cluster and serving layer."""
        request = ClusterRequest(
            site=self.site,
            environment=self.settings.environment,
            options=self.options,
            registry=registry,
        )
        return build_cluster(parent, name, request)

    def build_pool(self, parent: pulumi.Resource, name: str, spec: PoolSpec, cluster: ClusterResult) -> PoolResult:
        """Creates the pool's node groups."""
        request = PoolRequest(
            site=self.site,
            spec=spec,
            machine=self.machines[spec.name].machine,
            own_keys=self.settings.environment.serving.customer_keys,
            options=self.options.pools.get(spec.name, PoolOptions()),
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
        """Creates scraping, rules and dashboards in the cluster, and alerts and the budget alarm on AWS."""
        request = MonitoringRequest(
            site=self.site,
            environment=self.settings.environment,
            options=self.options,
            secrets=self.settings.secrets,
            machines=self.machines,
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
        """Serves one model, under an identity that may read that model."""
        request = DeploymentRequest(
            site=self.site,
            options=self.options,
            customer_keys=self.settings.environment.serving.customer_keys,
            cluster=cluster,
            registry=registry,
        )
        return build_deployment(parent, name, spec, request, pools)

    def finish(self) -> None:
        """Refuses raw arguments for resources that never came.

        Raises:
            InvalidInputError: with the name of each, and the nearest there is.
        """
        if unused := list(self.overrides.unused("options.arguments")):
            raise InvalidInputError(TITLE, unused)


def open_builders(settings: StackSettings, options: AwsOptions, machines: Mapping[str, MachineChoice]) -> Aws:
    """Opens the account; the settings were checked."""
    overrides = Overrides(options.arguments)
    overrides.install()
    site = Site(environment=settings.name, region=settings.region, account_id=options.account_id)
    return Aws(
        settings=settings,
        options=options,
        site=site,
        provider=open_access(site),
        machines=machines,
        overrides=overrides,
    )
