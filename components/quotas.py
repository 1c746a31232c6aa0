"""What an account may have at once, against what an environment may grow to. Pure: each target reads its own account.

A quota is found out when a node is missing at night, unless somebody asks before: `transship doctor --target` does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from components.contract import MachineChoice, StackSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What an environment takes of one quota when all of its pools are at their most.

    Attributes:
        quota: the target's own name or code for the quota.
        unit: what is counted: `vCPU`, `GPU`, `TPU chip`.
        amount: how many of them.
        pools: whose nodes they are.
    """

    quota: str
    unit: str
    amount: Decimal
    pools: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A demand beside what the account may have; None where the target did not say."""

    demand: Demand
    limit: Decimal | None

    @property
    def short(self) -> bool:
        """Whether the pools cannot grow to their most."""
        return self.limit is not None and self.limit < self.demand.amount


QuotaCheck = Callable[[StackSettings, Mapping[str, MachineChoice]], Sequence[Finding]]
"""A target's `check_quotas`: asks the account, by the credentials of whoever runs it, what the pools may grow to.

Raises `OperationError` where the account cannot be asked: no credentials, no permission, no answer.
"""


def summed(demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """One demand for each quota, in the order in which they first come."""
    together: dict[str, Demand] = {}
    for demand in demands:
        known = together.get(demand.quota)
        together[demand.quota] = demand if known is None else _added(known, demand)
    return tuple(together.values())


def findings(demands: Iterable[Demand], limits: Mapping[str, Decimal]) -> tuple[Finding, ...]:
    """Every demand with its limit."""
    return tuple(Finding(demand=demand, limit=limits.get(demand.quota)) for demand in demands)


def _added(one: Demand, other: Demand) -> Demand:
    pools = tuple(dict.fromkeys([*one.pools, *other.pools]))
    return Demand(quota=one.quota, unit=one.unit, amount=one.amount + other.amount, pools=pools)
