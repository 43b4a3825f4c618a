"""The two tools that read nothing: they show that the way from agent to tools works."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mcp_tool.request import named, text

NAME_LENGTH = 100

Speak = Callable[[object, datetime], "Spoken"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one of them says: a record, and the sentence for it."""

    record: Mapping[str, Any]
    summary: str


def hello(arguments: object, now: datetime) -> Spoken:  # noqa: ARG001  # one signature for both
    """Greet whoever is named.

    Raises:
        InvalidArgumentError: the arguments are not `{"name"?: string}`.
    """
    given = named(arguments, ("name",))
    name = text("name", given.get("name", ""), NAME_LENGTH) or "world"
    return Spoken({"message": f"Hello, {name}!"}, f"Hello, {name}!")


def clock(arguments: object, now: datetime) -> Spoken:
    """Tell the time in UTC.

    Raises:
        InvalidArgumentError: there are arguments.
    """
    named(arguments, ())
    moment = now.replace(microsecond=0, tzinfo=None)
    return Spoken(
        {"utc": f"{moment.isoformat()}Z", "unix_seconds": int(now.timestamp())},
        f"It is {moment:%A, %d %B %Y, %H:%M:%S} UTC.",
    )


SPOKEN: Mapping[str, Speak] = {"hello_world": hello, "get_time": clock}
