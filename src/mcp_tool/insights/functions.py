"""Lambda functions that fail, are held back, run into their limit, or are left behind."""

from collections.abc import Callable
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.metrics import CALL as METRICS
from mcp_tool.insights.metrics import Metric, Series, measure
from mcp_tool.insights.parameters import whole
from mcp_tool.insights.runtimes import DEPRECATED

TOOL = "lambda_read_operations"
_LIST = "lambda:ListFunctions"

_INVOCATIONS = Metric("AWS/Lambda", "Invocations", "Sum")
_ERRORS = Metric("AWS/Lambda", "Errors", "Sum")
_THROTTLES = Metric("AWS/Lambda", "Throttles", "Sum")
_LONGEST = Metric("AWS/Lambda", "Duration", "Maximum")
_MEAN = Metric("AWS/Lambda", "Duration")


def _failing(account: Account, days: int, least_percent: int) -> Found:
    def judge(_: Record, values: Series) -> dict[str, Any] | None:
        invocations, errors = map(_sum, values)
        percent = _percent(errors, invocations)
        if not errors or percent < least_percent:
            return None
        return {"invocations": invocations, "errors": errors, "error_percent": percent}

    rows, number = _judged(account, (_INVOCATIONS, _ERRORS), judge, days)
    rows.sort(key=lambda each: -each["error_percent"])
    errors = sum(each["errors"] for each in rows)
    return Found(
        rows,
        f"{len(rows):,} of {many(number, 'function')} with an error rate of at least"
        f" {least_percent} % in the last {_days(days)}, {errors:,} errors.",
    )


def _throttled(account: Account, days: int) -> Found:
    def judge(_: Record, values: Series) -> dict[str, Any] | None:
        invocations, throttles = map(_sum, values)
        # A throttled request is not counted as an invocation.
        percent = _percent(throttles, invocations + throttles)
        counted = {"throttles": throttles, "invocations": invocations}
        return counted | {"throttled_percent": percent} if throttles else None

    rows, number = _judged(account, (_INVOCATIONS, _THROTTLES), judge, days)
    rows.sort(key=lambda each: -each["throttles"])
    throttles = sum(each["throttles"] for each in rows)
    return Found(
        rows,
        f"{len(rows):,} of {many(number, 'function')} throttled in the last {_days(days)},"
        f" {throttles:,} times.",
    )


def _timing_out(account: Account, days: int, percent: int) -> Found:
    def judge(function: Record, values: Series) -> dict[str, Any] | None:
        longest, means, errors = values
        used = _percent(max(longest or [0.0]), function["Timeout"] * 1000)
        if not longest or used < percent:
            return None
        return {
            "longest_ms": round(max(longest)),
            "mean_ms": round(sum(means or ()) / max(1, len(means or ()))),
            "timeout_used_percent": used,
            "errors": _sum(errors),
        }

    rows, number = _judged(account, (_LONGEST, _MEAN, _ERRORS), judge, days)
    rows.sort(key=lambda each: -each["timeout_used_percent"])
    return Found(
        rows,
        f"{len(rows):,} of {many(number, 'function')} ran for {percent} % of their timeout or more"
        f" in the last {_days(days)}.",
    )


def _uncalled(account: Account, days: int) -> Found:
    def judge(_: Record, values: Series) -> dict[str, Any] | None:
        (points,) = values
        # None is a series that could not be read, which says nothing.
        unused = points is not None and not sum(points)
        return {"invocations": 0, "days": days} if unused else None

    rows, number = _judged(account, (_INVOCATIONS,), judge, days)
    return Found(
        rows, f"{len(rows):,} of {many(number, 'function')} never invoked in {_days(days)}."
    )


def _judged(
    account: Account,
    metrics: tuple[Metric, ...],
    judge: Callable[[Record, Series], dict[str, Any] | None],
    days: int,
) -> tuple[list[Record], int]:
    """Measure all functions; give those that are judged, and how many there are."""
    functions = list(account.read(_LIST))
    series = measure(account, functions, metrics, dimensions=_dimensions, days=days)
    rows = [
        function | found
        for function, values in zip(functions, series, strict=True)
        if (found := judge(function, values)) is not None
    ]
    return rows, len(functions)


