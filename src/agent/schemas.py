"""What goes over the wire: the request, the answers, and events as server-sent events."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator

from agent.conversation import Status
from agent.events import (
    End,
    Event,
    Failure,
    Heartbeat,
    Start,
    Text,
    ToolEnd,
    ToolStart,
    Usage,
)

LONGEST_MESSAGE = 64 * 1024
LONGEST_TITLE = 80


def _whole(number: object) -> object:
    """Read 2.0 as 2, as JSON Schema has it."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Version = Annotated[int, Field(ge=1, le=2**53), BeforeValidator(_whole)]
MaxTokens = Annotated[int, Field(ge=1, le=64_000), BeforeValidator(_whole)]
ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]

EVENT_NAMES: Mapping[type, str] = {
    Start: "start",
    Text: "text",
    ToolStart: "tool_start",
    ToolEnd: "tool_end",
    Usage: "usage",
    End: "end",
    Failure: "error",
}


class Ask(BaseModel):
    """A question. Fields that are not named here are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    message: Annotated[str, Field(min_length=1, max_length=LONGEST_MESSAGE, pattern=r"\S")]
    conversation_id: ConversationId | None = None
    temperature: Annotated[float, Field(ge=0, le=1)] | None = None
    max_tokens: MaxTokens | None = None
    use_tools: bool = True
    okta_token: SecretStr | None = None

    @field_validator("message")
    @classmethod
    def _bounded(cls, message: str) -> str:
        """Bound the bytes too: the store counts them, not the characters."""
        if len(message.encode()) > LONGEST_MESSAGE:
            raise ValueError(f"at most {LONGEST_MESSAGE} bytes")
        return message


class Rename(BaseModel):
    """Another title for a conversation, and the version that the caller has read of it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE, pattern=r"\S")]
    version: Version | None = None


class Problem(BaseModel):
    """An error, after RFC 9457. `code` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    retryable: bool
    request_id: str
    errors: list[dict[str, str]] | None = None


class ToolUsed(BaseModel):
    """One call of a tool, as it went."""

    id: str
    tool: str
    input: dict[str, Any]
    ok: bool
    summary: str


class UsageView(BaseModel):
    """Tokens of a turn. Cached tokens are not among the input tokens."""

    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    model_calls: int


class Answer(BaseModel):
    """The whole answer of a turn."""

    conversation_id: str
    turn: int
    text: str
    tools: list[ToolUsed]
    usage: UsageView
    stop_reason: str


class ConversationView(BaseModel):
    """A conversation in a list. `version` grows when it is renamed or cleared."""

    conversation_id: str
    version: int
    title: str
    created_at: datetime
    updated_at: datetime
    turns: int


class ConversationPage(BaseModel):
    """Conversations, the latest first. `cursor` asks for the next page."""

    conversations: list[ConversationView]
    cursor: str | None


class TurnView(BaseModel):
    """One turn of a history."""

    turn: int
    status: Status
    started_at: datetime
    ended_at: datetime | None
    stop_reason: str | None
    question: str
    answer: str
    tools: list[ToolUsed]
    usage: UsageView | None


class History(BaseModel):
    """A conversation with a page of its turns, the latest first.

    `expired` counts turns of this page that are gone because their time was over.
    """

    conversation_id: str
    version: int
    title: str
    created_at: datetime
    updated_at: datetime
    session_metadata: dict[str, Any]
    turns: list[TurnView]
    expired: int
    cursor: str | None


class Stopped(BaseModel):
    """Whether a running turn was asked to stop, and which."""

    stopping: bool
    turn: int | None


class Deleted(BaseModel):
    """How many conversations went, and whether there are more to delete."""

    deleted: int
    more: bool


class Cleared(BaseModel):
    """A conversation whose turns are forgotten."""

    conversation_id: str
    cleared: bool


class ToolView(BaseModel):
    """A tool that the gateway offers."""

    name: str
    description: str
    input_schema: dict[str, Any]


class Tools(BaseModel):
    """The gateway's tools."""

    gateway: str
    tools: list[ToolView]


class Health(BaseModel):
    """The process is alive."""

    status: str


class Check(BaseModel):
    """One thing the service needs, and what is wrong with it."""

    ok: bool
    code: str | None = None
    detail: str | None = None


class Ready(BaseModel):
    """Whether questions can be answered now, and what stands in the way."""

    ready: bool
    checks: dict[str, Check]


async def sse(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    """Write events as `text/event-stream`, heartbeats as comments."""
    async for event in events:
        if isinstance(event, Heartbeat):
            yield b": heartbeat\n\n"
        else:
            data = json.dumps(_fields(event), ensure_ascii=False, default=_fields)
            yield f"event: {EVENT_NAMES[type(event)]}\ndata: {data}\n\n".encode(errors="replace")


async def plain_text(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    """Write the bare text of the answer; a failure is its last line."""
    async for event in events:
        if isinstance(event, Text):
            yield event.delta.encode(errors="replace")
        elif isinstance(event, Failure):
            yield f"\n[{event.code}] {event.message}\n".encode()
        elif isinstance(event, End):
            yield b"\n"


def _fields(event: Any) -> dict[str, Any]:
    named = {each.name: getattr(event, each.name) for each in fields(event)}
    return {name: value for name, value in named.items() if name != "table" or value is not None}
