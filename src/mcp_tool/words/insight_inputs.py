"""An insight's own parameters, as far as a question gives them."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from mcp_tool.insights.insight import Insight
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.question import Question
from mcp_tool.words.spend import grouping
from mcp_tool.words.tags import tag

_PORTS = re.compile(r"\bports? ((?:\d{1,5}(?:,? (?:and |or )?)?)+)")
_SPOKEN_PORTS = {"ssh": 22, "rdp": 3389, "mysql": 3306, "postgres": 5432, "https": 443, "http": 80}
_PERCENT = re.compile(r"\b(\d{1,3}) ?(?:%|percent)")


def given(insight: Insight, question: Question, lexicon: Lexicon, now: datetime) -> dict[str, Any]:
    """Return the parameters that a question gives; the others keep their defaults.

    Args:
        insight: what it was resolved to.
        question: the words.
        lexicon: what words mean.
        now: the time, in UTC.
    """
    found: dict[str, Any] = {}
    for name in insight.parameters:
        value = _READERS[name](question, lexicon, now) if name in _READERS else None
        if value not in (None, []):
            found[name] = value
    return found


def _days(question: Question, _: Lexicon, now: datetime) -> int | None:
    return _units(question, now, timedelta(days=1))


def _hours(question: Question, _: Lexicon, now: datetime) -> int | None:
    return _units(question, now, timedelta(hours=1))


def _units(question: Question, now: datetime, unit: timedelta) -> int | None:
    """How far a question looks back, or ahead."""
    span = question.span
    if span is None:
        return None
    edge = span.end if span.start is None or span.start >= now else span.start
    return max(1, ceil(abs(now - edge) / unit)) if edge else None


def _start(question: Question, _: Lexicon, __: datetime) -> str | None:
    moment = question.span.start if question.span else None
    return moment.date().isoformat() if moment else None


def _end(question: Question, _: Lexicon, __: datetime) -> str | None:
    moment = question.span.end if question.span else None
    return moment.date().isoformat() if moment else None


def _tags(question: Question, _: Lexicon, __: datetime) -> list[str]:
    asked = tag(question.line)
    return [asked.key] if asked else []


def _tag(question: Question, _: Lexicon, __: datetime) -> str | None:
    return grouping(question)


def _ports(question: Question, _: Lexicon, __: datetime) -> list[int]:
    match = _PORTS.search(question.text)
    numbers = [int(each) for each in re.findall(r"\d+", match[1])] if match else []
    spoken = [port for word, port in _SPOKEN_PORTS.items() if word in question.words]
    return [each for each in dict.fromkeys(numbers or spoken) if 0 < each < 65536]


def _percent(question: Question, _: Lexicon, __: datetime) -> int | None:
    match = _PERCENT.search(question.text)
    return int(match[1]) if match else None


def _number(question: Question, _: Lexicon, __: datetime) -> int | None:
    return next((int(each.value) for each in question.measures if not each.kind), None)


def _log_group(question: Question, _: Lexicon, __: datetime) -> str | None:
    return next(iter((*question.names, *question.likenesses)), None)


def _metric(question: Question, lexicon: Lexicon, _: datetime) -> str | None:
    return next((lexicon.metrics[each] for each in question.words if each in lexicon.metrics), None)


def _encryption(question: Question, _: Lexicon, __: datetime) -> str | None:
    return "kms" if "kms" in question.words else None


def _provider(question: Question, lexicon: Lexicon, _: datetime) -> str | None:
    known = lexicon.kinds["providerName"]
    return next((known[each] for each in question.words if each in known), None)


# Parameters mean the same wherever they have the same name.
_READERS: Mapping[str, Callable[[Question, Lexicon, datetime], Any]] = {
    "days": _days,
    "within_days": _days,
    "hours": _hours,
    "start": _start,
    "since": _start,
    "end": _end,
    "tags": _tags,
    "tag": _tag,
    "ports": _ports,
    "percent": _percent,
    "cpu_percent": _percent,
    "least_percent": _percent,
    "messages": _number,
    "log_group": _log_group,
    "metric": _metric,
    "require": _encryption,
    "provider": _provider,
}