def _dimensions(function: Record) -> dict[str, str]:
    return {"FunctionName": function["FunctionName"]}


def _sum(points: list[float] | None) -> int:
    return round(sum(points or ()))


def _percent(part: float, whole_: float) -> float:
    return round(100 * part / whole_, 2) if whole_ else 0.0


def _days(number: int) -> str:
    return "day" if number == 1 else f"{number} days"


def _outdated(account: Account, within_days: int) -> Found:
    today = account.now.date()
    functions = list(account.read(_LIST))
    rows = [
        each | {"deprecated": end.isoformat(), "days_ago": (today - end).days}
        for each in functions
        if (end := DEPRECATED.get(each.get("Runtime", ""))) and (end - today).days <= within_days
    ]
    rows.sort(key=lambda each: -each["days_ago"])
    soon = sum(1 for each in rows if each["days_ago"] < 0)
    return Found(
        rows,
        f"{len(rows) - soon:,} of {many(len(functions), 'function')} on a deprecated runtime"
        + (f", {soon:,} more within {within_days} days." if within_days else "."),
    )


_BACK = whole("days to look back", 7, most=63)

INSIGHTS = (
    Insight(
        name="FunctionErrors",
        tool=TOOL,
        summary="by error rate",
        words="functions by error rate, failing lambda functions, functions that fail most often,"
        " functions with errors, lambda failures, functions with the highest error rate",
        calls=(_LIST, METRICS),
        columns=columns(
            "name=FunctionName", "error_percent", "errors", "invocations", "runtime=Runtime"
        ),
        find=_failing,
        parameters={
            "days": _BACK,
            "least_percent": whole("lowest error rate to show", 1, least=0, most=100),
        },
    ),
    Insight(
        name="FunctionThrottles",
        tool=TOOL,
        summary="held back by concurrency",
        words="throttled functions, lambda throttles, concurrency limit reached, functions rejected"
        " with too many requests",
        calls=(_LIST, METRICS),
        columns=columns(
            "name=FunctionName",
            "throttles",
            "invocations",
            "throttled_percent",
            "memory_mb=MemorySize",
        ),
        find=_throttled,
        parameters={"days": _BACK},
    ),
    Insight(
        name="FunctionTimeouts",
        tool=TOOL,
        summary="runs at or near the timeout",
        words="functions that time out, lambda timeouts, functions close to their timeout, task"
        " timed out, slow functions hitting the limit",
        calls=(_LIST, METRICS),
        columns=columns(
            "name=FunctionName",
            "timeout_seconds=Timeout",
            "longest_ms",
            "mean_ms",
            "timeout_used_percent",
            "errors",
        ),
        find=_timing_out,
        parameters={
            "days": _BACK,
            "percent": whole("of the timeout, from which a run is near it", 90, most=100),
        },
    ),
    Insight(
        name="UnusedFunctions",
        tool=TOOL,
        summary="never invoked in N days",
        words="unused functions, functions never invoked or called, dead lambda functions, idle"
        " lambdas, functions without invocations",
        calls=(_LIST, METRICS),
        columns=columns(
            "name=FunctionName",
            "invocations",
            "days",
            "runtime=Runtime",
            "modified=LastModified",
            "code_bytes=CodeSize",
        ),
        find=_uncalled,
        parameters={"days": whole("days without a call", 30, most=455)},
    ),
    Insight(
        name="DeprecatedRuntimes",
        tool=TOOL,
        summary="functions on a runtime past its end",
        words="deprecated runtimes, outdated or end of life lambda runtimes, unsupported python or"
        " node versions, functions to upgrade, obsolete runtime",
        calls=(_LIST,),
        columns=columns(
            "name=FunctionName",
            "runtime=Runtime",
            "deprecated",
            "days_ago",
            "modified=LastModified",
        ),
        find=_outdated,
        parameters={
            "within_days": whole("also what ends within so many days", 0, least=0, most=1000)
        },
    ),
)
