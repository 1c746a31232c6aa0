"""A compute pool: like nodes that variants are placed on."""

from dataclasses import dataclass

import pulumi

from components.base import Component
from components.contract import Builders
from components.results import ClusterResult, PoolResult
from components.specs import PoolSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputePoolArgs:
    """What a pool is made from."""

    spec: PoolSpec
    builders: Builders
    cluster: ClusterResult


class ComputePool(Component):
    """A group of like nodes, created or claimed by the target.

    Attributes:
        result: the machine that was chosen, and how pods get onto it.
    """

    result: PoolResult

    def __init__(self, name: str, args: ComputePoolArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        providers = [*args.builders.providers, args.cluster.provider]
        super().__init__("ComputePool", name, args.spec, providers, opts)
        self.result = args.builders.build_pool(self, name, args.spec, args.cluster)
        self.register_outputs({"machine": self.result.machine, "selector": self.result.selector})
