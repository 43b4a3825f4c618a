"""Log groups that keep everything for ever, and the errors in one."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.parameters import Parameter, text, whole

TOOL = "cloudwatch_read_operations"

GROUPS, EVENTS = "logs:DescribeLogGroups", "logs:FilterLogEvents"

# What lines say that tell of something gone wrong, in the spellings of common log formats.
ERRORS = (
    "ERROR",
    "Error",
    "error:",
    "FATAL",
    "CRITICAL",
    "Exception",
    "Traceback",
    "panic:",
    "Task timed out",
)
# Groups that a part of a name may stand for.
MOST_GROUPS = 10


def _without_retention(account: Account) -> Found:
    groups = list(account.read(GROUPS))
    endless = [
        each | {"retention": "never expires"} for each in groups if "retentionInDays" not in each
    ]
    endless.sort(key=lambda each: (-each.get("storedBytes", 0), each["logGroupName"]))
    stored = sum(each.get("storedBytes", 0) for each in endless)
    return Found(
        endless,
        f"{len(endless):,} of {len(groups):,} log groups have no retention and keep"
        f" {stored:,} bytes for ever.",
    )


def _errors(
    account: Account, log_group: str, hours: int, until: datetime | None, contains: str | None
) -> Found:
    end = until or account.now
    start = end - timedelta(hours=hours)
    groups = _groups(account, log_group)
    terms = (contains,) if contains else ERRORS
    events = [
        account.at(
            each,
            EVENTS,
            logGroupName=each["logGroupName"],
            startTime=_milliseconds(start),
            endTime=_milliseconds(end),
            filterPattern=_pattern(terms),
        )
        for each in groups
    ]
    # AWS's terms are whole words; what it gives more than that is not wanted.
    lines = [
        line | {"log_group": group["logGroupName"]}
        for group, read in zip(groups, events, strict=True)
        for line in read
        if any(term in line["message"] for term in terms)
    ]
    lines.sort(key=lambda each: each["timestamp"], reverse=True)
    names = ", ".join(each["logGroupName"] for each in groups)
    return Found(lines, _sentence(len(lines), names, log_group, (start, end)))


def _groups(account: Account, name: str) -> list[Record]:
    """Find the log group of this name, else those with it in their names."""
    found = [
        each
        for each in account.read(GROUPS, logGroupNamePattern=name)
        if name in each["logGroupName"]
    ]
    return [each for each in found if each["logGroupName"] == name] or found[:MOST_GROUPS]


def _pattern(terms: tuple[str, ...]) -> str:
    """Write a filter pattern that any of the terms matches."""
    quoted = (each.replace("\\", "\\\\").replace('"', '\\"') for each in terms)
    return " ".join(f'?"{each}"' for each in quoted) if len(terms) > 1 else f'"{next(quoted)}"'


def _sentence(number: int, names: str, wanted: str, span: tuple[datetime, datetime]) -> str:
    if not names:
        return f"No log group has {wanted} in its name."
    start, end = (f"{each:%Y-%m-%d %H:%M}" for each in span)
    return f"{number:,} lines tell of errors in {names} from {start} to {end} UTC."


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def moment(description: str) -> Parameter:
    """Take a time in ISO 8601, in UTC unless it says otherwise."""

    def check(value: object) -> datetime:
        try:
            read = datetime.fromisoformat(str(value))
        except ValueError as error:
            raise ValueError("a time in ISO 8601, such as 2026-03-01T14:30Z") from error
        return read if read.tzinfo else read.replace(tzinfo=UTC)

    return Parameter(description, check)


_SPAN: Mapping[str, Any] = {
    "log_group": text("the log group's name, or a part of it", required=True),
    "hours": whole("how many hours, back from now or from `until`", 24, most=24 * 31),
    "until": moment("the end of the time range, in ISO 8601; absent: now"),
    "contains": text("lines with this text, in place of what usually tells of errors"),
}

INSIGHTS = (
    Insight(
        name="LogGroupsWithoutRetention",
        tool=TOOL,
        summary="log groups whose events never expire, the largest first",
        words="log groups without retention, logs kept forever, never expire, no retention policy,"
        " retention not set, logs that grow without end",
        calls=(GROUPS,),
        columns=columns(
            "log_group=logGroupName",
            "retention",
            "stored_bytes=storedBytes",
            "created_at=creationTime",
            "arn=logGroupArn",
        ),
        find=_without_retention,
    ),
    Insight(
        name="LogErrors",
        tool=TOOL,
        summary="lines that tell of errors in a log group, in a time range",
        words="errors in the logs, errors in a log group, exceptions in the log, what went wrong in"
        " the logs, stack traces, failed requests in the log, search logs for errors",
        calls=(GROUPS, EVENTS),
        columns=columns("timestamp", "log_group", "stream=logStreamName", "message"),
        find=_errors,
        parameters=_SPAN,
    ),
)
