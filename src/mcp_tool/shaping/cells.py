"""Values of a record as cells of a row: looked up, made plain JSON, and kept short.

Default columns are looked up by these small paths and not by JMESPath, which takes longer for 200
rows than the whole rest of shaping.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from mcp_tool.shaping.columns import TAG_MEMBERS

Getter = Callable[[Any], Any]

# Epoch milliseconds between these are a time; smaller numbers are seconds, sizes or counts.
_YEAR_1973 = 100_000_000_000
_YEAR_9999 = 253_402_300_799_000
_TIME_NAME = re.compile(r"(time|timestamp|created|event|date|at)$", re.IGNORECASE)
# Money comes as text; it is a number here, like every other number.
_MONEY = ("amount", "Amount")
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d+)?(?:E-?\d{1,2})?$")
_SECONDS = re.compile(r"\d{10}(?:\.\d+)?$")  # as a queue tells its times, in text
_ZULU = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:?00)$")


def getter(path: str) -> Getter:
    """Compile a column's path.

    Args:
        path: members joined by dots; `X[]` goes through a list, `X#` counts one, `*` is the first
            member, `tag:K` is the tag K; empty is the record itself.
    """
    if path.startswith("tag:"):
        key = path.removeprefix("tag:")
        return lambda record: tags(record).get(key)
    steps = [(step.rstrip("[]#"), step[-1]) for step in path.split(".") if step]
    if len(steps) == 1 and steps[0][1] not in "]#*":
        name = steps[0][0]
        return lambda record: record.get(name) if isinstance(record, dict) else None
    return lambda record: _walk(record, steps)


def tags(record: Any) -> Mapping[str, str]:
    """Return a record's tags, whichever of AWS's spellings they come in."""
    for member in TAG_MEMBERS:
        found = record.get(member) if isinstance(record, dict) else None
        if isinstance(found, dict):
            return found
        if isinstance(found, list):
            return dict(_pair(each) for each in found if isinstance(each, dict))
    return {}


def plain(value: Any, column: str = "") -> Any:
    """Make a value plain JSON: times ISO-8601 in UTC, bytes a remark, the rest as it is.

    Args:
        value: a value as botocore parsed it.
        column: the column it stands in; epoch milliseconds are told from numbers by its name.
    """
    return _PLAIN.get(type(value), _composite)(value, column)


def cut(value: Any, limit: int) -> Any:
    """Shorten a cell whose JSON is longer than a limit; what is missing is said."""
    if isinstance(value, str):
        return value if len(value) <= limit else f"{value[:limit]}… ({len(value)} characters)"
    if isinstance(value, list | dict):
        text = json.dumps(value)
        return value if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"
    return value


def scrub(value: Any, clean: Callable[[str], str]) -> Any:
    """Clean every text in a cell, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): scrub(inner, clean) for key, inner in value.items()}
    if isinstance(value, list):
        return [scrub(inner, clean) for inner in value]
    return value


def _walk(value: Any, steps: list[tuple[str, str]]) -> Any:
    for index, (name, mark) in enumerate(steps):
        value = _member(value, name)
        if mark == "#":
            return len(value) if isinstance(value, list) else 0
        if mark == "]":
            return list(_each(value, steps[index + 1 :])) if isinstance(value, list) else None
    return value


def _member(value: Any, name: str) -> Any:
    if not isinstance(value, dict):
        return None
    return next(iter(value.values()), None) if name == "*" else value.get(name)


def _each(values: list[Any], steps: list[tuple[str, str]]) -> Iterator[Any]:
    for value in values:
        found = _walk(value, steps) if steps else value
        if isinstance(found, list):
            yield from found
        elif found is not None:
            yield found


def _pair(tag: dict[str, Any]) -> tuple[str, str]:
    key = tag.get("Key") or tag.get("key") or tag.get("TagKey") or ""
    value = tag.get("Value") or tag.get("value") or tag.get("TagValue") or ""
    return str(key), str(value)


def _same(value: Any, _: str) -> Any:
    return value


def _text(value: str, column: str) -> Any:
    if column.endswith(_MONEY) and _DECIMAL.match(value):
        return round(float(value), 4)
    if column.endswith("Timestamp") and _SECONDS.match(value):
        return _time(datetime.fromtimestamp(float(value), UTC), column)
    match = _ZULU.match(value) if value[:2] == "20" else None
    return f"{match[1]}Z" if match else value


def _number(value: float, column: str) -> Any:
    if _YEAR_1973 < value < _YEAR_9999 and _TIME_NAME.search(column):
        return _time(datetime.fromtimestamp(value / 1000, UTC), column)
    return value if math.isfinite(value) else str(value)


def _time(value: datetime, _: str) -> str:
    moment = value.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return f"{moment.isoformat()}Z"


def _composite(value: Any, column: str) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner, column) for inner in value]
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    if hasattr(value, "read"):
        return "(a stream)"
    return str(value)


_PLAIN: Mapping[type, Callable[[Any, str], Any]] = {
    type(None): _same,
    bool: _same,
    str: _text,
    int: _number,
    float: _number,
    datetime: _time,
}
