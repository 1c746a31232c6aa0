"""How much building is left: the table's figures, corrected by how long the finished builds really took."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lab.engine.jobs import Job


@dataclass(slots=True)
class Estimate:
    """Told of every job, answers how many seconds are left.

    Attributes:
        clock: seconds since any moment.
    """

    clock: Callable[[], float] = time.monotonic
    _ahead: dict[Job, int] = field(default_factory=dict[Job, int])
    _begun: dict[Job, float] = field(default_factory=dict[Job, float])
    _expected: float = 0.0
    _taken: float = 0.0

    def plan(self, jobs: Iterable[Job]) -> None:
        """Adds jobs to what is left."""
        self._ahead |= {job: job.expected_seconds for job in jobs}

    def begin(self, job: Job) -> None:
        """A job starts."""
        self._begun[job] = self.clock()

    def end(self, job: Job) -> None:
        """A job is over, well or not."""
        self._taken += self.elapsed_seconds(job)
        self._expected += job.expected_seconds
        self._ahead.pop(job, None)
        self._begun.pop(job, None)

    def elapsed_seconds(self, job: Job) -> float:
        """How long a running job has been running; 0 for any other."""
        return self.clock() - self._begun[job] if job in self._begun else 0.0

    def remaining_seconds(self) -> float:
        """What is left if the rest goes at the pace seen so far, one job after another."""
        pace = self._taken / self._expected if self._expected else 1.0
        return sum(max(0.0, seconds * pace - self.elapsed_seconds(job)) for job, seconds in self._ahead.items())
