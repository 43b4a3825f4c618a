"""Looks, once a second and for all running turns together, whether somebody asked to stop one.

A stop comes over another request, on Lambda to another process: the table is where both meet.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from agent.errors import StoreUnavailableError
from agent.store import Store

_LOOK_SECONDS = 1.0


class Stops:
    """Tells running turns to stop; its one task lives as long as any runs."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._running: dict[tuple[str, int], asyncio.Event] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def watching(self, conversation_id: str, turn: int, stop: asyncio.Event) -> Iterator[None]:
        """Set an event when a turn is to stop."""
        self._running[conversation_id, turn] = stop
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look(), name="stops")
        try:
            yield
        finally:
            del self._running[conversation_id, turn]

    async def close(self) -> None:
        """End the task, if it still waits for its next look."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _look(self) -> None:
        while self._running:
            await asyncio.sleep(_LOOK_SECONDS)
            with suppress(StoreUnavailableError):
                for turn in await self._store.stopped(list(self._running)):
                    if turn in self._running:
                        self._running[turn].set()
