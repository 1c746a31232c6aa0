"""What watches an environment: Prometheus and Grafana in the cluster, and Azure for whatever has to reach people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulumi
from pulumi_azure_native.monitor import ActionGroup

from components.contract import MachineChoice
from components.results import MonitoringResult, PoolResult
from components.specs import Environment
from providers.azure.alerts import ALERTS, PEOPLE, build_alerts, build_people
from providers.azure.budget import BUDGET, build_budget
from providers.azure.grafana import GRAFANA, build_grafana
from providers.azure.options import AzureOptions
from providers.azure.serving import AzureCluster
from providers.incluster.monitoring.alerts import alert_rules
from providers.incluster.monitoring.build import build_monitoring as build_inside
from providers.incluster.monitoring.rates import NodeRate


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringRequest:
    """What monitoring is built from.

    Attributes:
        machines: the machine chosen for each pool, with its price.
    """

    environment_name: str
    environment: Environment
    options: AzureOptions
    secrets: Mapping[str, pulumi.Output[str]]
    machines: Mapping[str, MachineChoice]


def build_monitoring(
    parent: pulumi.Resource,
    name: str,
    request: MonitoringRequest,
    cluster: AzureCluster,
    pools: Mapping[str, PoolResult],
) -> MonitoringResult:
    """Creates scraping, rules and dashboards in the cluster; alerts, people and the budget beside it."""
    environment, options = request.environment, request.options
    people = build_people(parent, name, cluster.foundation, options.alerting.notify)
    beside: dict[str, pulumi.Resource] = {PEOPLE: people, **_managed(parent, name, request, cluster, people)}
    if environment.budget and options.alerting.budget_starts:
        beside[BUDGET] = build_budget(
            parent,
            name,
            cluster.foundation.access,
            environment.budget,
            options.alerting.budget_starts,
            people,
            options.alerting.notify,
        )
    inside = build_inside(
        parent,
        name,
        request.environment_name,
        # Azure watches the budget: it knows what is really charged.
        replace(environment, budget=None),
        cluster,
        pools,
        options.monitoring,
        request.secrets,
        rates(request.machines),
        told_elsewhere=ALERTS in beside and bool(options.alerting.notify),
    )
    return replace(inside, native={**inside.native, **beside})


def _managed(
    parent: pulumi.Resource, name: str, request: MonitoringRequest, cluster: AzureCluster, people: ActionGroup
) -> dict[str, pulumi.Resource]:
    """What reads the metrics that leave the cluster; nothing where none do."""
    if cluster.metrics is None:
        return {}
    made: dict[str, pulumi.Resource] = {}
    if list(alert_rules(request.environment_name, request.environment, namespace="")):
        rules = pulumi.Output.from_input(cluster.namespace).apply(
            lambda namespace: list(alert_rules(request.environment_name, request.environment, namespace))
        )
        made[ALERTS] = build_alerts(parent, name, cluster.foundation, cluster.metrics, people, rules)
    if request.options.alerting.managed_grafana:
        groups = request.options.cluster.administrator_groups
        made[GRAFANA] = build_grafana(parent, name, cluster.foundation, cluster.metrics, groups)
    return made


def rates(machines: Mapping[str, MachineChoice]) -> dict[str, NodeRate]:
    """What a node of each pool costs an hour; a pool without a price is left out, and so never free."""
    known = {pool: choice.usd_per_hour for pool, choice in machines.items()}
    return {pool: NodeRate(node_usd=price) for pool, price in known.items() if price is not None}
