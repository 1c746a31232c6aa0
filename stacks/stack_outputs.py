"""The output contract: what a stack tells the world, the same keys and types on every target.

Other stacks, `transship` and people's scripts read these. A key that goes or changes type raises `CONTRACT_VERSION`.
Amounts of money are decimal strings of US dollars.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

import pulumi

from components.cost import Estimate
from components.results import ClusterResult, DeploymentResult, MonitoringResult, PoolResult, RegistryResult
from components.specs import ModelSpec
from stacks.admission import Admitted
from stacks.settings import Stack

CONTRACT_VERSION = 1


class ClusterOutput(TypedDict):
    """How to reach the cluster: URL of the API server, PEM of its authority, and what to type for credentials."""

    endpoint: pulumi.Input[str]
    ca_certificate: pulumi.Input[str]
    auth_command: str
    namespace: pulumi.Input[str]


class RegistryOutput(TypedDict):
    """Where models are (what `transship models --registry` takes) and the prefix of image references."""

    models: pulumi.Input[str]
    images: pulumi.Input[str]


class GatewayOutput(TypedDict):
    """Where requests enter, and the host name they carry."""

    address: pulumi.Input[str]
    hostname: str


class PoolOutput(TypedDict):
    """A pool: the machine that was chosen and how many there may be; `substitution` says what stands in for what."""

    name: str
    machine: str
    min: int
    max: int
    substitution: str | None


class VariantOutput(TypedDict):
    """A variant: its version, what serves it where, its share of live requests in percent, its own Service's URL."""

    name: str
    version: str
    runtime: str
    pool: str
    weight: int
    service: pulumi.Input[str]


class ModelOutput(TypedDict):
    """A served model."""

    name: str
    endpoint: pulumi.Input[str]
    variants: list[VariantOutput]
    shadow: str | None


class EstimateOutput(TypedDict):
    """What the stack costs a month, None when nothing is known; `unknown` names everything that the sums leave out."""

    monthly_min_usd: str | None
    monthly_expected_usd: str | None
    monthly_max_usd: str | None
    unknown: list[str]


class StackOutputs(TypedDict):
    """Everything a stack exports, contract version 1."""

    contract_version: int
    target: str
    region: str
    environment: str
    cluster: ClusterOutput
    kubeconfig: pulumi.Output[str]
    registry: RegistryOutput
    gateway: GatewayOutput
    monitoring: Mapping[str, pulumi.Input[str]]
    pools: list[PoolOutput]
    models: list[ModelOutput]
    estimate: EstimateOutput
    remarks: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The results of every component."""

    registry: RegistryResult
    cluster: ClusterResult
    pools: tuple[PoolResult, ...]
    monitoring: MonitoringResult
    models: Mapping[str, DeploymentResult]


def of(stack: Stack, admitted: Admitted, built: Built) -> StackOutputs:
    """The outputs of a stack that was built."""
    settings, cluster = stack.settings, built.cluster
    return {
        "contract_version": CONTRACT_VERSION,
        "target": stack.target.name,
        "region": settings.region,
        "environment": settings.name,
        "cluster": {
            "endpoint": cluster.endpoint,
            "ca_certificate": cluster.ca_certificate,
            "auth_command": cluster.auth_command,
            "namespace": cluster.namespace,
        },
        "kubeconfig": cluster.kubeconfig,
        "registry": {"models": built.registry.store.url, "images": built.registry.images},
        "gateway": {"address": cluster.gateway_address, "hostname": settings.environment.serving.hostname},
        "monitoring": built.monitoring.endpoints,
        "pools": [_pool(pool, admitted) for pool in built.pools],
        "models": [_model(model, built.models[model.name]) for model in settings.environment.models],
        "estimate": _estimate(stack.target.estimate(settings)),
        "remarks": list(admitted.remarks),
    }


def export(outputs: StackOutputs) -> None:
    """Makes the outputs the stack's own."""
    for key, value in outputs.items():
        pulumi.export(key, value)


def _pool(pool: PoolResult, admitted: Admitted) -> PoolOutput:
    return {
        "name": pool.name,
        "machine": pool.machine,
        "min": pool.min,
        "max": pool.max,
        "substitution": admitted.substitutions.get(pool.name),
    }


def _model(model: ModelSpec, result: DeploymentResult) -> ModelOutput:
    return {
        "name": model.name,
        "endpoint": result.endpoint,
        "variants": [
            {
                "name": variant.name,
                "version": variant.version,
                "runtime": variant.runtime.kind.value,
                "pool": variant.pool,
                "weight": variant.weight,
                "service": result.services[variant.name],
            }
            for variant in model.variants
        ],
        "shadow": model.shadow.variant if model.shadow else None,
    }


def _estimate(estimate: Estimate) -> EstimateOutput:
    def shown(amount: Decimal) -> str | None:
        return f"{amount:.2f}" if estimate.lines else None

    return {
        "monthly_min_usd": shown(estimate.monthly_min_usd),
        "monthly_expected_usd": shown(estimate.monthly_expected_usd),
        "monthly_max_usd": shown(estimate.monthly_max_usd),
        "unknown": [f"{unpriced.name}: {unpriced.reason}" for unpriced in estimate.unknown],
    }
