"""Every capability has an honest answer: sourced, dated, and with something to do instead of a refusal."""

import pytest

from components.capabilities import Capability, Degraded, Lacking, Unsupported
from providers.onprem.support import SUPPORT
from tests.rigs.answers import words


def test_every_capability_is_answered() -> None:
    assert set(SUPPORT) == set(Capability)
    assert len(SUPPORT) == len(Capability)


@pytest.mark.parametrize("capability", Capability)
def test_an_answer_says_where_it_was_read_and_what_it_means(capability: Capability) -> None:
    answer = SUPPORT[capability]
    assert answer.source.url.startswith("https://")
    assert all(words(answer))


def test_what_can_never_be_is_told_apart_from_what_is_not_built_yet() -> None:
    never = {name for name, answer in SUPPORT.items() if isinstance(answer, Unsupported) and answer.kind == "never"}
    assert never == {Capability.TPU, Capability.MULTI_HOST_SLICES}
    tpu = SUPPORT[Capability.TPU]
    assert isinstance(tpu, Unsupported)
    assert tpu.kind is Lacking.NEVER
    assert "nvidia-h100" in tpu.instead


def test_owned_nodes_that_idle_are_said_to_stay_powered() -> None:
    answer = SUPPORT[Capability.SCALE_TO_ZERO]
    assert isinstance(answer, Degraded)
    assert "powered" in answer.loses
