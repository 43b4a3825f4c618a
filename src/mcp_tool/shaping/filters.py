"""Conditions on rows that an API could not apply."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mcp_tool.plan import Filter, Scalar
from mcp_tool.shaping.cells import getter, plain


def matcher(condition: Filter) -> Callable[[Any], bool]:
    """Make the function that tells whether a record meets a condition.

    Of several values in a record, one that meets it is enough.
    """
    get = getter(condition.path)
    if condition.test in ("missing", "present"):
        wanted = condition.test == "missing"
        return lambda record: (get(record) in (None, [], {})) is wanted

    def passes(record: Any) -> bool:
        value = get(record)
        values = value if isinstance(value, list) else [value]
        return any(_meets(each, condition) for each in values)

    return passes


def _meets(value: Any, condition: Filter) -> bool:
    if condition.test == "is":
        return bool(_folded(value) == _folded(condition.value))
    if condition.test == "contains":
        return str(condition.value).casefold() in str(value or "").casefold()
    return _compares(value, condition)


def _compares(value: Any, condition: Filter) -> bool:
    """Compare a number or a time; what is neither is on no side of it."""
    left, right = _measured(value, condition.value), _measured(condition.value, condition.value)
    if left is None or right is None:
        return False
    return left > right if condition.test == "over" else left < right


def _measured(value: Any, like: Scalar) -> float | None:
    try:
        if isinstance(like, str):
            moment = datetime.fromisoformat(str(plain(value, "time")))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        return None if isinstance(value, bool) or value is None else float(value)
    except (TypeError, ValueError):
        return None


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
