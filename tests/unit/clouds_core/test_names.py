"""Names that a program left out."""

import re

import pytest

from lab.clouds.names import chosen
from lab.clouds.vendor import AutoName

SEED = b"a seed"


@pytest.mark.parametrize(
    ("rule", "expected", "reason"),
    [
        (AutoName(), r"Models-Registry-[0-9a-f]{7}", "a name, a separator, a random end"),
        (AutoName(lower=True), r"models-registry-[0-9a-f]{7}", "where capitals are not allowed"),
        (AutoName(separator="", lower=True), r"modelsregistry[0-9a-f]{7}", "where nothing but letters and digits is"),
        (AutoName(most_characters=12), r"Mode-[0-9a-f]{7}", "cut to fit, the random end whole"),
        (AutoName(random=False), r"Models-Registry", "as it is"),
    ],
)
def test_a_name_follows_its_rule(rule: AutoName, expected: str, reason: str) -> None:
    assert re.fullmatch(expected, chosen(rule, "Models-Registry", SEED)), reason


def test_another_seed_is_another_name() -> None:
    assert chosen(AutoName(), "a", b"1") != chosen(AutoName(), "a", b"2") == chosen(AutoName(), "a", b"2")
