"""A proxy between two parts that does to connections what networks and services do."""

import asyncio
import random
import re
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from local.certificates import Certificates

_LENGTH = re.compile(rb"^content-length:\s*(\d+)", re.IGNORECASE | re.MULTILINE)
_CHUNK = 65_536


@dataclass(frozen=True)
class Slow:
    """An answer begins late."""

    seconds: float


@dataclass(frozen=True)
class Cut:
    """A connection is reset after so many bytes of its answers."""

    after: int


@dataclass(frozen=True)
class Status:
    """Somebody between answers with a status, in words of its own."""

    code: int


@dataclass(frozen=True)
class Drip:
    """An answer comes a byte at a time, and never ends (slow loris)."""

    seconds: float


@dataclass(frozen=True)
class Garbage:
    """An answer is noise, from its first byte or after some good ones."""

    after: int = 0


@dataclass(frozen=True)
class Split:
    """Each byte comes in a packet of its own, so that every character and frame is torn."""


Fault = Slow | Cut | Status | Drip | Garbage | Split


class Proxy:
    """Passes TCP on, with the fault that is set; setting one ends the connections there are.

    Args:
        upstream: base URL of what it stands before.
        trust: what it shows its clients and whom it trusts, where the upstream speaks TLS.
    """

    def __init__(self, upstream: str, trust: Certificates | None = None) -> None:
        self._upstream = urlsplit(upstream)
        self._trust = trust
        self._fault: Fault | None = None
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.url = ""

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        """Serve from a thread."""
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        server = self._call(self._listen())
        yield self
        self._call(self._close(server))
        self._loop.call_soon_threadsafe(self._loop.stop)
        thread.join()
        self._loop.close()

    @contextmanager
    def doing(self, fault: Fault) -> Iterator[None]:
        """Have a fault for a while."""
        self._set(fault)
        try:
            yield
        finally:
            self._set(None)

    def _set(self, fault: Fault | None) -> None:
        self._fault = fault
        self._call(self._drop())

    def _call(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _listen(self) -> asyncio.Server:
        shown = None
        if self._trust:
            shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            shown.load_cert_chain(self._trust.tls.certificate, self._trust.tls.key)
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=shown)
        port = server.sockets[0].getsockname()[1]
        self.url = f"https://localhost:{port}" if shown else f"http://127.0.0.1:{port}"
        return server

    async def _close(self, server: asyncio.Server) -> None:
        server.close()
        await self._drop()

    async def _drop(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            if isinstance(self._fault, Cut):
                # Closing would look like an end; this resets.
                sock = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = self._fault
        if isinstance(fault, Status) or fault == Garbage():
            await _request(reader)
            await _say(writer, fault)
            return
        host, port = self._upstream.hostname, self._upstream.port
        bundle = self._trust.bundle if self._trust else None
        known = ssl.create_default_context(cafile=bundle) if bundle else None
        onward = await asyncio.open_connection(host, port, ssl=known)
        forth = asyncio.create_task(_pump(reader, onward[1], None))
        back = asyncio.create_task(_pump(onward[0], writer, fault))
        try:
            await asyncio.wait({forth, back}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (forth, back):
                task.cancel()
            onward[1].transport.abort()


async def _request(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)


async def _say(writer: asyncio.StreamWriter, fault: Fault | None) -> None:
    if isinstance(fault, Status):
        head = f"HTTP/1.1 {fault.code} Fault\r\ncontent-type: text/plain\r\n"
        writer.write(f"{head}content-length: 11\r\nconnection: close\r\n\r\nout of luck".encode())
    else:
        writer.write(random.Random(1).randbytes(500))
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fault: Fault | None
) -> None:
    passed = 0
    while data := await reader.read(_CHUNK):
        if isinstance(fault, Cut | Garbage):
            data = data[: max(0, fault.after - passed)]
        if isinstance(fault, Slow) and not passed:
            await asyncio.sleep(fault.seconds)
        passed += len(data)
        await _pass(data, writer, fault)
        if isinstance(fault, Cut | Garbage) and passed >= fault.after:
            if isinstance(fault, Garbage):
                writer.write(random.Random(1).randbytes(500))
                await writer.drain()
                await asyncio.sleep(0.05)
            return
    if writer.can_write_eof():
        writer.write_eof()


async def _pass(data: bytes, writer: asyncio.StreamWriter, fault: Fault | None) -> None:
    if not isinstance(fault, Split | Drip):
        writer.write(data)
        await writer.drain()
        return
    for byte in data:
        writer.write(bytes((byte,)))
        await writer.drain()
        await asyncio.sleep(fault.seconds if isinstance(fault, Drip) else 0)
