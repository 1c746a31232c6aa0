"""Names stay legal and distinct however long they get."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from components import naming

LABEL = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
NAMES = st.from_regex(naming.NAME_PATTERN, fullmatch=True)


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_joined_names_are_dns_labels(parts: list[str]) -> None:
    name = naming.joined(*parts)
    assert len(name) <= naming.DNS_LABEL_LENGTH
    assert LABEL.match(name)


@given(st.lists(NAMES, min_size=3, max_size=5), NAMES, NAMES)
def test_names_that_are_cut_stay_distinct(parts: list[str], one: str, other: str) -> None:
    assume(one != other)
    assert naming.joined(*parts, one, most=20) != naming.joined(*parts, other, most=20)


def test_short_names_are_left_as_they_are() -> None:
    assert naming.joined("fraud", "", "live") == "fraud-live"


@given(st.text())
def test_label_values_are_legal(text: str) -> None:
    assert re.fullmatch(r"([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?", naming.label_value(text))
