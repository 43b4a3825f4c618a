"""Spans of time as people say them: "last 24 hours", "since June", "older than 90 days".

Everything is in UTC, and a day is a calendar day. What lies ahead ("within 30 days") counts too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_UNITS: Mapping[str, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "h": timedelta(hours=1),
    "day": timedelta(days=1),
    "d": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
    "quarter": timedelta(days=91),
    "year": timedelta(days=365),
}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6, "few": 3, "couple of": 2}

_UNIT = r"(seconds?|min(?:ute)?s?|h(?:ours?)?|d(?:ays?)?|weeks?|months?|quarters?|years?)"
_AMOUNT = rf"(\d{{1,5}}|an?|one|two|three|six|few|couple of)[ -]?{_UNIT}\b"
_POINT = (
    r"(\d{4}-\d\d-\d\d|20\d\d(?![\w-])|yesterday|today|"
    rf"(?:{'|'.join(_MONTHS)})(?: (?:\d{{1,2}},? )?\d{{4}}| \d{{1,2}}(?!\d))?|{'|'.join(_DAYS)})\b"
)


# Words without which no time is named.
_HINT = re.compile(
    r"\b(?:20\d\d|today|yesterday|ago|last|past|previous|recent|next|coming|this|current|within"
    rf"|than|over|since|before|until|not|never|nobody|{'|'.join(_MONTHS)}|{'|'.join(_DAYS)})\b"
)


# A length that something is kept or may take is no time in the calendar.
_KEPT = re.compile(
    r"\b(?:retain\w*|retention|keep\w*|kept|time-?outs?|ttl)(?: (?:of|is|for|logs))*,? $"
)


_KEEPING = re.compile(r"^ (?:of )?(?:retention|time-?outs?|ttl|duration)\b")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time.

    Attributes:
        start: its beginning, None if it has none.
        end: its end, None if it is now or open.
        text: the words that said it.
    """

    start: datetime | None
    end: datetime | None
    text: str


def span(text: str, now: datetime) -> Span | None:
    """Find the span of time that a question names.

    Args:
        text: the question in lower case.
        now: the time, in UTC.
    """
    if not _HINT.search(text):
        return None
    for pattern, make in _RULES:
        # Compiled when first needed, and kept by `re`: most questions name no time.
        match = re.search(pattern, text)
        if match and not _kept(text, match):
            start, end = make(match, now)
            return Span(start, end, match[0])
    return None


def _kept(text: str, match: re.Match[str]) -> bool:
    return bool(_KEPT.search(text[: match.start()]) or _KEEPING.match(text[match.end() :]))


Ends = tuple[datetime | None, datetime | None]


def _older(match: re.Match[str], now: datetime) -> Ends:
    return None, now - _length(match[1], match[2])


def _newer(match: re.Match[str], now: datetime) -> Ends:
    return now - _length(match[1], match[2]), None


def _ahead(match: re.Match[str], now: datetime) -> Ends:
    return now, now + _length(match[1], match[2])


def _between(match: re.Match[str], now: datetime) -> Ends:
    return _point(match[1], now)[0], _point(match[2], now)[1]


def _since(match: re.Match[str], now: datetime) -> Ends:
    return _point(match[1], now)[0], None


def _before(match: re.Match[str], now: datetime) -> Ends:
    return None, _point(match[1], now)[0]


def _within(match: re.Match[str], now: datetime) -> Ends:
    return _point(match[1], now)


def _last(match: re.Match[str], now: datetime) -> Ends:
    unit = match[1].rstrip("s")
    if unit in ("month", "quarter", "year"):
        end = _begin(unit, now)
        return _begin(unit, end - timedelta(days=1)), end
    return now - _UNITS[unit], None


def _next(match: re.Match[str], now: datetime) -> Ends:
    unit = match[1]
    start = _begin(unit, _begin(unit, now) + 1.5 * _UNITS[unit])
    return start, _begin(unit, start + 1.5 * _UNITS[unit])


