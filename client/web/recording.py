"""One turn, kept as it comes: readers join late, leave and come back without missing an event."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict

from client.events import Event, Start, Waiting, wire


class Recording:
    """The events of a turn.

    A thread adds events, readers follow them on the event loop.

    Args:
        question: what was asked.
        conversation_id: of a conversation that goes on.

    Attributes:
        start: how the turn began; None until it has.
        over: whether nothing more will come.
    """

    def __init__(self, question: str, conversation_id: str | None) -> None:
        self.question = question
        self.start: Start | None = None
        self.over = False
        self._asked_in = conversation_id
        self._events: list[Event] = []
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    @property
    def conversation_id(self) -> str | None:
        """The conversation; a new one has no id before the turn began."""
        return self.start.conversation_id if self.start else self._asked_in

    def add(self, event: Event) -> None:
        """Take an event, in any thread."""
        if isinstance(event, Start):
            self.start = event
        self._events.append(event)
        self._tell()

    def close(self) -> None:
        """End the recording, in any thread."""
        self.over = True
        self._tell()

    async def begun(self) -> Start | None:
        """Wait until the turn has begun; None if it is over without."""
        await self._until(lambda: self.start is not None)
        return self.start

    async def follow(self, after: int) -> AsyncIterator[bytes]:
        """Yield the events behind the first `after` ones as server-sent events, to the end."""
        while await self._more(after):
            # All that is there in one piece: a reader that comes late is soon up to date.
            news = self._events[after:]
            yield b"".join(_sse(after + n, event) for n, event in enumerate(news, 1))
            after += len(news)

    async def _more(self, after: int) -> bool:
        """Wait for an event behind the first `after` ones; False if none will come."""
        await self._until(lambda: len(self._events) > after)
        return len(self._events) > after

    async def _until(self, come: Callable[[], bool]) -> None:
        while not come() and not self.over:
            await self._changed.wait()

    def _tell(self) -> None:
        # A loop that is closed is a server that has ended: nobody reads.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _sse(number: int, event: Event) -> bytes:
    """Write an event; JSON has no bare line breaks, so nothing in it can end a line early."""
    written = wire(event)
    if written is None:
        written = {"event": _own_name(event), "data": asdict(event)}
    data = json.dumps(written["data"])
    return f"id: {number}\nevent: {written['event']}\ndata: {data}\n\n".encode()


def _own_name(event: Event) -> str:
    return "waiting" if isinstance(event, Waiting) else "other"
