"""Monitoring: what is scraped, drawn and told."""

from dataclasses import dataclass

import pulumi

from components.base import Component
from components.contract import Builders
from components.results import ClusterResult, MonitoringResult
from components.specs import MonitoringSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringArgs:
    """What monitoring is made from."""

    spec: MonitoringSpec
    builders: Builders
    cluster: ClusterResult


class Monitoring(Component):
    """Metrics, dashboards, alerts and the budget alarm of one environment.

    Attributes:
        result: where they are found.
    """

    result: MonitoringResult

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        providers = [*args.builders.providers, args.cluster.provider]
        super().__init__("Monitoring", name, args.spec, providers, opts)
        self.result = args.builders.build_monitoring(self, name, args.spec, args.cluster)
        self.register_outputs({"endpoints": self.result.endpoints})
