"""The owner's machine types and claims on nodes, as the stack file describes them."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal

from annotated_types import Ge, Gt
from pydantic import StringConstraints

from components.specs import Accelerator, Architecture, Name, Shape

NodeName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """What one machine costs its owner."""

    purchase_usd: Annotated[Decimal, Ge(0)]
    """What it was bought for, in US dollars."""
    life_years: Annotated[Decimal, Gt(0)]
    """Years over which the purchase is written off."""
    power_kw: Annotated[Decimal, Gt(0)]
    """Power under load, in kilowatts, measured at the machine."""
    idle_power_kw: Annotated[Decimal, Ge(0)] | None = None
    """Power without load, in kilowatts; taken to be as under load when left out."""

    def __post_init__(self) -> None:
        """Refuses a machine that draws more when it does nothing."""
        if self.idle_power_kw is not None and self.idle_power_kw > self.power_kw:
            message = f"expected idle_power_kw <= power_kw, found {self.idle_power_kw}, {self.power_kw}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine type that the owner has, as the scheduler sees it."""

    vcpu: Annotated[int, Ge(1)]
    """Virtual CPUs of one node."""
    memory_gib: Annotated[int, Ge(1)]
    """Memory of one node, in GiB."""
    architecture: Architecture = Architecture.AMD64
    """The processor's instruction set."""
    accelerator: Accelerator | None = None
    """The accelerators of one node."""
    ownership: Ownership | None = None
    """What one costs; needed for estimates by ownership."""

    def nodes_of(self, shape: Shape) -> int:
        """How many of a pool's nodes one machine is worth: as often as the shape fits into it; 0 when it does not.

        A pool counts in nodes of its shape. Owners rarely have such small ones: eight GPUs in one machine are eight
        nodes of a pool that wants one GPU a node, if processors and memory suffice.
        """
        if self.architecture is not shape.architecture:
            return 0
        times = [self.vcpu // shape.vcpu, self.memory_gib // shape.memory_gib]
        if shape.accelerator is not None:
            times.append(_devices(self.accelerator, shape.accelerator) // shape.accelerator.count)
        return min(times)


def _devices(there: Accelerator | None, wanted: Accelerator) -> int:
    """The devices that are of the kind that is wanted, with at least its memory."""
    alike = there is not None and there.kind is wanted.kind and there.memory_gib >= wanted.memory_gib
    return there.count if there is not None and alike else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taint:
    """A taint of a pool's nodes; pods of the pool tolerate it."""

    key: Annotated[str, StringConstraints(min_length=1)]
    """The taint's key, for example `nvidia.com/gpu`."""
    value: str = ""
    """The taint's value."""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = "NoSchedule"
    """What happens to pods that do not tolerate it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """Which of the owner's nodes a pool is made of."""

    nodes: tuple[NodeName, ...] = ()
    """Names of nodes to label, and to unlabel when the pool goes."""
    selector: dict[str, str] = field(default_factory=dict[str, str])
    """Labels that the pool's nodes carry already; nothing on the nodes is changed."""
    machine: Name | None = None
    """What the nodes are: a key of `machines`; the cheapest that satisfies the pool when left out."""
    taints: tuple[Taint, ...] = ()
    """Taints that the nodes carry already, or are given when `manage_taints` is set."""
    manage_taints: bool = False
    """Whether the whole list of taints of the named nodes belongs to this stack; a taint set by anybody else goes."""

    def __post_init__(self) -> None:
        """Refuses a pool that is claimed twice or not at all, and taints for nodes that nobody named."""
        if bool(self.nodes) == bool(self.selector):
            message = "set exactly one of nodes, selector"
            raise ValueError(message)
        if len(set(self.nodes)) != len(self.nodes):
            message = "each node stands once in nodes"
            raise ValueError(message)
        if self.manage_taints and not self.nodes:
            message = "manage_taints needs nodes: only named nodes are changed"
            raise ValueError(message)
