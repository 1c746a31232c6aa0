"""What every target answers to one environment: the answers as data; `capability_table.py` draws them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components import rules, targets
from components.capabilities import Answer, Degraded, Emulated, Native, Need, Unsupported
from stacks.settings import read_environment


@dataclass(frozen=True, slots=True)
class Answers:
    """What one target answers: to each need its answer, and what stands in for what."""

    needs: Mapping[Need, Answer]
    substitutions: Mapping[str, str]

    @property
    def refused(self) -> dict[Need, Unsupported]:
        """The needs that the target cannot meet."""
        return {need: answer for need, answer in self.needs.items() if isinstance(answer, Unsupported)}


def ask(environment: str, names: Iterable[str] = ()) -> dict[str, Answers]:
    """Asks targets for everything the environment needs; loads no SDK.

    Args:
        environment: the environment's name.
        names: of the targets that are asked; all of them when there are none.

    Raises:
        NotFoundError: there is no such environment, or no such target.
        InvalidInputError: with every problem of the environment's file.
    """
    wanted = read_environment(environment)
    return {name: _asked(name, wanted) for name in names or targets.TARGETS}


def _asked(name: str, wanted: rules.Environment) -> Answers:
    support = targets.support(name)
    fitted, substitutions = rules.fitted(wanted, support)
    return Answers({need: support[need.capability] for need in rules.needs(fitted)}, substitutions)


def word(answer: Answer) -> str:
    """One word for an answer: native, emulated, degraded or unsupported."""
    return type(answer).__name__.lower()


def sentence(answer: Answer) -> str:
    """What the answer says beyond its word; empty when it is native."""
    match answer:
        case Native():
            return ""
        case Emulated(how, cost):
            return f"{how}; cost: {cost}"
        case Degraded(loses):
            return f"loses {loses}"
        case Unsupported(kind, reason, instead):
            return f"{reason} ({kind}); instead: {instead}"


def as_json(answers: Mapping[str, Answers]) -> str:
    """Target to its answers, as JSON."""
    document = {
        name: {
            "substitutions": dict(answer.substitutions),
            "answers": [
                {
                    "capability": need.capability,
                    "where": need.where,
                    "answer": word(given),
                    "meaning": sentence(given),
                    "source": given.source.url,
                    "as_of": given.source.as_of.isoformat(),
                }
                for need, given in answer.needs.items()
            ],
        }
        for name, answer in answers.items()
    }
    return json.dumps(document, indent=2)
