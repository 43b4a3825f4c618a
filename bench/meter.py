"""How long others had the floor: a meter of time, and a tap on a connection that feeds it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from urllib.parse import urlsplit

from anyio.from_thread import start_blocking_portal

from local.server import address, bind

_CHUNK = 65_536


class Meter:
    """Adds up stretches of `time.perf_counter()`; what overlaps counts once."""

    def __init__(self) -> None:
        self._stretches: list[tuple[float, float]] = []

    def add(self, start: float, end: float) -> None:
        """Note that somebody else was at work."""
        self._stretches.append((start, end))

    def drain(self) -> float:
        """Return the milliseconds noted so far, and forget them."""
        stretches, self._stretches = sorted(self._stretches), []
        total, reached = 0.0, 0.0
        for start, end in stretches:
            total += max(0.0, end - max(start, reached))
            reached = max(reached, end)
        return total * 1000


class Tap:
    """Passes connections on, and notes how long each request waits for its answer.

    Attributes:
        url: where clients connect to.
    """

    def __init__(self, url: str, meter: Meter) -> None:
        self.url = url
        self._meter = meter
        self._upstream = ""

    def lead(self, upstream: str) -> None:
        """Say where connections lead; until then none may come."""
        self._upstream = urlsplit(upstream).netloc

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on one connection."""
        host, port = self._upstream.split(":")
        upstream = await asyncio.open_connection(host, int(port))
        wire = _Wire(self._meter)
        with closing(writer), closing(upstream[1]), suppress(ConnectionError):
            async with asyncio.TaskGroup() as both:
                both.create_task(wire.ask(reader, upstream[1]))
                both.create_task(wire.answer(upstream[0], writer))


class _Wire:
    """One connection: a stretch begins with a request and ends with its answer's last bytes."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._asked: float | None = None
        self._answered = 0.0

    async def ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_CHUNK):
            if self._answered:
                self._asked, self._answered = None, 0.0
            self._asked = self._asked or time.perf_counter()
            writer.write(data)
        writer.close()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_CHUNK):
            now = time.perf_counter()
            self._meter.add(self._answered or self._asked or now, now)
            self._answered = now
            writer.write(data)
        writer.close()


@contextmanager
def tap(meter: Meter) -> Iterator[Tap]:
    """Run a tap in a thread of its own."""
    with closing(bind()) as sock, start_blocking_portal() as portal:
        made = Tap(address(sock), meter)
        server = portal.call(partial(asyncio.start_server, made.serve, sock=sock))
        try:
            yield made
        finally:
            portal.call(server.close)
