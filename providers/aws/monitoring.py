"""What watches an environment on AWS: the cluster's own monitoring, and on top what AWS keeps, tells and bills."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.contract import MachineChoice
from components.results import ClusterResult, MonitoringResult, PoolResult
from components.specs import Environment
from providers.aws.alerting import AlertingRequest, build_alerting, build_topic
from providers.aws.budget import BUDGET, build_budget
from providers.aws.native import key_of, workspace_of
from providers.aws.options import AwsOptions
from providers.aws.site import Site
from providers.incluster.monitoring import build as incluster
from providers.incluster.monitoring.rates import NodeRate


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringRequest:
    """What monitoring is built from.

    Attributes:
        machines: the machine chosen for each pool.
    """

    site: Site
    environment: Environment
    options: AwsOptions
    secrets: Mapping[str, pulumi.Output[str]]
    machines: Mapping[str, MachineChoice]


def build_monitoring(
    parent: pulumi.Resource,
    name: str,
    request: MonitoringRequest,
    cluster: ClusterResult,
    pools: Mapping[str, PoolResult],
) -> MonitoringResult:
    """Creates monitoring inside the cluster, the same alerts outside it, and the budget alarm."""
    site, environment, options = request.site, request.environment, request.options
    inside = incluster.build_monitoring(
        parent,
        name,
        site.environment,
        environment,
        cluster,
        pools,
        options.monitoring,
        request.secrets,
        rates_of(request.machines),
        told_elsewhere=bool(options.notify),
    )
    topic, told = build_topic(parent, name, site, key_of(cluster.native).arn, options.notify)
    workspace = workspace_of(cluster.native)
    alerting = AlertingRequest(
        site=site,
        environment=environment,
        namespace=cluster.namespace,
        workspace=workspace,
        repeat_hours=options.monitoring.repeat_hours,
    )
    native = {**inside.native, **told, **build_alerting(parent, name, alerting, topic)}
    if environment.budget is not None:
        if not options.notify:
            pulumi.log.warn("the budget is watched and nobody is told: give options.notify", parent)
        native[BUDGET] = build_budget(parent, name, site, environment.budget, topic.arn)
    endpoints = {**inside.endpoints, "workspace": workspace.prometheus_endpoint}
    return MonitoringResult(endpoints=endpoints, native=native)


def rates_of(machines: Mapping[str, MachineChoice]) -> dict[str, NodeRate]:
    """What a node of each pool costs an hour; a pool whose price is not known is left out, and so never free."""
    return {
        pool: NodeRate(node_usd=choice.usd_per_hour)
        for pool, choice in machines.items()
        if choice.usd_per_hour is not None
    }
