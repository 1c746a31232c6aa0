"""A target answers everything, or does not load; refusals and notes say what the answers say."""

from datetime import date

import pytest

from components.capabilities import (
    Answer,
    Capability,
    Degraded,
    Emulated,
    Lacking,
    Native,
    Need,
    Source,
    Support,
    Unsupported,
    notes,
    refusals,
)

SOURCE = Source("https://example.com", date(2026, 11, 21))
NATIVE = Native(SOURCE)
NO_TPU = Unsupported(Lacking.NEVER, "there are none", "take nvidia-l4", SOURCE)
ANSWERS: dict[Capability, Answer] = {
    **dict.fromkeys(Capability, NATIVE),
    Capability.TPU: NO_TPU,
    Capability.SPOT: Emulated("low priority", "none", SOURCE),
    Capability.SCALE_TO_ZERO: Degraded("power: idle nodes stay on", SOURCE),
}
NEEDS = [Need(capability, "pools[0]") for capability in (Capability.GPU, Capability.TPU, Capability.SPOT)]


def test_a_target_that_leaves_a_capability_open_does_not_load() -> None:
    partial = {capability: NATIVE for capability in Capability if capability is not Capability.DRIFT}
    with pytest.raises(ValueError, match="target somewhere does not answer: drift"):
        Support("somewhere", partial)


def test_a_refusal_names_target_capability_reason_and_alternative() -> None:
    refused = list(refusals(NEEDS, Support("somewhere", ANSWERS)))
    assert [str(problem) for problem in refused] == [
        "pools[0]: somewhere does not support tpu (never): there are none\n  hint: take nvidia-l4"
    ]


def test_notes_say_how_and_at_what_cost() -> None:
    support = Support("somewhere", ANSWERS)
    said = [str(note) for note in notes([*NEEDS, Need(Capability.SCALE_TO_ZERO, "pools[1].nodes.min")], support)]
    assert said == [
        "pools[0]: spot is emulated: low priority (cost: none)",
        "pools[1].nodes.min: scale-to-zero is degraded: loses power: idle nodes stay on",
    ]
