"""Sums are exact, ordered, and never hide an unknown."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from components.cost import HOURS_PER_MONTH, CostLine, Estimate, Unpriced

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=4)


@st.composite
def lines(draw: st.DrawFn) -> CostLine:
    low, middle, high = sorted(draw(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS)))
    return CostLine(
        name="line",
        unit="hour",
        quantity_min=low,
        quantity_expected=middle,
        quantity_max=high,
        unit_price=draw(AMOUNTS),
        source="test",
        as_of=date(2026, 11, 1),
    )


@given(st.lists(lines(), max_size=20))
def test_totals_are_the_sums_of_their_lines_and_ordered(drawn: list[CostLine]) -> None:
    estimate = Estimate(lines=tuple(drawn))
    assert estimate.monthly_expected_usd == sum(
        (line.quantity_expected * line.unit_price for line in drawn), Decimal(0)
    )
    assert estimate.monthly_min_usd <= estimate.monthly_expected_usd <= estimate.monthly_max_usd


@given(st.lists(lines(), max_size=5), lines())
def test_a_line_more_never_lowers_a_total(drawn: list[CostLine], more: CostLine) -> None:
    before, after = Estimate(lines=tuple(drawn)), Estimate(lines=(*drawn, more))
    assert after.monthly_min_usd >= before.monthly_min_usd
    assert after.monthly_max_usd >= before.monthly_max_usd


def test_an_unknown_changes_no_total_and_keeps_its_name() -> None:
    unknown = Unpriced(name="pool gpu", reason="no rate per GPU-hour")
    assert Estimate(unknown=(unknown,)).monthly_expected_usd == 0
    assert Estimate(unknown=(unknown,)).unknown == (unknown,)


def test_a_month_is_a_twelfth_of_a_year() -> None:
    assert HOURS_PER_MONTH * 12 == 8760
