"""Conversations and turns as the API shows them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from mcp_types import Tool

from agent.conversation import Head, Page, Turn, answer, question, summary
from agent.events import End, Event, Failure, Start, Text, ToolEnd, ToolStart, Usage
from agent.schemas import (
    Answer,
    ConversationView,
    History,
    Tools,
    ToolUsed,
    ToolView,
    TurnView,
    UsageView,
)


async def whole(events: AsyncIterator[Event]) -> Answer | Failure:
    """Collect a turn into one answer, or its failure."""
    parts: dict[type, Any] = {}
    text: list[str] = []
    tools: dict[str, ToolUsed] = {}
    async for event in events:
        if isinstance(event, Text):
            text.append(event.delta)
        elif isinstance(event, ToolStart):
            tools[event.id] = ToolUsed(
                id=event.id, tool=event.tool, input=dict(event.input), ok=False, summary=""
            )
        elif isinstance(event, ToolEnd):
            result = {"ok": event.ok, "summary": event.summary}
            tools[event.id] = tools[event.id].model_copy(update=result)
        elif isinstance(event, Failure):
            return event
        else:
            parts[type(event)] = event
    start: Start = parts[Start]
    return Answer(
        conversation_id=start.conversation_id,
        turn=start.turn,
        text="".join(text),
        tools=list(tools.values()),
        usage=UsageView(**asdict(parts[Usage])),
        stop_reason=parts[End].stop_reason,
    )


def conversation_view(head: Head) -> ConversationView:
    """Show a conversation in a list."""
    return ConversationView(
        conversation_id=head.conversation_id,
        version=head.version,
        title=head.title,
        created_at=head.created_at,
        updated_at=head.updated_at,
        turns=head.last_turn - head.first_turn + 1,
    )


def history_view(page: Page, now: datetime) -> History:
    """Show a page of a conversation."""
    head = page.head
    return History(
        conversation_id=head.conversation_id,
        version=head.version,
        title=head.title,
        created_at=head.created_at,
        updated_at=head.updated_at,
        session_metadata=dict(head.session),
        turns=[_turn_view(turn, now) for turn in page.turns],
        expired=page.expired,
        cursor=str(page.before) if page.before else None,
    )


def tools_view(gateway: str, tools: Sequence[Tool]) -> Tools:
    """Show the tools that a gateway offers."""
    views = [
        ToolView(name=tool.name, description=tool.description or "", input_schema=tool.input_schema)
        for tool in tools
    ]
    return Tools(gateway=gateway, tools=views)


def _turn_view(turn: Turn, now: datetime) -> TurnView:
    return TurnView(
        turn=turn.number,
        status=turn.seen(now),
        started_at=turn.started_at,
        ended_at=turn.ended_at,
        stop_reason=turn.stop_reason,
        question=question(turn),
        answer=answer(turn),
        tools=_tools_used(turn),
        usage=UsageView(**turn.usage) if turn.usage else None,
    )


def _tools_used(turn: Turn) -> list[ToolUsed]:
    blocks = [block for message in turn.messages for block in message["content"]]
    results = {b["toolResult"]["toolUseId"]: b["toolResult"] for b in blocks if "toolResult" in b}
    uses = [block["toolUse"] for block in blocks if "toolUse" in block]
    return [_tool_used(use, results.get(use["toolUseId"])) for use in uses]


def _tool_used(use: Mapping[str, Any], result: Mapping[str, Any] | None) -> ToolUsed:
    text = "".join(part.get("text", "") for part in result["content"]) if result else ""
    return ToolUsed(
        id=use["toolUseId"],
        tool=use["name"].rpartition("___")[2],
        input=use["input"],
        ok=bool(result and result["status"] == "success"),
        summary=summary(text),
    )
