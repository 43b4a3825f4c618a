"""A conversation as a document: Markdown to read, JSON to keep."""

from collections.abc import Iterator
from dataclasses import asdict

from client.records import Turn
from client.wording import clean, json_text


def as_markdown(title: str, turns: list[Turn]) -> str:
    """Questions as quotes, answers as they were written."""
    return "\n\n".join([f"# {clean(title).strip() or 'Conversation'}", *_turns(turns)])


def as_json(conversation_id: str, turns: list[Turn]) -> str:
    """The turns, the earliest first."""
    document = {"conversation_id": conversation_id, "turns": [asdict(turn) for turn in turns]}
    return json_text(document, indent=2)


def _turns(turns: list[Turn]) -> Iterator[str]:
    for turn in turns:
        yield "\n".join(f"> {line}" for line in clean(turn.question).splitlines())
        if turn.tools:
            yield f"*{turn.started_at[:16].replace('T', ' ')} · {', '.join(turn.tools)}*"
        yield clean(turn.answer).strip() or f"*({turn.status})*"
