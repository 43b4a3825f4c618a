"""A gateway's tool as Strands sees it, which reports its own start and end.

What a tool yields before its result surfaces at once as a `tool_stream_event`, also while other
tools of the batch still run; Strands itself reports a batch when its slowest tool has ended.
"""

import json
import time
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from mcp_types import CallToolResult, TextContent, Tool
from strands.types.tools import AgentTool, ToolResult, ToolSpec, ToolUse

from agent.conversation import summary
from agent.errors import GatewayError, TokenExpiredError
from agent.events import Table, ToolEnd, ToolStart
from agent.session import Session

_SUMMARY_CHARACTERS = 300

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a call came to: `text` is for the model, the rest is for the person."""

    ok: bool
    text: str
    summary: str
    table: Table | None = None
    api: str = ""
    redacted: int = 0


class GatewayTool(AgentTool):
    """One tool of a session."""

    def __init__(
        self, session: Session, tool: Tool, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._session = session
        self._tool = tool
        self._clock = clock

    @property
    def tool_name(self) -> str:
        """The name on the wire, with the target's prefix."""
        return self._tool.name

    @property
    def tool_spec(self) -> ToolSpec:
        """What the model is told of the tool."""
        return {
            "name": self._tool.name,
            "description": self._tool.description or self._tool.name,
            "inputSchema": {"json": self._tool.input_schema},
        }

    @property
    def tool_type(self) -> str:
        """Where the tool runs."""
        return "gateway"

    async def stream(
        self, tool_use: ToolUse, invocation_state: dict[str, Any], **kwargs: Any
    ) -> AsyncGenerator[Any, None]:
        """Call the tool: its start, its end, then its result for the model.

        Strands turns what is raised here into text for the model, so an error that ends the turn
        is yielded, for whoever runs the loop to raise.
        """
        del invocation_state, kwargs
        call_id = tool_use["toolUseId"]
        yield ToolStart(call_id, bare(tool_use["name"]), tool_use["input"])
        begun = self._clock()
        message_id = str(uuid.uuid4())
        try:
            outcome = await self._call(tool_use["input"], message_id)
        except TokenExpiredError as error:
            yield error
            outcome = _failed(error.message)
        elapsed = round((self._clock() - begun) * 1000)
        log.info(
            "tool",
            tool=bare(self.tool_name),
            call_id=call_id,
            message_id=message_id,
            ok=outcome.ok,
            ms=elapsed,
        )
        yield ToolEnd(
            call_id,
            outcome.ok,
            outcome.summary,
            elapsed,
            outcome.table,
            outcome.api,
            outcome.redacted,
        )
        yield ToolResult(
            toolUseId=call_id,
            status="success" if outcome.ok else "error",
            content=[{"text": outcome.text}],
        )

    async def _call(self, arguments: Any, message_id: str) -> _Outcome:
        if not isinstance(arguments, Mapping):
            return _failed("The tool takes an object of named arguments.")
        try:
            result = await self._session.call(self._tool.name, arguments, message_id=message_id)
        except GatewayError as error:
            return _failed(error.message)
        return _outcome(result)


def bare(name: str) -> str:
    """Return a tool's name without the target's prefix that the gateway puts before it."""
    return name.rpartition("___")[2]


def _failed(message: str) -> _Outcome:
    return _Outcome(ok=False, text=message, summary=message)


def _outcome(result: CallToolResult) -> _Outcome:
    text = "".join(part.text for part in result.content if isinstance(part, TextContent))
    if result.is_error:
        return _failed(f"The gateway could not run the tool: {text or 'no reason given'}")
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return _Outcome(ok=True, text=text or "(empty)", summary=text[:_SUMMARY_CHARACTERS])
    if answer.get("ok") is False:
        return _Outcome(ok=False, text=text, summary=_reason(answer.get("error")))
    redacted = answer.get("redacted")
    return _Outcome(
        ok=True,
        text=text,
        summary=summary(text),
        table=_table(answer),
        api=_api(answer.get("plan")),
        redacted=redacted if isinstance(redacted, int) else 0,
    )


def _api(plan: object) -> str:
    if not isinstance(plan, dict):
        return ""
    return ":".join(str(plan[key]) for key in ("service", "operation") if plan.get(key))


def _reason(error: object) -> str:
    message = error.get("message") if isinstance(error, dict) else None
    return str(message or "The tool failed without a reason.")[:_SUMMARY_CHARACTERS]


def _table(answer: Mapping[str, Any]) -> Table | None:
    columns, rows = answer.get("columns"), answer.get("rows")
    if not (isinstance(columns, list) and isinstance(rows, list) and columns):
        return None
    total, cursor = answer.get("total"), answer.get("cursor")
    return Table(
        columns=columns,
        rows=rows,
        total=total if isinstance(total, int) else None,
        cursor=cursor if isinstance(cursor, str) else None,
    )
