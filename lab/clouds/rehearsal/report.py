"""What a rehearsal has to tell, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One step of a stack's life.

    Attributes:
        name: `up`, `preview`, `drift`, `change`, `destroy`.
        seconds: how long it took here.
        counts: what the engine did, operation to number of resources.
        expected: what it was meant to show.
        problem: why it is not as it should be; empty when it is.
        refusals: what the cloud refused on the way, where faults were asked for.
    """

    name: str
    seconds: float
    expected: str
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    problem: str = ""
    refusals: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """A resource that was created in the pretended cloud.

    Attributes:
        token: its type.
        name: the program's name for it.
        id: the cloud's.
        real_seconds: what creating it takes in the real cloud.
        source: where that is said; empty for what answers at once.
    """

    token: str
    name: str
    id: str
    real_seconds: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One stack's rehearsal.

    Attributes:
        stack: `<target>-<environment>`.
        phases: in order.
        created: in the order of creation.
        critical_path: what the real cloud's user would wait for, one after the other.
        failures: what the cloud would have refused: resource, path, reason.
        left_behind: what was there after destroying.
    """

    stack: str
    phases: Sequence[Phase]
    created: Sequence[Creation] = ()
    critical_path: Sequence[Creation] = ()
    failures: Sequence[str] = ()
    left_behind: Sequence[str] = ()

    @property
    def real_seconds(self) -> float:
        """What bringing the stack up would take in the real cloud, as far as creation times are known."""
        return sum(each.real_seconds for each in self.critical_path)

    @property
    def succeeded(self) -> bool:
        """Whether everything was as it should be."""
        return not self.left_behind and all(not phase.problem for phase in self.phases)
