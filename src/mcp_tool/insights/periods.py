"""Spans of days as Cost Explorer has them: the start belongs to one, the end does not."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from mcp_tool.errors import InvalidArgumentError


@dataclass(frozen=True, slots=True)
class Period:
    """Some days in a row."""

    start: date
    end: date

    @classmethod
    def of(cls, start: str | None, end: str | None, today: date) -> Self:
        """Read what a caller gave; without a start it is the current month.

        Raises:
            InvalidArgumentError: it ends before it begins.
        """
        first = date.fromisoformat(start) if start else None
        last = date.fromisoformat(end) if end else None
        if first is None:
            first = month(last - timedelta(days=1)) if last else current(today).start
        period = cls(first, last or max(today, first + timedelta(days=1)))
        if period.start >= period.end:
            raise InvalidArgumentError(
                "The period ends before it begins.",
                hint="start is the first day, end the day after the last.",
            )
        return period

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.end - self.start).days

    @property
    def api(self) -> dict[str, str]:
        """The `TimePeriod` of a request."""
        return {"Start": self.start.isoformat(), "End": self.end.isoformat()}

    @property
    def words(self) -> str:
        """The first and the last day."""
        return f"{self.start} to {self.end - timedelta(days=1)}"


def month(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def following(day: date) -> date:
    """Return the first day of the next month."""
    return month(month(day) + timedelta(days=32))


def preceding(day: date) -> date:
    """Return the first day of the month before."""
    return month(month(day) - timedelta(days=1))


def current(today: date) -> Period:
    """Return this month up to yesterday; on its first day, all of the last."""
    first = month(today)
    return Period(first, today) if first < today else Period(preceding(today), today)


def before(period: Period) -> Period:
    """Return the same days of the month before a period that begins a month."""
    start = preceding(period.start)
    whole = period.end == following(period.start)
    return Period(
        start,
        period.start if whole else min(start + timedelta(days=period.days), period.start),
    )
