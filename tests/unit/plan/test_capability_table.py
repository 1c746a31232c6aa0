"""One table over all targets: every need once, and every word but `native` explained."""

from datetime import date

from rich.console import Console

from components.capabilities import Answer, Capability, Degraded, Lacking, Native, Need, Source, Unsupported
from transship.plan.capabilities import Answers
from transship.plan.capability_table import rendered

SOURCE = Source("https://example.com", date(2026, 11, 1))
WEIGHTS = Need(Capability.WEIGHTS, "models[0].variants")
TPU = Need(Capability.TPU, "pools[1].requires.accelerator.kind")
GPU = Need(Capability.GPU, "pools[1].requires.accelerator.kind")
REFUSAL = Unsupported(Lacking.NEVER, "not sold here", "rent one", SOURCE)


def drawn(**answers: dict[Need, Answer]) -> str:
    console = Console(width=140)
    with console.capture() as captured:
        console.print(rendered({name: Answers(given, {}) for name, given in answers.items()}))
    return captured.get()


def test_each_capability_is_one_row_with_a_column_for_each_target() -> None:
    text = drawn(
        here={WEIGHTS: Native(SOURCE), GPU: Native(SOURCE)}, there={WEIGHTS: Degraded("some", SOURCE), TPU: REFUSAL}
    )
    rows = {line.split()[0]: line.split()[1:3] for line in text.splitlines() if line and line[0].isalpha()}
    assert rows["capability"] == ["here", "there"]
    assert rows["weights"] == ["native", "degraded"]
    assert rows["gpu"] == ["native", "-"]
    assert rows["tpu"] == ["-", "unsupported"]


def test_what_is_not_native_is_explained_and_a_refusal_counts() -> None:
    text = drawn(here={WEIGHTS: Native(SOURCE)}, there={WEIGHTS: Degraded("some", SOURCE), TPU: REFUSAL})
    assert "here  can hold it" in text
    assert "there  refuses 1 of 2" in text
    assert "weights degraded: loses some" in text
    assert "tpu unsupported: not sold here (never); instead: rent one" in text
    assert "native:" not in text
