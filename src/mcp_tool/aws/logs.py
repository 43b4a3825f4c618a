"""Log reads, kept small: always a closed range of time, a bounded number of lines, none unmasked.

Log lines are what troubleshooting needs and what strangers write. An answer that holds some is
marked `untrusted`, every line goes through redaction, and a query may not cut a secret out of the
line that gives it away.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mcp_tool.errors import InvalidArgumentError, RefusedError
from mcp_tool.redaction.patterns import names_secret

DEFAULT = timedelta(hours=1)
LONGEST = timedelta(days=7)
LINES = 1_000

START_QUERY = "StartQuery"
QUERY_RESULTS = "GetQueryResults"

# What one second is in an operation's times.
_UNITS = {"FilterLogEvents": 1000, "GetLogEvents": 1000, START_QUERY: 1}
_LINE_READS = frozenset({*_UNITS, QUERY_RESULTS, "GetLogRecord"})

_REMARK = re.compile(r"^\s*#.*$", re.MULTILINE)
# A bar with a word behind it begins a command; in an expression, words stand close to their bar.
_COMMAND = re.compile(r"\|(?=\s*[a-zA-Z]+[\s`@(])")
# Commands of a query that only choose lines may name what they like.
_CHOOSING = re.compile(r"^\s*filter\b", re.IGNORECASE)
# These show a part of a line without what stands before it, or the line in another spelling.
_CUTTING = re.compile(
    r"\b(?:substr|unmask|replace|concat|[lr]?trim|to(?:lower|upper))\s*\(", re.IGNORECASE
)
_WORD = re.compile(r"[\w.@-]+")
# What a pattern may put between the letters of a word.
_BETWEEN = re.compile(r"\(\?:|[\[\](){}?*+\\^$]")
_SCHEME = frozenset({"bearer", "basic"})

Parameters = Mapping[str, Any]


def gives_lines(service: str, operation: str) -> bool:
    """Tell whether an operation's answer holds log lines."""
    return service == "logs" and operation in _LINE_READS


def bound(service: str, operation: str, parameters: Parameters, now: datetime) -> Parameters:
    """Close the range of a log read and bound its lines; other reads stay as they are.

    Without times it is the last hour; an explicit range may be up to seven days, and a missing
    end is now.

    Args:
        service: botocore's service name.
        operation: the API's operation name.
        parameters: what the caller gave.
        now: the time, in UTC.

    Raises:
        InvalidArgumentError: the range is longer than allowed, or ends before it begins.
        RefusedError: AWS's own masks are to be taken off, or a query could cut out a secret.
    """
    if not gives_lines(service, operation):
        return parameters
    if parameters.get("unmask"):
        raise _refused("unmask shows what a data protection policy hides.")
    if operation not in _UNITS:
        return parameters
    if operation == START_QUERY:
        _check(parameters)
    return {**parameters, **_range(parameters, _UNITS[operation], now), **_lines(parameters)}


def _range(parameters: Parameters, unit: int, now: datetime) -> Parameters:
    given = [_moment(parameters.get(name), unit) for name in ("startTime", "endTime")]
    if any(isinstance(each, str) for each in given):
        return {}  # of a wrong type, which botocore's model says best
    first, last = given
    end = last if isinstance(last, datetime) else now
    start = first if isinstance(first, datetime) else end - DEFAULT
    if start > end:
        raise InvalidArgumentError(
            "The range ends before it begins.", hint="Give startTime before endTime."
        )
    if end - start > LONGEST:
        raise InvalidArgumentError(
            f"The range is {(end - start).days} days long.",
            hint=f"Logs are read for at most {LONGEST.days} days at once; move startTime.",
        )
    return {"startTime": int(start.timestamp() * unit), "endTime": int(end.timestamp() * unit)}


def _moment(value: object, unit: int) -> datetime | str | None:
    """Read a time: the API's number, or ISO 8601; text that is neither comes back."""
    if value is None:
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / unit, UTC)
        moment = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return str(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _lines(parameters: Parameters) -> Parameters:
    limit = parameters.get("limit", LINES)
    return {"limit": min(limit, LINES)} if isinstance(limit, int) else {}


def _check(parameters: Parameters) -> None:
    if parameters.get("queryLanguage", "CWLI") != "CWLI":
        raise InvalidArgumentError(
            "Queries are read in one language only.",
            hint="Write queryString in CloudWatch Logs Insights' own: fields … | filter … | sort …",
        )
    query = _REMARK.sub("", str(parameters.get("queryString", "")))
    shown = " ".join(each for each in _COMMAND.split(query) if not _CHOOSING.search(each))
    words = _WORD.findall(shown) + _WORD.findall(_BETWEEN.sub("", shown))
    secret = next((each for each in words if _secret(each)), None)
    if secret or _CUTTING.search(shown):
        raise _refused("The query could cut a secret out of its line.")


def _secret(word: str) -> bool:
    return word.casefold() in _SCHEME or names_secret(word, "x")


def _refused(message: str) -> RefusedError:
    return RefusedError(
        message,
        reason="secret",
        hint="Read whole lines; they come with their secrets masked. Filters may name anything.",
    )
