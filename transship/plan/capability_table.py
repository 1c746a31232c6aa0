"""The answers of all targets as people read them: one table to compare, then what each word means."""

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from components.capabilities import Answer, Capability, Native, Need
from transship.plan.capabilities import Answers, sentence, word

STYLES = {"native": "green", "emulated": "cyan", "degraded": "yellow", "unsupported": "red"}
NOT_ASKED = "-"


def rendered(answers: Mapping[str, Answers]) -> RenderableType:
    """One column for each target, then target by target everything that is not simply native."""
    return Group(_table(answers), *(part for name, given in answers.items() for part in _explained(name, given)))


def _table(answers: Mapping[str, Answers]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("capability", *answers, "asked for by"):
        table.add_column(heading, header_style="bold", overflow="fold")
    for capability, wheres in _asked(answers).items():
        words = (_cell(given, capability) for given in answers.values())
        table.add_row(str(capability), *words, Text(", ".join(wheres), style="dim"))
    return table


def _asked(answers: Mapping[str, Answers]) -> dict[Capability, list[str]]:
    """Every capability that some target is asked for, in the order of the enumeration, with who asks for it."""
    needs = list(dict.fromkeys(need for given in answers.values() for need in given.needs))
    return {
        capability: wheres
        for capability in Capability
        if (wheres := [need.where for need in needs if need.capability is capability])
    }


def _cell(given: Answers, capability: Capability) -> Text:
    answer = next((answer for need, answer in given.needs.items() if need.capability is capability), None)
    return Text(NOT_ASKED, style="dim") if answer is None else _word(answer)


def _word(answer: Answer) -> Text:
    said = word(answer)
    return Text(said, style=STYLES[said])


def _explained(name: str, given: Answers) -> Iterator[RenderableType]:
    yield Text(f"\n{name}", style="bold").append_text(_verdict(given))
    for pool, said in given.substitutions.items():
        yield _point(Text(f"pool {pool}: {said}"))
    for need, answer in _remarkable(given):
        yield _point(Text.assemble(str(need.capability), " ", _word(answer), f": {sentence(answer)}"))


def _verdict(given: Answers) -> Text:
    if refused := len(given.refused):
        return Text(f"  refuses {refused} of {len(given.needs)}", style="red")
    return Text("  can hold it", style="green")


def _remarkable(given: Answers) -> Iterator[tuple[Need, Answer]]:
    """Every capability once that is not native."""
    seen: set[Capability] = set()
    for need, answer in given.needs.items():
        if need.capability not in seen and not isinstance(answer, Native):
            seen.add(need.capability)
            yield need, answer


def _point(text: Text) -> RenderableType:
    return Padding(Text("• ").append_text(text), (0, 0, 0, 2))
