"""What an Azure subscription may run of the pools' machines: vCPUs by family in the region, spot in one pot.

Sources: https://learn.microsoft.com/azure/quotas/per-vm-quota-requests,
https://learn.microsoft.com/rest/api/compute/usage/list and
https://learn.microsoft.com/rest/api/compute/resource-skus/list (2026-11-21).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from components.contract import MachineChoice, StackSettings
from components.errors import MissingExtraError, OperationError, Problem
from components.quotas import Demand, Finding, findings, summed
from components.specs import CapacityKind, PoolSpec
from providers.azure.options import AzureOptions
from providers.azure.shapes import machine_of

API = "https://management.azure.com"
SCOPE = f"{API}/.default"
USAGES_VERSION = "2025-04-01"
SKUS_VERSION = "2021-07-01"
SPOT_QUOTA = "lowPriorityCores"
ALL_QUOTA = "cores"
PATIENCE_SECONDS = 60
Page = Mapping[str, Any]


def check_quotas(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Sequence[Finding]:
    """The pools' demands beside the subscription's limits, by the credentials that azure-identity finds.

    Raises:
        MissingExtraError: azure-identity or httpx is not installed.
        OperationError: the subscription cannot be asked.
    """
    try:
        import httpx  # noqa: PLC0415 - answering for a target must not load what only this needs
        from azure.core.exceptions import ClientAuthenticationError  # noqa: PLC0415
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415
    except ModuleNotFoundError as error:
        problem = Problem("", f"{error.name} is not installed", 'pip install "transship[azure]"')
        raise MissingExtraError("quotas of azure", [problem]) from error
    compute = (
        f"{API}/subscriptions/{cast('AzureOptions', settings.options).subscription_id}/providers/Microsoft.Compute"
    )
    # It would list every way it tried twice, once as a warning of its own.
    logging.getLogger("azure.identity").setLevel(logging.ERROR)
    try:
        token = DefaultAzureCredential().get_token(SCOPE).token
        with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_SECONDS) as client:
            usages = list(_items(client, f"{compute}/locations/{settings.region}/usages?api-version={USAGES_VERSION}"))
            filtered = f"$filter=location eq '{settings.region}'"
            skus = list(_items(client, f"{compute}/skus?api-version={SKUS_VERSION}&{filtered}"))
    except (httpx.HTTPError, ClientAuthenticationError) as error:
        hint = "az login; the permission is Reader on the subscription"
        said = str(error).splitlines()[0]
        raise OperationError.because("quotas of azure", said, where=settings.region, hint=hint) from error
    return findings(demands(settings.environment.pools, machines, families(skus)), limits(usages))


def demands(
    pools: Sequence[PoolSpec], machines: Mapping[str, MachineChoice], family_of: Mapping[str, str]
) -> tuple[Demand, ...]:
    """What the pools take at their most, in vCPUs.

    Args:
        pools: of the environment.
        machines: chosen for them, by pool name.
        family_of: the quota family of each machine, as the subscription names it.
    """
    return summed(demand for pool in pools for demand in _of(pool, machines[pool.name].machine, family_of))


def families(skus: Sequence[Page]) -> dict[str, str]:
    """The quota family of each machine."""
    return {sku["name"]: sku["family"] for sku in skus if sku.get("resourceType") == "virtualMachines"}


def limits(usages: Sequence[Page]) -> dict[str, Decimal]:
    """The limit of each quota, by its name."""
    return {usage["name"]["value"]: Decimal(str(usage["limit"])) for usage in usages}


def _of(pool: PoolSpec, machine: str, family_of: Mapping[str, str]) -> Iterator[Demand]:
    amount = Decimal(pool.nodes.max * machine_of(machine).vcpu)
    quotas = [SPOT_QUOTA] if pool.capacity is not CapacityKind.ON_DEMAND else []
    if pool.capacity is not CapacityKind.SPOT:
        quotas += [family_of.get(machine, f"the family of {machine}"), ALL_QUOTA]
    for quota in quotas:
        yield Demand(quota=quota, unit="vCPU", amount=amount, pools=(pool.name,))


def _items(client: Any, url: str) -> Iterator[Page]:
    """Every item of every page."""
    while url:
        answer = client.get(url)
        answer.raise_for_status()
        page = answer.json()
        yield from page["value"]
        url = page.get("nextLink") or ""
