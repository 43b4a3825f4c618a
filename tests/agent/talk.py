"""Turns and conversations to store, at a time that tests move."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agent.conversation import Status, Turn, said, settle
from agent.store import Store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Clock:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.time


def running(number: int, question: str = "why?") -> Turn:
    """Return a turn that has just begun."""
    deadline = NOON + timedelta(seconds=270)
    return Turn(number, Status.RUNNING, NOON, deadline, (said(question),))


def finished(turn: Turn, answer: str) -> Turn:
    """Return the turn as it is when it was answered."""
    messages = settle(turn.messages, answer, Status.COMPLETE)
    return replace(
        turn,
        status=Status.COMPLETE,
        ended_at=NOON,
        stop_reason="end_turn",
        usage={"input_tokens": 1},
        messages=messages,
    )


async def converse(store: Store, owner: str, *questions: str) -> str:
    """Have a conversation of some turns and return its id."""
    head = store.draft(owner, questions[0], {"client": "test"})
    for number, question in enumerate(questions):
        if number:
            head = await store.claim(head, window_turn=head.window_turn)
            turn = running(head.last_turn, question)
            await store.begin(head.conversation_id, turn)
        else:
            turn = running(1, question)
            await store.open(head, turn)
        await store.finish(head.conversation_id, finished(turn, f"answer to {question}"))
    return head.conversation_id
