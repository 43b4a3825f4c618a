"""An insight's own parameters: what they mean, what they are when absent, and what they may be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from mcp_tool.errors import InvalidArgumentError

TEXT_LENGTH = 512
LIST_LENGTH = 50

# Returns the value as the insight takes it; raises ValueError with what it must be.
Check = Callable[[object], Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        description: what it means, for whoever chooses a value.
        check: makes the value of what a caller gave.
        default: its value when absent.
        required: it must be given.
    """

    description: str
    check: Check
    default: Any = None
    required: bool = False


def whole(description: str, default: int, *, least: int = 1, most: int) -> Parameter:
    """Take a whole number between two others, which the description need not say."""

    def check(value: object) -> int:
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            raise ValueError(f"a whole number from {least:,} to {most:,}")
        return number

    return Parameter(description, check, default)


def wholes(description: str, default: Sequence[int], *, least: int, most: int) -> Parameter:
    """Take a list of whole numbers, or one alone."""
    number = whole("", 0, least=least, most=most).check

    def check(value: object) -> tuple[int, ...]:
        values = value if isinstance(value, list) else [value]
        if not 1 <= len(values) <= LIST_LENGTH:
            raise ValueError(f"an array of at most {LIST_LENGTH} numbers")
        return tuple(number(each) for each in values)

    return Parameter(description, check, tuple(default))


def text(description: str, default: str | None = None, *, required: bool = False) -> Parameter:
    """Take a text, such as a name."""
    return Parameter(description, _text, default, required)


def texts(description: str, default: Sequence[str] = (), *, required: bool = False) -> Parameter:
    """Take a list of texts, or one alone."""

    def check(value: object) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        if not 1 <= len(values) <= LIST_LENGTH:
            raise ValueError(f"an array of at most {LIST_LENGTH} strings")
        return tuple(_text(each) for each in values)

    return Parameter(description, check, tuple(default), required)


def day(description: str) -> Parameter:
    """Take a day as ISO 8601 writes it; it stays a text, because it stands in the plan."""

    def check(value: object) -> str:
        try:
            return date.fromisoformat(_text(value)).isoformat()
        except ValueError as error:
            raise ValueError("a day such as 2026-03-31") from error

    return Parameter(description, check)


def choice(description: str, allowed: Sequence[str]) -> Parameter:
    """Take one of a few words, the first when absent."""

    def check(value: object) -> str:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return str(value)

    return Parameter(description, check, allowed[0])


def stated(value: Any) -> Any:
    """Write a value as a plan states it and a caller gives it: JSON has no tuples."""
    return list(value) if isinstance(value, tuple) else value


def settle(
    insight: str, known: Mapping[str, Parameter], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Check what a caller gave and complete it.

    Args:
        insight: the insight's name, for the message.
        known: its parameters.
        given: what the caller gave; null counts as absent.

    Raises:
        InvalidArgumentError: a parameter is misspelt, missing or has a wrong value.
    """
    values = {name: value for name, value in given.items() if value is not None}
    for name in values:
        if name not in known:
            raise _unknown(insight, known, name)
    return {name: _value(insight, name, parameter, values) for name, parameter in known.items()}


def _value(insight: str, name: str, parameter: Parameter, given: Mapping[str, Any]) -> Any:
    # A plan states the defaults it took, and is settled again when it is read or gone on with.
    if name in given and given[name] != stated(parameter.default):
        try:
            return parameter.check(given[name])
        except ValueError as error:
            raise InvalidArgumentError(
                f"{insight} cannot use this {name}.", hint=f"{name} must be {error}."
            ) from error
    if parameter.required:
        raise InvalidArgumentError(
            f"{insight} needs {name}.", hint=f"Give it in parameters: {parameter.description}."
        )
    return parameter.default


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LENGTH:
        raise ValueError(f"a string of 1 to {TEXT_LENGTH} characters")
    return value.strip()


def _unknown(insight: str, known: Mapping[str, Parameter], name: str) -> InvalidArgumentError:
    near = get_close_matches(name[:100], known, n=1)
    takes = ", ".join(known) or "none"
    return InvalidArgumentError(
        f"{insight} has no parameter {name[:100]!r}.",
        hint=f"Did you mean {near[0]}?" if near else f"It takes {takes}.",
    )
