"""Monitoring: what is scraped, drawn and told."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.base import Component
from components.contract import Builders
from components.results import ClusterResult, MonitoringResult, PoolResult
from components.specs import MonitoringSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringArgs:
    """What monitoring is made from; `pools` holds every pool of the environment."""

    spec: MonitoringSpec
    builders: Builders
    cluster: ClusterResult
    pools: Mapping[str, PoolResult]


class Monitoring(Component):
    """Metrics, dashboards, alerts and the budget alarm of one environment.

    Attributes:
        result: where they are found.
    """

    result: MonitoringResult

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        providers = [*args.builders.providers, args.cluster.provider]
        super().__init__("Monitoring", name, args.spec, providers, opts)
        self.result = args.builders.build_monitoring(self, name, args.spec, args.cluster, args.pools)
        self.register_outputs({"endpoints": self.result.endpoints})
