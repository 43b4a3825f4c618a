"""Spans of days, as Cost Explorer has them."""

from datetime import date

import pytest

from mcp_tool.errors import InvalidArgumentError
from mcp_tool.insights.periods import Period, before, current, following, preceding

TODAY = date(2026, 3, 17)


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (TODAY, date(2026, 3, 1), TODAY),
        (date(2026, 3, 1), date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 1, 1)),
    ],
)
def test_the_current_month_has_at_least_a_day(today, start, end):
    """On the first of a month there is nothing of it yet, so it is the last."""
    assert current(today) == Period(start, end)


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (Period(date(2026, 3, 1), TODAY), Period(date(2026, 2, 1), date(2026, 2, 17))),
        (Period(date(2026, 3, 1), date(2026, 4, 1)), Period(date(2026, 2, 1), date(2026, 3, 1))),
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 3, 1))),
        (Period(date(2026, 1, 1), date(2026, 1, 9)), Period(date(2025, 12, 1), date(2025, 12, 9))),
    ],
)
def test_the_same_days_of_the_month_before(period, earlier):
    """A whole month is compared with a whole one, and no day is counted on both sides."""
    assert before(period) == earlier


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        (None, None, Period(date(2026, 3, 1), TODAY)),
        ("2026-02-10", None, Period(date(2026, 2, 10), TODAY)),
        ("2026-01-01", "2026-02-01", Period(date(2026, 1, 1), date(2026, 2, 1))),
        (None, "2026-02-01", Period(date(2026, 1, 1), date(2026, 2, 1))),
        ("2026-03-17", None, Period(TODAY, date(2026, 3, 18))),
    ],
)
def test_what_a_caller_leaves_out_is_filled_in(start, end, period):
    """Without an end it is today, without a start the month that the end is in."""
    assert Period.of(start, end, TODAY) == period


def test_a_period_that_ends_before_it_begins_is_refused():
    """Nothing is charged for asking."""
    with pytest.raises(InvalidArgumentError, match="ends before it begins"):
        Period.of("2026-03-02", "2026-03-02", TODAY)


def test_months_follow_each_other():
    """Whatever their length, and over the end of a year."""
    assert following(date(2025, 12, 31)) == date(2026, 1, 1)
    assert preceding(date(2026, 3, 31)) == date(2026, 2, 1)
