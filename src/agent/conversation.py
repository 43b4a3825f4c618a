"""A conversation as plain data, and what of it the model is shown.

Messages have Bedrock's Converse form: `{"role": "user" | "assistant", "content": [block, …]}`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Message = dict[str, Any]

PARAGRAPH = "\n\n"

_KEPT_BLOCKS = ("text", "toolUse", "toolResult")
_OLD_RESULT_CHARACTERS = 500
# English and JSON come to about four characters a token; the window needs no better estimate.
_CHARACTERS_PER_TOKEN = 4


class Status(StrEnum):
    """How far a turn came."""

    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


_NOTES = {
    Status.STOPPED: "(Stopped by the user before an answer was written.)",
    Status.FAILED: "(This turn failed before an answer was written.)",
    Status.INTERRUPTED: "(This turn was interrupted before an answer was written.)",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and all that was said until its answer was complete."""

    number: int
    status: Status
    started_at: datetime
    deadline: datetime
    messages: tuple[Message, ...]
    ended_at: datetime | None = None
    stop_reason: str | None = None
    usage: Mapping[str, int] = field(default_factory=dict)

    def seen(self, now: datetime) -> Status:
        """Return the status as it reads now: nobody ends a turn whose process died."""
        overdue = self.status is Status.RUNNING and now > self.deadline
        return Status.INTERRUPTED if overdue else self.status


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a conversation apart from its turns.

    `first_turn` moves when it is cleared, `window_turn` when its older turns are no longer shown
    to the model. `session` says which client asked, through which gateway, with which tools.
    """

    conversation_id: str
    owner: str
    title: str
    created_at: datetime
    updated_at: datetime
    version: int
    first_turn: int
    last_turn: int
    window_turn: int
    session: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A head and the turns that the model may be shown, oldest first."""

    head: Head
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a conversation's turns, the latest first.

    `expired` counts the turns of the page that are gone; `before` asks for the next page, None
    where this is the last.
    """

    head: Head
    turns: tuple[Turn, ...]
    expired: int
    before: int | None


def said(text: str) -> Message:
    """Return the user's message."""
    return {"role": "user", "content": [{"text": text}]}


def plain(message: Mapping[str, Any]) -> Message:
    """Return a message without what only its own turn needs, such as reasoning and metadata."""
    blocks = [
        {key: block[key]} for block in message["content"] for key in _KEPT_BLOCKS if key in block
    ]
    return {"role": message["role"], "content": [_plain_block(block) for block in blocks]}


def _plain_block(block: Mapping[str, Any]) -> dict[str, Any]:
    if "toolUse" in block:
        use = block["toolUse"]
        return {"toolUse": {key: use[key] for key in ("toolUseId", "name", "input")}}
    if "toolResult" in block:
        result = block["toolResult"]
        return {"toolResult": {key: result[key] for key in ("toolUseId", "status", "content")}}
    return dict(block)


def question(turn: Turn) -> str:
    """Return what was asked."""
    return _texts(turn.messages[0])


def answer(turn: Turn) -> str:
    """Return what was said in answer, as it was streamed."""
    texts = (_texts(message) for message in turn.messages if message["role"] == "assistant")
    return PARAGRAPH.join(text for text in texts if text)


def _texts(message: Message) -> str:
    return "".join(block.get("text", "") for block in message["content"])


def settle(messages: Sequence[Message], written: str, status: Status) -> tuple[Message, ...]:
    """Close a turn: every tool use gets a result, and the last word is the assistant's.

    Args:
        messages: the whole messages of the turn, the user's first.
        written: text of an answer that was broken off.
        status: how the turn ended; it chooses the words where nothing was written.
    """
    closed = [message for message in messages if message["content"]]
    open_uses = [block["toolUse"] for block in closed[-1]["content"] if "toolUse" in block]
    if open_uses:
        closed.append({"role": "user", "content": [_unanswered(use) for use in open_uses]})
    if closed[-1]["role"] == "user":
        note = _NOTES.get(status, "(The model wrote nothing.)")
        closed.append({"role": "assistant", "content": [{"text": written or note}]})
    return tuple(closed)


def _unanswered(use: Mapping[str, Any]) -> dict[str, Any]:
    content = [{"text": "The turn ended before this tool answered."}]
    return {"toolResult": {"toolUseId": use["toolUseId"], "status": "error", "content": content}}


def replay(turns: Iterable[Turn], now: datetime) -> list[Message]:
    """Return the messages of past turns as the model is shown them.

    Turns still running elsewhere are left out; tool results are cut to their summaries, always in
    the same way, so that the text stays a stable prefix for the prompt cache.
    """
    messages: list[Message] = []
    for turn in turns:
        status = turn.seen(now)
        if status is not Status.RUNNING:
            messages.extend(_brief(message) for message in settle(turn.messages, "", status))
    return messages


def _brief(message: Message) -> Message:
    return {"role": message["role"], "content": [_brief_block(b) for b in message["content"]]}


def _brief_block(block: Mapping[str, Any]) -> Mapping[str, Any]:
    if "toolResult" not in block:
        return block
    result = block["toolResult"]
    text = "".join(part.get("text", "") for part in result["content"])
    return {"toolResult": {**result, "content": [{"text": summary(text)}]}}


def summary(text: str) -> str:
    """Return the summary that a tool's JSON answer carries, or else its beginning."""
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if isinstance(answer, dict) and isinstance(answer.get("summary"), str):
        return str(answer["summary"])[:_OLD_RESULT_CHARACTERS]
    return text if len(text) <= _OLD_RESULT_CHARACTERS else text[:_OLD_RESULT_CHARACTERS] + " …"


def window(turns: Sequence[Turn], limit: int, now: datetime) -> tuple[Turn, ...]:
    """Return the latest turns that the model is shown, of at most `limit` tokens.

    The window moves in steps: above the limit it drops to half of it, so that the prefix then
    stays the same for many turns.
    """
    sizes = [_tokens(turn, now) for turn in turns]
    if sum(sizes) <= limit:
        return tuple(turns)
    first = 0
    while sum(sizes[first:]) > limit // 2:
        first += 1
    return tuple(turns[first:])


def _tokens(turn: Turn, now: datetime) -> int:
    shown = replay([turn], now)
    return sum(len(json.dumps(message)) for message in shown) // _CHARACTERS_PER_TOKEN
