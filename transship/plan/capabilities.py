"""What every target answers to one environment, side by side."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from components import rules, targets
from components.capabilities import Answer, Degraded, Emulated, Native, Need, Unsupported
from stacks.settings import read_environment

STYLES = {"native": "green", "emulated": "cyan", "degraded": "yellow", "unsupported": "red"}


@dataclass(frozen=True, slots=True)
class Answers:
    """What one target answers: to each need its answer, and what stands in for what."""

    needs: Mapping[Need, Answer]
    substitutions: Mapping[str, str]


def ask(environment: str) -> dict[str, Answers]:
    """Asks every target for everything the environment needs; loads no SDK.

    Raises:
        NotFoundError: there is no such environment.
        InvalidInputError: with every problem of its file.
    """
    wanted = read_environment(environment)
    return {name: _asked(name, wanted) for name in targets.TARGETS}


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


def rendered(answers: Mapping[str, Answers]) -> RenderableType:
    """A table per target, refusals included."""
    return Group(*(part for name, answer in answers.items() for part in _target(name, answer)))


def _target(name: str, answers: Answers) -> Sequence[RenderableType]:
    table = Table(title=name, title_justify="left", title_style="bold", expand=False)
    for heading in ("capability", "asked for by", "answer", "what that means"):
        table.add_column(heading)
    for need, answer in answers.needs.items():
        said = word(answer)
        table.add_row(str(need.capability), need.where, Text(said, STYLES[said]), sentence(answer))
    return [table, *(Text(f"pool {pool}: {said}") for pool, said in answers.substitutions.items())]


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
