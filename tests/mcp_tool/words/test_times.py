"""Spans of time as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcp_tool.words.times import span

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)


def day(year, month, number):
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("errors in the last 24 hours", NOW - DAY, None),
        ("past 7 days", NOW - 7 * DAY, None),
        ("last hour", NOW - timedelta(hours=1), None),
        ("last week", NOW - 7 * DAY, None),
        ("this month", day(2026, 3, 1), None),
        ("this week", day(2026, 3, 9), None),
        ("last month", day(2026, 2, 1), day(2026, 3, 1)),
        ("last quarter", day(2025, 10, 1), day(2026, 1, 1)),
        ("last year", day(2025, 1, 1), day(2026, 1, 1)),
        ("next month", day(2026, 4, 1), day(2026, 5, 1)),
        ("next quarter", day(2026, 4, 1), day(2026, 7, 1)),
        ("next year", day(2027, 1, 1), day(2028, 1, 1)),
        ("created before 2020", None, day(2020, 1, 1)),
        ("launched in 2025", day(2025, 1, 1), day(2026, 1, 1)),
        ("since june", day(2025, 6, 1), None),
        ("since february", day(2026, 2, 1), None),
        ("since monday", day(2026, 3, 9), None),
        ("since 2026-01-15", day(2026, 1, 15), None),
        ("in march 2025", day(2025, 3, 1), day(2025, 4, 1)),
        ("on january 5", day(2026, 1, 5), day(2026, 1, 6)),
        ("before 2026-01-15", None, day(2026, 1, 15)),
        ("between 2026-01-01 and 2026-01-31", day(2026, 1, 1), day(2026, 2, 1)),
        ("yesterday", day(2026, 3, 9), day(2026, 3, 10)),
        ("today", day(2026, 3, 10), day(2026, 3, 11)),
        ("keys older than 90 days", None, NOW - 90 * DAY),
        ("not used in the last 60 days", None, NOW - 60 * DAY),
        ("newer than two weeks", NOW - 14 * DAY, None),
        ("created 3 days ago", NOW - 3 * DAY, None),
        ("certificates expiring within 30 days", NOW, NOW + 30 * DAY),
        ("in the next 2 weeks", NOW, NOW + 14 * DAY),
    ],
)
def test_a_span_is_found(text, start, end):
    """Days are calendar days in UTC, and a month without a year is the last one."""
    found = span(text, NOW)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize("text", ["instances", "may i see the buckets", "top 5 volumes", "march"])
def test_words_without_a_span_have_none(text):
    """A month's name alone is not yet a time."""
    assert span(text, NOW) is None


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text):
    """Whatever people write, it has a span or not."""
    found = span(text.casefold(), NOW)
    assert found is None or found.text in text.casefold()


@pytest.mark.parametrize(
    "text", ["since 2026-02-31", "older than 99999 years", "since february 0000"]
)
def test_impossible_times_do_no_harm(text):
    """The calendar ends before people's numbers do."""
    span(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "log groups that keep more than 30 days",
        "a retention of more than 7 days",
        "more than 10 seconds timeout",
    ],
)
def test_a_length_that_something_is_kept_or_takes_is_no_span(text):
    """It is a number, not a time in the calendar."""
    assert span(text, NOW) is None
