"""What happens during a turn, as the agent tells it, parsed at the edge."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Start:
    """The agent took the question; the model is asked next."""

    conversation_id: str
    turn: int
    request_id: str


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer, in Markdown."""

    delta: str


@dataclass(frozen=True, slots=True)
class ToolStart:
    """A tool is called."""

    id: str
    tool: str
    input: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a tool's answer; `total` counts what was read, None where nobody knows."""

    columns: list[str]
    rows: list[list[Any]]
    total: int | None = None
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ToolEnd:
    """A tool answered, or failed; it read `api`, and masked so many values."""

    id: str
    ok: bool
    summary: str
    elapsed_ms: int
    table: Table | None = None
    api: str = ""
    redacted: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of a turn; cached ones are not among the input tokens."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    model_calls: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Add turns up."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
            self.model_calls + other.model_calls,
        )


@dataclass(frozen=True, slots=True)
class End:
    """The turn is over: `end_turn`, `max_tokens`, `stopped` and others."""

    stop_reason: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The turn failed after it had begun. Sent as `error`."""

    code: str
    message: str
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """The client's own event: the question is asked again after some seconds."""

    seconds: float
    why: str = field(default="")


Event = Start | Text | ToolStart | ToolEnd | Usage | End | Failure | Waiting


def parse(name: str, data: Mapping[str, Any]) -> Event | None:
    """Parse one event of the stream; None for a name that this client does not know.

    Members that are not known are left out, so that the agent can learn more than its clients.

    Raises:
        KeyError, TypeError, ValueError: a member is missing or of another kind.
    """
    reader = _READERS.get(name)
    return reader(data) if reader else None


def wire(event: Event) -> dict[str, Any] | None:
    """The event as `--json` writes it; None for the client's own."""
    name = _NAMES.get(type(event))
    if name is None:
        return None
    data = asdict(event)
    if data.get("table", data) is None:
        del data["table"]
    return {"event": name, "data": data}


def _table(data: Mapping[str, Any] | None) -> Table | None:
    if not data:
        return None
    columns = [str(column) for column in data["columns"]]
    rows = [list(row) for row in data["rows"]]
    return Table(columns, rows, data.get("total"), data.get("cursor"))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "start": lambda d: Start(
        str(d["conversation_id"]), int(d["turn"]), str(d.get("request_id", ""))
    ),
    "text": lambda d: Text(str(d["delta"])),
    "tool_start": lambda d: ToolStart(str(d["id"]), str(d["tool"]), dict(d["input"])),
    "tool_end": lambda d: ToolEnd(
        str(d["id"]),
        bool(d["ok"]),
        str(d["summary"]),
        int(d["elapsed_ms"]),
        _table(d.get("table")),
        str(d.get("api", "")),
        int(d.get("redacted", 0)),
    ),
    "usage": lambda d: Usage(
        int(d["input_tokens"]),
        int(d["output_tokens"]),
        int(d["cache_read_tokens"]),
        int(d["model_calls"]),
    ),
    "end": lambda d: End(str(d["stop_reason"])),
    "error": lambda d: Failure(str(d["code"]), str(d["message"]), bool(d.get("retryable"))),
}
_NAMES: Mapping[type, str] = {
    Start: "start",
    Text: "text",
    ToolStart: "tool_start",
    ToolEnd: "tool_end",
    Usage: "usage",
    End: "end",
    Failure: "error",
}
