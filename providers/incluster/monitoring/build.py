"""The door: everything that watches one environment, from its description."""

from collections.abc import Mapping

import pulumi
from pulumi_kubernetes.core.v1 import ConfigMap
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.errors import Problem
from components.results import ClusterResult, MonitoringResult, PoolResult
from components.specs import Environment
from providers.incluster.monitoring.alerts import alert_rules, gpu_pools, silent_alerts
from providers.incluster.monitoring.budget import budget_rules
from providers.incluster.monitoring.cost_rules import cost_rules
from providers.incluster.monitoring.dashboards import dashboards
from providers.incluster.monitoring.endpoints import endpoints
from providers.incluster.monitoring.model_rules import model_rules
from providers.incluster.monitoring.objects import Place, custom_object
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.monitoring.pool_rules import pool_rules
from providers.incluster.monitoring.rates import PoolRate
from providers.incluster.monitoring.receivers import build_receivers
from providers.incluster.monitoring.rule import RuleGroup
from providers.incluster.monitoring.scrape import build_scraping

_RULES = "rules"
_DASHBOARD_LABEL = {"grafana_dashboard": "1"}
"""What the sidecar of kube-prometheus-stack's Grafana looks for, in every namespace.

Source: https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml
(2026-11-21).
"""


def build_monitoring(
    parent: pulumi.Resource,
    name: str,
    environment_name: str,
    environment: Environment,
    cluster: ClusterResult,
    pools: Mapping[str, PoolResult],
    options: MonitoringOptions,
    secrets: Mapping[str, pulumi.Output[str]],
    rates: Mapping[str, PoolRate],
    *,
    told_elsewhere: bool = False,
) -> MonitoringResult:
    """Creates scraping, recording rules, alerts, dashboards, routes and the budget alarm. Called once, after the pools.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        environment_name: what every object, series and alert is labelled with.
        environment: what is served, alerted on and budgeted.
        cluster: the objects go into its serving namespace.
        pools: by name, every pool of the environment.
        options: the monitoring that the cluster has, and who is told.
        secrets: the stack file's secrets by name, of which `RECEIVER_SECRETS` are used.
        rates: what the owner pays, by pool name; a pool without them has no cost and no part in the budget alarm.
        told_elsewhere: whether the target watches the same alerts and the budget, and tells somebody, by its own means.

    Raises:
        InvalidInputError: a receiver has no secret.
    """
    place = Place.of(environment_name, cluster, options)
    measured = bool(gpu_pools(environment))
    for problem in gaps(environment, options, rates, told_elsewhere=told_elsewhere):
        pulumi.log.warn(str(problem), resource=parent)

    made = build_scraping(parent, name, place, environment, options.exporter if measured else None)
    spec = pulumi.Output.from_input(cluster.namespace).apply(
        lambda namespace: {
            "groups": [group.as_spec() for group in rule_groups(environment_name, environment, namespace, pools, rates)]
        }
    )
    made["rules"] = custom_object(parent, f"{name}-{_RULES}", "PrometheusRule", place, _RULES, spec)
    if environment.monitoring.dashboards:
        texts = dashboards(environment_name, accelerators=measured, priced=bool(rates))
        made |= {f"dashboard_{uid}": _dashboard(parent, name, place, uid, text) for uid, text in texts.items()}
    made |= build_receivers(parent, name, place, options, secrets)
    return MonitoringResult(endpoints=endpoints(options), native=made)


def rule_groups(
    environment_name: str,
    environment: Environment,
    namespace: str,
    pools: Mapping[str, PoolResult],
    rates: Mapping[str, PoolRate],
) -> list[RuleGroup]:
    """Every rule of the environment: what is recorded, then what is told."""
    groups = [
        *model_rules(environment_name, environment, namespace),
        *pool_rules(environment_name, pools),
        *cost_rules(environment_name, namespace, pools, rates),
        *alert_rules(environment_name, environment, namespace),
    ]
    if environment.budget and rates:
        groups.append(budget_rules(environment_name, environment.budget, sorted(rates), namespace))
    return groups


def gaps(
    environment: Environment,
    options: MonitoringOptions,
    rates: Mapping[str, PoolRate],
    *,
    told_elsewhere: bool = False,
) -> list[Problem]:
    """What was asked for and will not be watched, and why: said, never left to be found out."""
    found = list(silent_alerts(environment))
    unpriced = sorted({pool.name for pool in environment.pools} - set(rates))
    if environment.budget and unpriced and not told_elsewhere:
        what = f"no rates are known for {', '.join(unpriced)}: no alarm watches what they cost"
        found.append(Problem("budget", what, "give the owner's rates in the stack file"))
    if environment.monitoring.alerts and not options.receivers and not told_elsewhere:
        what = "alerts are evaluated and nobody is told: there is no receiver"
        found.append(Problem("monitoring.alerts", what, "give receivers in the stack file"))
    return found


def _dashboard(parent: pulumi.Resource, name: str, place: Place, uid: str, text: str) -> ConfigMap:
    return ConfigMap(
        f"{name}-{uid}",
        metadata=ObjectMetaArgs(name=uid, namespace=place.namespace, labels={**place.labels, **_DASHBOARD_LABEL}),
        data={f"{uid}.json": text},
        opts=pulumi.ResourceOptions(parent=parent),
    )
