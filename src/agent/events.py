"""What happens during a turn, as the caller is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Start:
    """Token, conversation, stored message and tool list are good; the model is asked next."""

    conversation_id: str
    turn: int
    request_id: str


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer."""

    delta: str


@dataclass(frozen=True, slots=True)
class ToolStart:
    """A tool is called. `tool` is its name without the gateway's target prefix."""

    id: str
    tool: str
    input: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a tool's answer: the columns are named once; `total` counts what was read."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    total: int | None
    cursor: str | None


@dataclass(frozen=True, slots=True)
class ToolEnd:
    """A tool answered, or failed.

    `api` is what was read, an operation such as `rds:DescribeDBInstances` or an insight's name, and
    empty where nothing was; `redacted` counts the masked values.
    """

    id: str
    ok: bool
    summary: str
    elapsed_ms: int
    table: Table | None = None
    api: str = ""
    redacted: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of the whole turn. Cached tokens are not among the input tokens."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    model_calls: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """The turn is over and stored.

    `stop_reason` is `end_turn`, `max_tokens`, `model_calls` (the ceiling of a turn), `stopped` or
    another that Bedrock gives.
    """

    stop_reason: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The turn failed after its stream had begun. Sent as `error`."""

    code: str
    message: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Nothing happened for a while; the stream is alive."""


Event = Start | Text | ToolStart | ToolEnd | Usage | End | Failure | Heartbeat
