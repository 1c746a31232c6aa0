"""What a target must be able to do: the one interface between `components/` and `providers/<target>/`.

A `Target` answers questions and opens a stack; the `Builders` it opens create resources. Everything here is called by
`stacks/program.py` and the component classes, in the order in which the methods stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

import pulumi

from components.capabilities import Support
from components.cost import Estimate
from components.results import (
    ClusterResult,
    DeploymentResult,
    MonitoringResult,
    PoolResult,
    RegistryResult,
)
from components.specs import (
    CapacityKind,
    Environment,
    ModelSpec,
    MonitoringSpec,
    PoolSpec,
    RegistrySpec,
    ServingSpec,
    Shape,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackSettings:
    """One environment on one target, as `stacks/settings.py` read it: checked and complete.

    Attributes:
        name: the environment's name, the file's stem.
        region: where on the target; on-prem a free name for the site.
        options: an instance of the target's `options_type`.
        secrets: the target's secret settings by name, kept as secret outputs.
    """

    name: str
    environment: Environment
    region: str
    options: object
    secrets: Mapping[str, pulumi.Output[str]] = field(default_factory=dict[str, pulumi.Output[str]])


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A machine that was considered and not taken, and why.

    Attributes:
        usd_per_hour: its price, bought as the pool asks; None where none is known.
    """

    machine: str
    reason: str
    usd_per_hour: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineChoice:
    """The machine for a shape, and what else was considered.

    Attributes:
        usd_per_hour: its price, bought as the pool asks; None where none is known.
    """

    machine: str
    usd_per_hour: Decimal | None = None
    passed_over: Sequence[PassedOver] = ()


class Builders(Protocol):
    """One stack's access to its target. Each method creates resources as children of `parent`, named from `name`.

    Children get their provider from `parent`, never from the process; nothing is created inside `apply`.
    """

    @property
    def providers(self) -> Sequence[pulumi.ProviderResource]:
        """The explicit providers that every component of the stack inherits."""
        ...

    def build_registry(self, parent: pulumi.Resource, name: str, spec: RegistrySpec) -> RegistryResult:
        """Creates or names the object store and the image registry. Called first."""
        ...

    def build_cluster(
        self, parent: pulumi.Resource, name: str, spec: ServingSpec, registry: RegistryResult
    ) -> ClusterResult:
        """Creates or names the cluster and puts the serving layer into it. Called once, after `build_registry`."""
        ...

    def build_pool(self, parent: pulumi.Resource, name: str, spec: PoolSpec, cluster: ClusterResult) -> PoolResult:
        """Creates or claims the nodes of one pool. Called once per pool, after `build_cluster`."""
        ...

    def build_monitoring(
        self,
        parent: pulumi.Resource,
        name: str,
        spec: MonitoringSpec,
        cluster: ClusterResult,
        pools: Mapping[str, PoolResult],
    ) -> MonitoringResult:
        """Creates scraping, dashboards and alerts. Called once, after the pools; `pools` holds all of them."""
        ...

    def build_deployment(
        self,
        parent: pulumi.Resource,
        name: str,
        spec: ModelSpec,
        cluster: ClusterResult,
        registry: RegistryResult,
        pools: Mapping[str, PoolResult],
    ) -> DeploymentResult:
        """Serves one model. Called once per model, last; `pools` holds every pool that a variant names."""
        ...

    def finish(self) -> None:
        """Called once, after everything was built: the last chance to refuse settings that nothing used.

        Raises:
            InvalidInputError: with every one of them.
        """
        ...


class Target(Protocol):
    """A place where an environment can run. Everything but `open` is pure and needs neither account nor network."""

    @property
    def name(self) -> str:
        """The name that stack files use."""
        ...

    @property
    def support(self) -> Support:
        """The answer to every capability."""
        ...

    @property
    def options_type(self) -> type:
        """The frozen dataclass of the target's own settings, validated from the stack file's `options`."""
        ...

    @property
    def secret_names(self) -> frozenset[str]:
        """The names that the stack file's `secrets` may hold."""
        ...

    def choose_machine(self, shape: Shape, capacity: CapacityKind, region: str, options: object) -> MachineChoice:
        """The cheapest machine, bought as `capacity` says, that satisfies the shape in the region.

        Raises:
            InvalidInputError: the region is not known.
            UnsupportedError: no machine does; each problem names what was nearest and what it lacks.
        """
        ...

    def estimate(self, settings: StackSettings) -> Estimate:
        """What the environment costs a month, as far as it is known."""
        ...

    def open(self, settings: StackSettings) -> Builders:
        """Opens the target for one stack: explicit providers, names, tags. Called once, before any builder."""
        ...
