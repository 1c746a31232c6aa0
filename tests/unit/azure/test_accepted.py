"""With every option toggled, Azure's own API specifications accept what is asked."""

from dataclasses import replace
from decimal import Decimal

import pytest

from components.specs import (
    AlertKind,
    AlertSpec,
    BudgetSpec,
    CapacityKind,
    Environment,
    MonitoringSpec,
    RegistrySpec,
    ServingSpec,
)
from providers.azure.options import AzureOptions, ClusterOptions
from providers.incluster.options import AddonMode
from tests.rigs.azure import ADMINISTRATORS, NOTIFIED, T4, options, planned
from tests.rigs.environments import accelerated_pool, cpu_pool, environment
from tests.rigs.pretended import Pretended
from tests.unit.azure.test_network import EXISTING

FULL = environment(
    registry=RegistrySpec(replicated=True, scan_images=True, keep_noncurrent_days=365),
    serving=ServingSpec(private=False, customer_keys=True),
    pools=(
        cpu_pool(capacity=CapacityKind.SPOT),
        accelerated_pool(T4, capacity=CapacityKind.SPOT_WITH_FALLBACK),
    ),
    monitoring=MonitoringSpec(
        alerts=tuple(AlertSpec(name=kind.value, kind=kind, threshold=Decimal(5)) for kind in AlertKind)
    ),
    budget=BudgetSpec(monthly_usd=Decimal("1234.5"), warn_at_percent=(10, 20, 50, 80, 100)),
)
OPEN = ClusterOptions(
    administrator_groups=(ADMINISTRATORS,), api_allowed_cidrs=("203.0.113.0/24",), encryption_at_host=True
)


@pytest.mark.parametrize(
    ("wanted", "chosen", "reason"),
    [
        (environment(), options(), "the least there is"),
        (FULL, options(alerting=replace(NOTIFIED, managed_grafana=True)), "everything at once"),
        (FULL, options(network=EXISTING), "a network that is there"),
        (environment(), options(cluster=OPEN, zones=("1", "3")), "open to named addresses, two zones"),
        (
            environment(),
            options(addons=replace(options().addons, monitoring=AddonMode.PREINSTALLED)),
            "somebody else's monitoring",
        ),
        (
            environment(),
            options(registry=replace(options().registry, allowed_cidrs=("203.0.113.0/24",), vault_name="another-one")),
            "models and images open to named addresses",
        ),
    ],
)
def test_nothing_that_is_asked_is_refused(wanted: Environment, chosen: AzureOptions, reason: str) -> None:
    azure = Pretended.of("azure")
    planned(wanted, chosen, azure)
    assert azure.refused == [], reason
    assert azure.existing.standing
