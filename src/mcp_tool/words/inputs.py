"""Ids, names, tags and times of a question as an operation's own parameters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from botocore.model import ListShape, Shape, StringShape, StructureShape

from mcp_tool.catalog import Operation
from mcp_tool.plan import ALL
from mcp_tool.words.conditions import Conditions
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.question import Question
from mcp_tool.words.text import singular, split

Inputs = Mapping[str, Shape]

# Members that take the beginning and the end of a span of time, in the APIs' spellings.
_SPANS = (
    ("StartTime", "EndTime"),
    ("startTime", "endTime"),
    ("StartDate", "EndDate"),
    ("startDate", "endDate"),
    ("StartTimestamp", "EndTimestamp"),
    ("startTimestamp", "endTimestamp"),
    ("CreationTimeAfter", "CreationTimeBefore"),
    ("CreatedAfter", "CreatedBefore"),
    ("createdAfter", "createdBefore"),
    ("creationTimeAfter", "creationTimeBefore"),
)
_PERIODS = ("TimePeriod", "DateInterval", "timePeriod")
# Ends of names of parameters that say nothing about the thing.
_SUFFIXES = frozenset({"name", "id", "identifier"})
# What things have is no name of one: the cluster version.
_TRAITS = frozenset(
    "age arn count id kind name number region size state status tag type usage version".split()  # noqa: SIM905  shorter
)
# Buckets are listed for the whole account, wherever it is asked.
_REGION = "BucketRegion"
# What a span is when an API cannot do without and the words name none.
USUAL = timedelta(days=1)
USUAL_PERIOD = timedelta(days=30)


def identify(
    question: Question, operation: Operation, inputs: Inputs, lexicon: Lexicon, found: Conditions
) -> None:
    """Give an operation the ids and the name that a question holds."""
    for prefix, each in question.ids:
        name = lexicon.ids[prefix]
        member = next((member for member in (f"{name}s", name) if member in inputs), None)
        if member:
            found.give(member, inputs[member], each)
    if _REGION in inputs and len(question.regions) == 1 and ALL not in question.regions:
        found.give(_REGION, inputs[_REGION], question.regions[0])
    _place(question, inputs, lexicon, found)
    missing = [name for name in operation.required if name not in found.parameters]
    placed = str(found.parameters)
    named = [*question.names, *question.likenesses]
    given = [*question.arns, *(each for each in named if each not in placed)]
    if len(missing) == 1 and given:
        _fill(given, missing[0], inputs[missing[0]], found)


def _place(question: Question, inputs: Inputs, lexicon: Lexicon, found: Conditions) -> None:
    """Give a name to the parameter of the thing it stands behind: "the log group /web/errors"."""
    free = [each for each in inputs if each not in found.parameters]
    for member in sorted(free, key=lambda each: not each.casefold().endswith("name")):
        thing = [each for each in split(member, lexicon.same) if each not in _SUFFIXES]
        value = _behind(" ".join(thing), question, lexicon) if thing else None
        if value and isinstance(inputs[member], StringShape):
            found.give(member, inputs[member], value)
            return


def _behind(thing: str, question: Question, lexicon: Lexicon) -> str | None:
    """Find the name behind a thing: what looks like one, or a last word that means nothing else."""
    match = re.search(rf"\b{re.escape(thing)} ([\w./-]*\w)(\W*$)?", question.line, re.IGNORECASE)
    if match is None or match[1] in question.names:
        return match and match[1]
    word = match[1].casefold()
    known = lexicon.stop | lexicon.leads | lexicon.breaks | lexicon.qualities
    known |= _TRAITS
    means = (
        singular(word) in known
        or word in known
        or singular(word) in lexicon.things
        or split(word, lexicon.same) != [word]
    )
    return None if means or match[2] is None else match[1]


def _fill(given: Sequence[str], member: str, shape: Shape, found: Conditions) -> None:
    inner = shape.member if isinstance(shape, ListShape) else shape
    if isinstance(inner, StringShape):
        value = next((each for each in given if _suits(each, member, inner)), None)
        if value is not None:
            found.give(member, shape, value)


def _suits(value: str, member: str, shape: Shape) -> bool:
    if member.casefold().endswith("arn"):
        return value.startswith("arn:")
    pattern = shape.metadata.get("pattern")
    longest = shape.metadata.get("max")
    return (not longest or len(value) <= longest) and (not pattern or _matches(pattern, value))


def _matches(pattern: str, value: str) -> bool:
    """Whether AWS's own pattern admits a value; some of its patterns are not Python's."""
    try:
        return re.fullmatch(pattern, value[:256]) is not None
    except re.error:
        return True


def when(question: Question, operation: Operation, inputs: Inputs, now: datetime) -> dict[str, Any]:
    """Return the parameters that take a question's span of time; empty if the API has none."""
    for names in _SPANS:
        if names[0] in inputs and names[1] in inputs:
            return dict(_span(question, operation, inputs, names, now))
    for name in _PERIODS if "Forecast" not in operation.name else ():
        shape = inputs.get(name)
        if isinstance(shape, StructureShape) and (question.span or name in operation.required):
            return {name: dict(zip(shape.members, _period(question, now), strict=False))}
    return {}


def _span(
    question: Question,
    operation: Operation,
    inputs: Inputs,
    names: tuple[str, str],
    now: datetime,
) -> Iterator[tuple[str, Any]]:
    start, end = (question.span.start, question.span.end) if question.span else (None, None)
    needed = set(names) & set(operation.required)
    if needed and start is None and end is None:
        start = now - USUAL
    for name, moment in zip(names, (start, end or (now if needed else None)), strict=True):
        if moment is not None:
            yield name, _moment(moment, inputs[name])


def _moment(moment: datetime, shape: Shape) -> Any:
    """Write a time as an API takes it: milliseconds, or ISO 8601."""
    if shape.type_name in ("long", "integer"):
        return int(moment.timestamp() * 1000)
    return moment.isoformat(timespec="seconds")


def _period(question: Question, now: datetime) -> tuple[str, str]:
    """Whole days, the last one not included, as the billing APIs take them."""
    tomorrow = (now + timedelta(days=1)).date()
    start = question.span.start if question.span else None
    end = question.span.end if question.span else None
    first: date = (start or now - USUAL_PERIOD).astimezone(UTC).date()
    last = end.astimezone(UTC).date() if end else tomorrow
    return first.isoformat(), max(last, first + timedelta(days=1)).isoformat()
