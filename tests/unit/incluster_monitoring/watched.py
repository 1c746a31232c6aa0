"""One environment with every runtime, a shadow and accelerators, and how it is recorded."""

from collections.abc import Mapping
from decimal import Decimal

import pulumi
import pulumi_kubernetes as kubernetes

from components.naming import POOL_LABEL
from components.results import ClusterResult, PoolResult
from components.specs import (
    AlertKind,
    AlertSpec,
    BudgetSpec,
    Environment,
    MonitoringSpec,
    Runtime,
    RuntimeKind,
    Severity,
    ShadowSpec,
)
from providers.incluster.monitoring.build import build_monitoring, rule_groups
from providers.incluster.monitoring.options import MonitoringOptions, Receiver, ReceiverKind
from providers.incluster.monitoring.rates import PoolRate, RequestRates
from providers.incluster.monitoring.rule import AlertingRule, RecordingRule
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment, model, variant
from transship.plan.recorder import Recorded, Recording, record

NAMESPACE = "models"
HUSH = "a word that must never be seen"

OWN = Runtime(kind=RuntimeKind.CUSTOM, image="registry.example.com/own:1", port=9000, ready_path="/ready")
MODELS = (
    model(
        name="fraud",
        variants=(
            variant(name="live", weight=90),
            variant(name="candidate", weight=10),
            variant(name="next", weight=0),
        ),
        shadow=ShadowSpec(variant="next", percent=5),
    ),
    model(name="assistant", variants=(variant(runtime=Runtime(kind=RuntimeKind.VLLM), pool="accelerated"),)),
    model(name="vision", variants=(variant(runtime=Runtime(kind=RuntimeKind.TRITON), pool="accelerated"),)),
    model(name="ranking", variants=(variant(runtime=Runtime(kind=RuntimeKind.TENSORFLOW_SERVING)),)),
    model(name="own", variants=(variant(runtime=OWN),)),
)
POOLS = (cpu_pool(), accelerated_pool(L4))
ALERTS = tuple(
    AlertSpec(
        name=f"{kind}-{one or 'all'}",
        kind=kind,
        threshold=Decimal("2.5"),
        model=one,
        severity=Severity.PAGE if one else Severity.TICKET,
    )
    for kind in AlertKind
    for one in (None, "assistant")
)
WATCHED = environment(
    pools=POOLS,
    models=MODELS,
    monitoring=MonitoringSpec(alerts=ALERTS),
    budget=BudgetSpec(monthly_usd=Decimal(1000)),
)
"""Every runtime, every kind of alert for one model and for all, a shadow, accelerators and a budget."""

TOLD = MonitoringOptions(
    receivers={
        Severity.PAGE: Receiver(kind=ReceiverKind.PAGERDUTY),
        Severity.TICKET: Receiver(kind=ReceiverKind.SLACK, channel="#models"),
    }
)
RATES: Mapping[str, PoolRate] = {
    "cpu": RequestRates(vcpu_usd=Decimal("0.02"), memory_gib_usd=Decimal("0.003")),
    "accelerated": RequestRates(
        vcpu_usd=Decimal("0.02"), memory_gib_usd=Decimal("0.003"), accelerator_usd=Decimal("0.7")
    ),
}


def pool_results(watched: Environment) -> dict[str, PoolResult]:
    """The pools as a target would hand them over."""
    return {
        pool.name: PoolResult(
            name=pool.name,
            machine="machine",
            min=pool.nodes.min,
            max=pool.nodes.max,
            selector={POOL_LABEL: pool.name},
            accelerator_resource="nvidia.com/gpu" if pool.requires.accelerator else None,
        )
        for pool in watched.pools
    }


def rules(watched: Environment = WATCHED, rates: Mapping[str, PoolRate] = RATES) -> list[RecordingRule | AlertingRule]:
    """Every rule of the environment, in order."""
    groups = rule_groups("prod", watched, NAMESPACE, pool_results(watched), rates)
    return [rule for group in groups for rule in group.rules]


def alerts(watched: Environment = WATCHED, rates: Mapping[str, PoolRate] = RATES) -> dict[str, AlertingRule]:
    """The alerting rules by name."""
    return {rule.alert: rule for rule in rules(watched, rates) if isinstance(rule, AlertingRule)}


def recorded(
    watched: Environment = WATCHED,
    options: MonitoringOptions = TOLD,
    rates: Mapping[str, PoolRate] = RATES,
    secrets: tuple[str, ...] = ("alerts_page", "alerts_ticket"),
) -> Recording:
    """What `build_monitoring` registers."""

    def program() -> None:
        provider = kubernetes.Provider("cluster", kubeconfig="{}")
        parent = pulumi.ComponentResource(
            "test:index:Monitoring", "monitoring", None, pulumi.ResourceOptions(providers=[provider])
        )
        cluster = ClusterResult(
            provider=provider,
            endpoint="https://api.example.com",
            ca_certificate="",
            auth_command="kubectl",
            kubeconfig=pulumi.Output.secret(HUSH),
            namespace=NAMESPACE,
            gateway="models",
            gateway_address="models.example.com",
            addons=(pulumi.CustomResource("test:index:Release", "operator"),),
        )
        hushed = {name: pulumi.Output.secret(HUSH) for name in secrets}
        result = build_monitoring(
            parent, "monitoring", "prod", watched, cluster, pool_results(watched), options, hushed, rates
        )
        pulumi.export("endpoints", dict(result.endpoints))

    return record(program)


def objects(recording: Recording) -> list[Recorded]:
    """The Kubernetes objects of a recording."""
    return [each for each in recording.resources if each.type.startswith("kubernetes:")]


def spec_of(recording: Recording, kind: str, name: str) -> Mapping[str, object]:
    """The specification of one object of the Prometheus operator."""
    version = "v1alpha1" if kind == "AlertmanagerConfig" else "v1"
    return recording.one(f"kubernetes:monitoring.coreos.com/{version}:{kind}", name).inputs["spec"]