def _this(match: re.Match[str], now: datetime) -> Ends:
    return _begin(match[1], now), None


def _begin(unit: str, when: datetime) -> datetime:
    """The beginning of the day, week, month, quarter or year that a time is in."""
    day = when.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _length(amount: str, unit: str) -> timedelta:
    number = _NUMBERS[amount] if amount in _NUMBERS else int(amount)
    # Longer than AWS exists would leave the calendar.
    return min(number * _UNITS[unit if unit in _UNITS else unit.rstrip("s")], timedelta(days=36500))


def _point(text: str, now: datetime) -> tuple[datetime, datetime]:
    """The beginning and end of a day or month that is named; the last one, not the next."""
    today = _begin("day", now)
    day = timedelta(days=1)
    if text in ("today", "yesterday"):
        start = today if text == "today" else today - day
    elif text in _DAYS:
        start = today - day * ((today.weekday() - _DAYS.index(text)) % 7 or 7)
    elif len(text) == 4 and text.isdigit():
        start = today.replace(year=int(text), month=1, day=1)
        return start, start.replace(year=start.year + 1)
    elif text[0].isdigit():
        start = _date(text, today)
    else:
        return _named_month(text, today)
    return start, start + day


def _named_month(text: str, today: datetime) -> tuple[datetime, datetime]:
    name, *numbers = text.replace(",", "").split()
    month = _MONTHS.index(name) + 1
    year = next((int(each) for each in numbers if len(each) == 4), today.year)
    if year == today.year and month > today.month and not any(len(each) == 4 for each in numbers):
        year -= 1
    day = next((int(each) for each in numbers if len(each) < 4), None)
    start = today.replace(year=max(year, 1), month=month, day=1)
    if day is not None and 1 <= day <= 28:
        return start.replace(day=day), start.replace(day=day) + timedelta(days=1)
    return start, _begin("month", start + timedelta(days=31))


def _date(text: str, default: datetime) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:  # the 31st of February
        return default


_RULES: tuple[tuple[str, Callable[[re.Match[str], datetime], Ends]], ...] = (
    (rf"\b(?:older|more|longer|earlier|over) than {_AMOUNT}(?: ago| old)?", _older),
    (
        r"\b(?:not|never|nobody)(?: \w+){0,3} (?:in|for|within) (?:the )?(?:last |past )?"
        rf"{_AMOUNT}",
        _older,
    ),
    (rf"\bover {_AMOUNT} (?:old|ago)", _older),
    (rf"\b(?:newer|younger|less) than {_AMOUNT}(?: ago| old)?", _newer),
    (
        rf"\b(?:in|within|over|during|for)? ?(?:the )?(?:last|past|previous|recent) {_AMOUNT}",
        _newer,
    ),
    (rf"\b(?:in|within) (?:the )?(?:next|coming) {_AMOUNT}", _ahead),
    (rf"\bwithin {_AMOUNT}", _ahead),
    (rf"\b{_AMOUNT} ago", _newer),
    (rf"\b(?:between|from) {_POINT} (?:and|to|until) {_POINT}", _between),
    (rf"\b(?:since|after|from) {_POINT}", _since),
    (rf"\b(?:before|until|prior to) {_POINT}", _before),
    (rf"\b(?:in |on |during )?(?:last |past )({'|'.join(_DAYS)})\b", _within),
    (
        r"\b(?:in |over |during )?(?:the )?(?:last|past|previous)"
        r" (hour|day|week|month|quarter|year)\b",
        _last,
    ),
    (r"\b(?:in |over |during )?(?:the )?(?:next|coming) (day|week|month|quarter|year)\b", _next),
    (r"\b(?:in |during )?(?:this|current) (day|week|month|quarter|year)\b", _this),
    (rf"\b(?:in|on|during|for) {_POINT}", _within),
    (r"\b(yesterday|today)\b", _within),
)
