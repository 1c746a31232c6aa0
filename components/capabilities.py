"""What a target can do, and how it answers when an environment asks for something it cannot.

Every target answers every capability in its `support.py`; the matrix in README is made from those answers and the tests
assert the refusals. Pure: no Pulumi, no input or output.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import TYPE_CHECKING

from components.errors import Problem

if TYPE_CHECKING:
    from components.specs import AcceleratorKind


class Kebab(StrEnum):
    """A string enum whose values are its names in kebab case, as they stand in environment files."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[str]) -> str:
        return name.lower().replace("_", "-")


class Capability(Kebab):
    """What an environment may ask of a target. Add one here and every `support.py` must answer it."""

    REGISTRY_REPLICATION = auto()
    REGISTRY_IMMUTABILITY = auto()
    IMAGE_SCANNING = auto()
    SPOT = auto()
    SPOT_FALLBACK = auto()
    SCALE_TO_ZERO = auto()
    GPU = auto()
    GPU_SHARING = auto()
    TPU = auto()
    MULTI_HOST_SLICES = auto()
    ARM64 = auto()
    WEIGHTS = auto()
    SHADOW = auto()
    SESSION_AFFINITY = auto()
    PRIVATE_SERVING = auto()
    CUSTOMER_KEYS = auto()
    WORKLOAD_IDENTITY = auto()
    METRICS = auto()
    DASHBOARDS = auto()
    ALERTS = auto()
    DRIFT = auto()
    BUDGET_ALARM = auto()
    ROUTING_BY_DNS = auto()
    ROUTING_BY_GATEWAY = auto()


class Lacking(Kebab):
    """Why something is unsupported: not built by us yet, missing upstream, or never to be."""

    OURS = auto()
    UPSTREAM = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim about a target can be read, and when it was last checked."""

    url: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Native:
    """The target does it itself."""

    source: Source


@dataclass(frozen=True, slots=True)
class Emulated:
    """Transship does it with other means of the target: how, and what that costs."""

    how: str
    cost: str
    source: Source


@dataclass(frozen=True, slots=True)
class Degraded:
    """It works, and something is lost."""

    loses: str
    source: Source


@dataclass(frozen=True, slots=True)
class Unsupported:
    """It does not work: why not, and what to do instead."""

    kind: Lacking
    reason: str
    instead: str
    source: Source


Answer = Native | Emulated | Degraded | Unsupported


class Support(Mapping[Capability, Answer]):
    """One target's answers to every capability.

    Args:
        target: the target's name.
        answers: to every capability.
        accelerators: the kinds that it has in one region or another; None where that is its owner's to say.

    Raises:
        ValueError: an answer is missing; a target that does not answer everything does not load.
    """

    def __init__(
        self,
        target: str,
        answers: Mapping[Capability, Answer],
        accelerators: Collection["AcceleratorKind"] | None = None,
    ) -> None:
        missing = sorted(set(Capability) - set(answers))
        if missing:
            message = f"target {target} does not answer: {', '.join(missing)}"
            raise ValueError(message)
        self.target = target
        self._answers = dict(answers)
        self._accelerators = accelerators

    def has(self, kind: "AcceleratorKind") -> bool:
        """Whether the target may have accelerators of the kind: false means that it never does."""
        if kind.is_tpu and isinstance(self[Capability.TPU], Unsupported):
            return False
        return self._accelerators is None or kind in self._accelerators

    def __getitem__(self, capability: Capability) -> Answer:
        return self._answers[capability]

    def __iter__(self) -> Iterator[Capability]:
        return iter(Capability)

    def __len__(self) -> int:
        return len(self._answers)


@dataclass(frozen=True, slots=True)
class Need:
    """An environment asks for a capability: which, and where in the file."""

    capability: Capability
    where: str


@dataclass(frozen=True, slots=True)
class Note:
    """A need that a target meets in a way its owner should know of: emulated or degraded."""

    need: Need
    answer: Emulated | Degraded

    def __str__(self) -> str:
        match self.answer:
            case Emulated(how, cost):
                said = f"emulated: {how} (cost: {cost})"
            case Degraded(loses):
                said = f"degraded: loses {loses}"
        return f"{self.need.where}: {self.need.capability} is {said}"


def refusals(needs: Iterable[Need], support: Support) -> Iterator[Problem]:
    """The needs that the target cannot meet, each with its reason and its alternative."""
    for need in needs:
        match support[need.capability]:
            case Unsupported(kind, reason, instead):
                what = f"{support.target} does not support {need.capability} ({kind}): {reason}"
                yield Problem(need.where, what, instead)
            case _:
                pass


def notes(needs: Iterable[Need], support: Support) -> Iterator[Note]:
    """The needs that the target meets by emulation or with a loss."""
    for need in needs:
        answer = support[need.capability]
        if isinstance(answer, Emulated | Degraded):
            yield Note(need, answer)
