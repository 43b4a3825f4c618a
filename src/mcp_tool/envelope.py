"""The wire: what the gateway hands over and gets back, and the one direct form beside it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mcp_tool.errors import (
    InvalidArgumentError,
    ReadError,
    RefusedError,
    ToolError,
    UnknownToolError,
)
from mcp_tool.plan import Failure, Plan, Rows, Table
from mcp_tool.settings import OWN
from mcp_tool.tools import TOOLS, Tool, tool

FAILURES = 40

_TOOL = "bedrockAgentCoreToolName"
_MESSAGE = "bedrockAgentCoreMcpMessageId"
_SEPARATOR = "___"
# Callers choose it, and it is logged: numbers and ids, no sentences.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A tool call as it came over the wire.

    Attributes:
        name: the tool's name, without the target prefix; not yet known to exist.
        arguments: what came as arguments, unchecked.
        message_id: the MCP message's id, empty if there is none or it has another form.
    """

    name: str
    arguments: object
    message_id: str = ""


def receive(event: object, context: object) -> Invocation:
    """Read an invocation: the gateway's, or a direct one that has no client context.

    The gateway sends the bare arguments as event and the tool's name, behind its target's and
    three underscores, in the client context. A direct event is `{"tool", "arguments"}`.

    Raises:
        UnknownToolError: the client context names no tool.
        InvalidArgumentError: a direct event has another form.
    """
    client_context = getattr(context, "client_context", None)
    if client_context is None:
        return _direct(event)
    custom = getattr(client_context, "custom", None)
    custom = custom if isinstance(custom, Mapping) else {}
    name = custom.get(_TOOL)
    if not isinstance(name, str):
        raise UnknownToolError(
            "The client context names no tool.", hint=f"The gateway sends it as {_TOOL}."
        )
    message_id = str(custom.get(_MESSAGE, ""))
    known_form = _MESSAGE_ID.fullmatch(message_id)
    return Invocation(name.split(_SEPARATOR, 1)[-1], event, message_id if known_form else "")


def known(invocation: Invocation) -> Tool:
    """Return the tool an invocation names.

    Raises:
        UnknownToolError: there is none.
    """
    found = tool(invocation.name)
    if found is None:
        raise UnknownToolError(
            f"There is no tool {invocation.name[:64]!r}.",
            hint=f"There are {', '.join(each.name for each in TOOLS)}.",
        )
    return found


def success(plan: Plan, table: Table, rows: Rows, *, cursor: str | None, elapsed: float) -> Answer:
    """Write the answer to a call that read something.

    Args:
        plan: what was read.
        table: the rows that fit.
        rows: what was read, for its failures and costs. What was charged for says its price and
            what a query scanned; text that strangers wrote is marked `untrusted`.
        cursor: what asks for the rest.
        elapsed: seconds the call took.
    """
    return {
        "ok": True,
        "tool": plan.tool,
        "plan": planned(plan),
        "summary": table.summary,
        "columns": list(table.columns),
        "rows": list(table.rows),
        "total": table.total,
        "total_exact": table.total_exact,
        "returned": len(table.rows),
        "cursor": cursor,
        "errors": [_failed(each) for each in rows.failures[:FAILURES]],
        "redacted": table.redacted,
        "api_calls": rows.api_calls,
        **_charged(rows),
        **({"untrusted": True} if rows.untrusted else {}),
        "elapsed_ms": round(elapsed * 1000),
    }


def planned(plan: Plan) -> Answer:
    """Write a plan as answers show it."""
    return {
        "service": plan.service or None,
        "operation": plan.operation,
        "parameters": dict(plan.parameters),
        "regions": list(plan.regions),
        "accounts": list(plan.accounts),
        "resolved_by": plan.resolved_by,
    }


def failure(error: ToolError, clean: Callable[[str], str] = str) -> Answer:
    """Write the answer to a call that failed.

    Args:
        error: why.
        clean: takes secrets out of what AWS said.
    """
    body: Answer = {"code": error.read_code if isinstance(error, ReadError) else error.code}
    if isinstance(error, RefusedError):
        body["reason"] = error.reason
    body |= {"message": clean(error.message), "hint": error.hint}
    if error.candidates:
        body["candidates"] = [
            {
                "service": each.service,
                "operation": each.operation,
                "required": list(each.required),
                "summary": each.summary,
            }
            for each in error.candidates
        ]
    return {"ok": False, "error": body}


def size(answer: Answer) -> int:
    """Count an answer's bytes as the Lambda runtime writes it.

    Raises:
        ValueError: it is no JSON.
        TypeError: it is no JSON.
    """
    return len(json.dumps(answer, allow_nan=False))


def _direct(event: object) -> Invocation:
    if not isinstance(event, dict) or set(event) != {"tool", "arguments"}:
        raise InvalidArgumentError(
            "A direct invocation has another form.",
            hint='Send exactly {"tool": "<name>", "arguments": {…}}.',
        )
    if not isinstance(event["tool"], str):
        raise UnknownToolError("tool is no string.", hint="Name one of the tools.")
    return Invocation(event["tool"], event["arguments"])


def _charged(rows: Rows) -> Answer:
    scanned = {"scanned_bytes": rows.scanned_bytes} if rows.scanned_bytes else {}
    return {**scanned, "cost_usd": round(rows.cost_usd, 6)} if rows.cost_usd else scanned


def _failed(found: Failure) -> Answer:
    account = {} if found.target.account == OWN else {"account": found.target.account}
    return {
        **account,
        "region": found.target.region,
        "code": found.code,
        "message": found.message,
    }
