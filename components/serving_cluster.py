"""The serving cluster: Kubernetes with a namespace, rules and a front door for models."""

from dataclasses import dataclass

import pulumi

from components.base import Component
from components.contract import Builders
from components.results import ClusterResult, RegistryResult
from components.specs import ServingSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingClusterArgs:
    """What a serving cluster is made from."""

    spec: ServingSpec
    builders: Builders
    registry: RegistryResult


class ServingCluster(Component):
    """A Kubernetes cluster, created or adopted, with the serving layer inside.

    Attributes:
        result: how to reach it and what later components attach to.
    """

    result: ClusterResult

    def __init__(self, name: str, args: ServingClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("ServingCluster", name, args.spec, args.builders.providers, opts)
        self.result = args.builders.build_cluster(self, name, args.spec, args.registry)
        self.register_outputs(
            {
                "endpoint": self.result.endpoint,
                "namespace": self.result.namespace,
                "gateway_address": self.result.gateway_address,
            }
        )
