"""What the owner of a cluster pays, in the two ways in which it can be known. Pure."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRates:
    """An internal price of what pods ask for, in US dollars an hour: idle nodes cost nothing."""

    vcpu_usd: Decimal
    memory_gib_usd: Decimal
    accelerator_usd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRate:
    """What one node of a pool costs its owner, in US dollars an hour: used or not."""

    node_usd: Decimal


PoolRate = RequestRates | NodeRate
