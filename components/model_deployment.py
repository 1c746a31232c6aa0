"""A model deployment: the variants of one model, their weights, and an optional shadow."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.base import Component
from components.contract import Builders
from components.results import ClusterResult, DeploymentResult, PoolResult, RegistryResult
from components.specs import ModelSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDeploymentArgs:
    """What a deployment is made from; `pools` holds every pool that a variant names."""

    spec: ModelSpec
    builders: Builders
    cluster: ClusterResult
    registry: RegistryResult
    pools: Mapping[str, PoolResult]


class ModelDeployment(Component):
    """A model served in the cluster under one URL.

    Attributes:
        result: its endpoint.
    """

    result: DeploymentResult

    def __init__(self, name: str, args: ModelDeploymentArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("ModelDeployment", name, args.spec, [*args.builders.providers, args.cluster.provider], opts)
        self.result = args.builders.build_deployment(self, name, args.spec, args.cluster, args.registry, args.pools)
        self.register_outputs({"endpoint": self.result.endpoint})
