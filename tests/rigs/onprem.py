"""On-prem settings for tests: valid as they are, with one part changed at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pulumi
import pulumi_kubernetes as kubernetes

from components.contract import StackSettings
from components.results import ClusterResult
from components.specs import Environment
from providers.incluster.options import ImageOptions
from providers.onprem.machines import Machine, Ownership, PoolOptions
from providers.onprem.options import (
    KUBECONFIG,
    OBJECTS_ACCESS_KEY_ID,
    OBJECTS_SECRET_ACCESS_KEY,
    InstallObjectsOptions,
    ObjectsOptions,
    OnPremOptions,
    RegistryOptions,
)
from providers.onprem.rates import HourlyRates, OwnershipRates, Rates
from tests.rigs.environments import environment

HUSH = "never to be seen"
STORE = ObjectsOptions(url="s3://models/test", endpoint="https://objects.example.com")
INSTALLED = RegistryOptions(images="registry.example.com/ml", install_objects=InstallObjectsOptions(storage_gib=200))
OWNED = Ownership(purchase_usd=Decimal(87600), life_years=Decimal(5), power_kw=Decimal(2), idle_power_kw=Decimal("0.5"))
SERVER = Machine(vcpu=32, memory_gib=128, ownership=OWNED)
AS_OF = date(2026, 11, 1)
OWNING = OwnershipRates(kwh_usd=Decimal("0.20"), pue=Decimal("1.5"), overhead_percent=Decimal(10))
OWNERSHIP = Rates(
    as_of=AS_OF,
    ownership=OWNING,
    storage_gib_month_usd=Decimal("0.02"),
)
RENTING = HourlyRates(vcpu_hour_usd=Decimal("0.03"), memory_gib_hour_usd=Decimal("0.004"))
HOURLY = Rates(
    as_of=AS_OF,
    hourly=RENTING,
    storage_gib_month_usd=Decimal("0.02"),
)


def options(**changes: object) -> OnPremOptions:
    """One CPU pool of selected nodes, an S3 API and an image registry that are there already."""
    made = OnPremOptions(
        registry=RegistryOptions(images="registry.example.com/ml", objects=STORE),
        pools={"cpu": PoolOptions(selector={"example.com/rack": "7"})},
        images=ImageOptions(puller="registry.example.com/ml/puller:0.1.0"),
    )
    return replace(made, **changes)


def secrets(*names: str) -> dict[str, pulumi.Output[str]]:
    """Secret outputs; those that are always needed, and the kubeconfig, when none are named."""
    wanted = names or (KUBECONFIG, OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY)
    return {name: pulumi.Output.secret(HUSH) for name in wanted}


def settings(wanted: Environment | None = None, chosen: OnPremOptions | None = None) -> StackSettings:
    """Settings of the environment `test`."""
    return StackSettings(
        name="test",
        environment=wanted or environment(),
        region="rack-7",
        options=chosen or options(),
        secrets=secrets(),
    )


def cluster() -> ClusterResult:
    """A cluster with its provider; call it inside a recorded program."""
    return ClusterResult(
        provider=kubernetes.Provider("kubernetes", kubeconfig=pulumi.Output.secret(HUSH)),
        endpoint="https://api.example.com",
        ca_certificate="",
        auth_command="",
        kubeconfig=pulumi.Output.secret(HUSH),
        namespace="serving",
        gateway="gateway",
        gateway_address="gateway.example.com",
    )


class Parent(pulumi.ComponentResource):
    """What builders are given to hang their children on."""

    def __init__(self, provider: pulumi.ProviderResource) -> None:
        super().__init__("test:index:Parent", "parent", None, pulumi.ResourceOptions(providers=[provider]))
