"""References: what people write becomes a name, a version or an alias, or a list of what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import InvalidInputError
from components.naming import NAME_PATTERN
from transship.models.reference import (
    VERSION_PATTERN,
    AliasReference,
    VersionReference,
    parse_reference,
    parse_version_reference,
    version_order,
)

NAMES = st.from_regex(NAME_PATTERN, fullmatch=True)
VERSIONS = st.from_regex(VERSION_PATTERN, fullmatch=True)


@given(st.builds(VersionReference, NAMES, VERSIONS) | st.builds(AliasReference, NAMES, NAMES))
def test_what_is_printed_reads_back(reference: VersionReference | AliasReference) -> None:
    assert parse_reference(str(reference)) == reference
    assert parse_reference(str(reference).removeprefix("models://")) == reference


@given(st.text())
def test_any_text_is_a_reference_or_an_error_with_a_hint_or_an_expectation(text: str) -> None:
    try:
        reference = parse_reference(text)
    except InvalidInputError as error:
        unexplained = [problem for problem in error.problems if "expected" not in problem.what]
    else:
        unexplained = [] if parse_reference(str(reference)) == reference else [reference]
    assert unexplained == []


@pytest.mark.parametrize(
    ("text", "wheres", "hints", "reason"),
    [
        ("fraud", [""], ["models://fraud/7"], "neither version nor alias"),
        ("", [""], ["models://fraud/7"], "nothing at all"),
        ("Fraud_Detector/7", ["name"], ["fraud-detector"], "a name in another style"),
        ("7b-chat/1", ["name"], ["b-chat"], "a name that begins with a digit"),
        ("Fraud/V 7", ["name", "version"], ["fraud", "v-7"], "both at once"),
        ("fraud/../7", ["version"], ["7"], "a way out of the folder"),
        ("fraud/7\n", [], [], "a line end around it does no harm"),
        ("fraud@Prod", ["alias"], ["prod"], "an alias in capitals"),
        ("fraud@", ["alias"], [""], "no alias after the mark"),
        ("fraud@prod/7", ["alias"], ["prod-7"], "alias and version"),
    ],
)
def test_everything_wrong_is_named_with_a_suggestion(
    text: str, wheres: list[str], hints: list[str], reason: str
) -> None:
    if not wheres:
        parse_reference(text)
        return
    with pytest.raises(InvalidInputError) as caught:
        parse_reference(text)
    assert [problem.where for problem in caught.value.problems] == wheres, reason
    assert [problem.hint for problem in caught.value.problems] == hints, reason


def test_where_only_a_version_will_do_an_alias_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="is an alias") as caught:
        parse_version_reference("fraud@production")
    assert "transship models show fraud@production" in str(caught.value)


def test_versions_sort_by_number() -> None:
    assert sorted(["10", "9", "1.10.0", "1.9.0", "rc1", "2"], key=version_order) == [
        "1.9.0",
        "1.10.0",
        "2",
        "9",
        "10",
        "rc1",
    ]


@given(st.lists(VERSIONS))
def test_every_version_can_be_sorted(versions: list[str]) -> None:
    ordered = sorted(versions, key=version_order)
    assert sorted(ordered) == sorted(versions)
