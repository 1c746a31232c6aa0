"""Decides, before anything exists, whether a target can hold an environment, and what its owner should know of it."""

from dataclasses import dataclass, replace

from components import rules
from components.capabilities import Note, Support, notes, refusals
from components.errors import UnsupportedError
from components.specs import Environment
from stacks.settings import Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What a target answered to an environment that it can hold.

    Attributes:
        environment: what will be built: substitutes in place of accelerators that the target can never offer.
        notes: what is emulated or degraded.
        substitutions: for each pool that was changed, a sentence that says how.
    """

    environment: Environment
    notes: tuple[Note, ...]
    substitutions: dict[str, str]

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything worth knowing, as sentences."""
        return (*(f"pool {pool}: {said}" for pool, said in self.substitutions.items()), *map(str, self.notes))


def admit(name: str, environment: Environment, support: Support) -> Admitted:
    """Asks the target for everything the environment needs.

    Raises:
        UnsupportedError: with every capability that the target lacks, its reason, and what to do instead.
    """
    fitted, substitutions = rules.fitted(environment, support)
    needs = list(rules.needs(fitted))
    if refused := list(refusals(needs, support)):
        raise UnsupportedError(f"environments/{name}.yaml on {support.target}", refused)
    return Admitted(environment=fitted, notes=tuple(notes(needs, support)), substitutions=substitutions)


def admit_stack(stack: Stack) -> tuple[Stack, Admitted]:
    """The stack with what will really be built, and what the target answered.

    Raises:
        UnsupportedError: as `admit`.
    """
    settings = stack.settings
    admitted = admit(settings.name, settings.environment, stack.target.support)
    return Stack(stack.target, replace(settings, environment=admitted.environment)), admitted
