"""What a Google Cloud project may run of the pools' machines in a region: CPUs by family, GPUs by kind, spot apart.

The region's own list of quotas does not hold every kind: TPU slices and the newest GPUs are counted elsewhere, and such
a demand has no limit here rather than a wrong one.
Sources: https://cloud.google.com/compute/resource-usage and
https://cloud.google.com/compute/docs/reference/rest/v1/regions/get (2026-11-21).
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from components.contract import MachineChoice, StackSettings
from components.errors import MissingExtraError, OperationError, Problem
from components.quotas import Demand, Finding, findings, summed
from components.specs import AcceleratorKind, CapacityKind, PoolSpec
from providers.gcp.options import GcpOptions
from providers.gcp.shapes import machine_of

API = "https://compute.googleapis.com/compute/v1"
SCOPE = "https://www.googleapis.com/auth/compute.readonly"
PATIENCE_SECONDS = 60
OF_ALL_FAMILIES = "CPUS"
SHARED_FAMILIES = frozenset({"e2", "n1"})
"""Families that have no quota of their own."""
SPOT_CPUS = "PREEMPTIBLE_CPUS"


def check_quotas(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Sequence[Finding]:
    """The pools' demands beside the project's limits in the region, by the application default credentials.

    Raises:
        MissingExtraError: google-auth is not installed.
        OperationError: the project cannot be asked.
    """
    try:
        import google.auth  # noqa: PLC0415 - answering for a target must not load what only this needs
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415
        from google.auth.transport.requests import AuthorizedSession  # noqa: PLC0415
        from requests import RequestException  # noqa: PLC0415
    except ModuleNotFoundError as error:
        problem = Problem("", f"{error.name} is not installed", 'pip install "transship[gcp]"')
        raise MissingExtraError("quotas of gcp", [problem]) from error
    project = cast("GcpOptions", settings.options).project
    try:
        credentials, _ = cast("tuple[Any, Any]", google.auth.default(scopes=[SCOPE]))  # pyright: ignore[reportUnknownMemberType]
        url = f"{API}/projects/{project}/regions/{settings.region}"
        answer = AuthorizedSession(credentials).get(url, timeout=PATIENCE_SECONDS)
        answer.raise_for_status()
    except (GoogleAuthError, RequestException) as error:
        hint = "gcloud auth application-default login; the permission is compute.regions.get"
        raise OperationError.because("quotas of gcp", str(error), where=settings.region, hint=hint) from error
    return findings(demands(settings.environment.pools, machines), limits(answer.json()["quotas"]))


def demands(pools: Sequence[PoolSpec], machines: Mapping[str, MachineChoice]) -> tuple[Demand, ...]:
    """What the pools take at their most; a pool with a fallback takes of both kinds."""
    return summed(demand for pool in pools for demand in _of(pool, machines[pool.name].machine))


def limits(quotas: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    """The limit of each quota, by its metric; a project without spot CPUs of its own takes them from the others."""
    given = {quota["metric"]: Decimal(str(quota["limit"])) for quota in quotas}
    return {metric: limit for metric, limit in given.items() if metric != SPOT_CPUS or limit}


def _of(pool: PoolSpec, name: str) -> Iterator[Demand]:
    machine, most = machine_of(name), pool.nodes.max
    family = name.partition("-")[0]
    on_demand, spot = pool.capacity is not CapacityKind.SPOT, pool.capacity is not CapacityKind.ON_DEMAND
    if accelerator := machine.accelerator:
        unit = "TPU chip" if accelerator.kind.is_tpu else "GPU"
        amount = most * Decimal(accelerator.count)
        metric = _accelerators(accelerator.kind, accelerator.memory_gib)
        if on_demand:
            yield Demand(quota=metric, unit=unit, amount=amount, pools=(pool.name,))
        if spot:
            yield Demand(quota=f"PREEMPTIBLE_{metric}", unit=unit, amount=amount, pools=(pool.name,))
        return
    amount = Decimal(most * machine.vcpu)
    if on_demand:
        quota = OF_ALL_FAMILIES if family in SHARED_FAMILIES else f"{family.upper()}_CPUS"
        yield Demand(quota=quota, unit="vCPU", amount=amount, pools=(pool.name,))
    if spot:
        yield Demand(quota=SPOT_CPUS, unit="vCPU", amount=amount, pools=(pool.name,))


def _accelerators(kind: AcceleratorKind, memory_gib: Decimal | int) -> str:
    """The metric of a kind: the larger A100 has one of its own."""
    name = kind.value.upper().replace("-", "_")
    large = kind is AcceleratorKind.NVIDIA_A100 and memory_gib > 40  # noqa: PLR2004 - GiB of the smaller one
    return f"{name}_80GB_GPUS" if large else f"{name}_GPUS" if not kind.is_tpu else f"{name}_CHIPS"
