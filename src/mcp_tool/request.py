"""One validated tool call: what the caller asked, checked before anything looks at it.

Arguments come from a language model that read an account's text, so nothing about them is trusted:
every name, type and size is checked here, whatever the gateway's schema already said.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from mcp_tool.errors import InvalidArgumentError
from mcp_tool.tools import Tool

QUERY_LENGTH = 2_000
FIELDS_LENGTH = 2_000
NAME_LENGTH = 128
CURSOR_LENGTH = 32_000
PARAMETERS_LENGTH = 16_000
PARAMETERS_DEPTH = 30
LIST_LENGTH = 64
LIMIT = 1_000

# Newline and tab are how people write; everything else below the space only hides things.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A tool call's arguments, each of the right type and size; None is absent."""

    tool: Tool
    query: str | None = None
    operation: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    fields: str | None = None
    limit: int | None = None
    cursor: str | None = None


def parse(tool: Tool, arguments: object) -> ToolRequest:
    """Check a service tool's arguments.

    Args:
        tool: the tool that was called.
        arguments: what came over the wire.

    Raises:
        InvalidArgumentError: something is missing, misspelt, of a wrong type or too large.
    """
    given = named(arguments, tuple(_READERS))
    values = {name: read(name, given[name]) for name, read in _READERS.items() if name in given}
    request = ToolRequest(tool=tool, **values)
    if not (request.query or request.operation or request.cursor):
        raise InvalidArgumentError(
            "There is nothing to read: query, operation and cursor are all absent or empty.",
            hint="Put the question into query, or name an AWS API operation.",
        )
    return request


def named(arguments: object, allowed: tuple[str, ...]) -> dict[str, Any]:
    """Check that arguments are an object of known names; null counts as absent.

    Raises:
        InvalidArgumentError: they are not.
    """
    if not isinstance(arguments, dict):
        raise InvalidArgumentError(
            "The arguments are not a JSON object.", hint=f"Known arguments: {', '.join(allowed)}."
        )
    for name in arguments:
        if name not in allowed:
            near = get_close_matches(str(name)[:NAME_LENGTH], allowed, n=1)
            raise InvalidArgumentError(
                f"There is no argument {str(name)[:NAME_LENGTH]!r}.",
                hint=f"Did you mean {near[0]}?"
                if near
                else f"Known arguments: {', '.join(allowed) or 'none'}.",
            )
    return {name: value for name, value in arguments.items() if value is not None}


def text(name: str, value: object, limit: int) -> str:
    """Check one string argument; surrounding blanks go.

    Raises:
        InvalidArgumentError: it is no string, too long, or holds control characters.
    """
    if not isinstance(value, str):
        raise _wrong(name, "a string")
    if len(value) > limit:
        raise InvalidArgumentError(
            f"{name} is {len(value)} characters long.", hint=f"Use at most {limit}."
        )
    if _CONTROL.search(value):
        raise InvalidArgumentError(
            f"{name} holds control characters.", hint="Send plain text in one or more lines."
        )
    return value.strip()


def _text(limit: int) -> Callable[[str, object], str | None]:
    return lambda name, value: text(name, value, limit) or None


def _names(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > LIST_LENGTH:
        raise _wrong(name, f"an array of at most {LIST_LENGTH} strings")
    names = tuple(text(name, each, NAME_LENGTH) for each in value)
    if not all(names):
        raise _wrong(name, "an array of non-empty strings")
    return tuple(dict.fromkeys(names))


def _parameters(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(name, "a JSON object of the API's own parameters")
    try:
        size = len(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise _wrong(name, "plain JSON") from error
    if size > PARAMETERS_LENGTH:
        raise InvalidArgumentError(
            f"{name} are {size} bytes of JSON.", hint=f"Use at most {PARAMETERS_LENGTH}."
        )
    _check_inside(name, value, 0)
    return value


def _check_inside(name: str, value: object, depth: int) -> None:
    if depth > PARAMETERS_DEPTH:
        raise InvalidArgumentError(
            f"{name} are more than {PARAMETERS_DEPTH} levels deep.", hint="Take levels out of them."
        )
    if isinstance(value, str):
        text(name, value, PARAMETERS_LENGTH)
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    for each in inner if isinstance(inner, list) else ():
        _check_inside(name, each, depth + 1)


def _limit(name: str, value: object) -> int:
    # JSON has one kind of number, so 20.0 is how some callers write 20.
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= LIMIT:
        raise _wrong(name, f"a whole number from 1 to {LIMIT}")
    return number


def _wrong(name: str, expected: str) -> InvalidArgumentError:
    return InvalidArgumentError(f"{name} has a wrong value.", hint=f"{name} must be {expected}.")


_READERS: Mapping[str, Callable[[str, object], Any]] = {
    "query": _text(QUERY_LENGTH),
    "operation": _text(NAME_LENGTH),
    "parameters": _parameters,
    "regions": _names,
    "accounts": _names,
    "fields": _text(FIELDS_LENGTH),
    "limit": _limit,
    "cursor": _text(CURSOR_LENGTH),
}
