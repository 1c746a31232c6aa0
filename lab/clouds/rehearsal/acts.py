"""A stack's life on its scene, act by act; each is timed, judged, and tried again where faults were asked for."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from components.errors import OperationError
from lab.clouds.faults import FaultKind, Faults, plan
from lab.clouds.rehearsal import change, drifting
from lab.clouds.rehearsal.report import Phase
from lab.clouds.rehearsal.scene import Scene
from lab.cluster.progress import Progress, say
from lab.project import Changes

_TRIES = 40
_ONE_IN = 12
_SECONDS = 300

Judge = Callable[[Changes], str]


class BrokenOffError(RuntimeError):
    """An act failed in a way that leaves nothing to go on with; the phase says how."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of an act; `changes` is None when it never succeeded."""

    changes: Changes | None
    problem: str
    refusals: list[str]


@dataclass(slots=True)
class Acts:
    """The acts of one stack, and what came of those that are over.

    Attributes:
        scene: where it is played.
        progress: told of every act.
        stopped: set when nobody wants to see the rest.
        faults: what goes wrong on the way; with any, an act is tried until it succeeds.
        phases: what is over.
    """

    scene: Scene
    progress: Progress
    stopped: threading.Event
    faults: tuple[FaultKind, ...] = ()
    phases: list[Phase] = field(default_factory=list[Phase])

    def up(self) -> None:
        """Brings the stack up."""
        clouds_own = (f"{self.scene.plugin}:*",)
        plan(self.scene.account, Faults(kinds=self.faults, one_in=_ONE_IN, tokens=clouds_own))
        self._act("up", "everything created", self._engine("up"), _made_something)

    def preview(self) -> None:
        """Previews the stack again."""
        self._act("preview", "nothing left to do", self._preview, _nothing)

    def drift(self) -> drifting.Drift:
        """Has somebody change things by hand, and the engine look at what is really there."""
        drift = drifting.inject(self.scene.account, self.scene.kubectl)
        self._act("drift", drift.expected, self._engine("refresh"), _seen)
        return drift

    def change(self, drift: drifting.Drift | None = None) -> None:
        """Brings up a changed environment, which puts right what had drifted, too."""
        scene = self.scene

        def judge(changes: Changes) -> str:
            return _updated(changes) or (drifting.remaining(drift, scene.account, scene.kubectl) if drift else "")

        self._act("change", change.change(scene.environment_file), self._engine("up"), judge)

    def destroy(self) -> None:
        """Destroys the stack."""
        self._act("destroy", "everything removed", self._engine("destroy"), _anything)

    def _engine(self, command: str) -> Callable[[], Changes]:
        project, stack = self.scene.project, self.scene.stack
        run = {"up": project.up, "refresh": project.refresh, "destroy": project.destroy}[command]
        return lambda: run(stack, seconds=_SECONDS)

    def _preview(self) -> Changes:
        return self.scene.project.preview(self.scene.stack, seconds=_SECONDS)

    def _act(self, name: str, expected: str, run: Callable[[], Changes], judge: Judge) -> None:
        if self.stopped.is_set():
            raise BrokenOffError(name)
        label, began = f"{self.scene.stack}: {name}", time.monotonic()
        self.progress.begin(label)
        tried = self._tried(run, judge)
        if tried.problem:
            say(f"{label}: {tried.problem}")
        seconds = time.monotonic() - began
        self.progress.end(label, seconds)
        self.phases.append(
            Phase(
                name=name,
                seconds=seconds,
                expected=expected,
                counts=tried.changes.counts if tried.changes else {},
                problem=tried.problem,
                refusals=tried.refusals if self.faults else (),
            )
        )
        if tried.changes is None:
            raise BrokenOffError(name)

    def _tried(self, run: Callable[[], Changes], judge: Judge) -> _Tried:
        """Once; again and again where faults were asked for."""
        refusals: list[str] = []
        for _ in range(_TRIES if self.faults else 1):
            try:
                changes = run()
            except OperationError as error:
                refusals.extend(_complaints(error))
            else:
                return _Tried(changes, judge(changes), refusals)
            if self.stopped.is_set():
                break
        return _Tried(None, "; ".join(dict.fromkeys(refusals)), refusals)


def _complaints(error: OperationError) -> list[str]:
    """What the engine complained of, line by line; that it failed goes without saying, where it says more."""
    lines = [line for problem in error.problems for line in problem.what.splitlines()]
    return [line for line in lines if not line.endswith(" failed")] or lines


def _nothing(changes: Changes) -> str:
    return "" if changes.none else f"expected no change, found {_told(changes)}"


def _made_something(changes: Changes) -> str:
    return "" if changes.counts.get("create") else "expected resources, found none"


def _updated(changes: Changes) -> str:
    """A change of sizes and weights replaces nothing."""
    if changes.counts.get("replace"):
        return f"expected updates only, found {_told(changes)}"
    return "" if changes.counts.get("update") else "expected updates, found none"


def _seen(changes: Changes) -> str:
    return "expected to be seen, but nothing was" if changes.none else ""


def _anything(_: Changes) -> str:
    return ""


def _told(changes: Changes) -> str:
    return ", ".join(f"{count} {operation}" for operation, count in sorted(changes.counts.items()))
