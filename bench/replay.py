"""Recorded AWS answers, given again after a set delay, by a process of their own.

The sample account's server is slow and answers one request at a time: with it in the way, it would
be all that is measured. So what it answers is kept, by what was asked (service, Region, operation
and parameters, which is to say all of the request but its signature), and from then on comes from
here. A signed request is for AWS; an unsigned one sets how the replay goes on.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

from local.server import address, bind

_SECONDS = 60
_NOT_KEPT = frozenset({"connection", "transfer-encoding", "content-length", "date", "server"})
_NOT_SENT = frozenset({"host", "connection", "content-length", "accept-encoding"})
_NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"
# As a client error it is not tried again, so an unrecorded call shows at once.
_UNRECORDED = b"HTTP/1.1 400 Not Recorded\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two requests ask the same: all but who signs, and when."""
        scope = self.headers["authorization"].partition("Credential=")[2].split("/")[2:4]
        operation = self.headers.get("x-amz-target")
        return (*scope, operation, self.method, self.target, self.body)


class Replay:
    """How a bench speaks to the replay process.

    Attributes:
        url: the endpoint AWS clients are given.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def sealed(self, delay: float) -> Iterator[None]:
        """Answer after some seconds, and only what was recorded before, while this is entered."""
        self._set(delay, recording=False)
        try:
            yield
        finally:
            self._set(0, recording=True)

    def _set(self, delay: float, *, recording: bool) -> None:
        with closing(HTTPConnection(urlsplit(self.url).netloc, timeout=_SECONDS)) as connection:
            connection.request("PUT", "/", json.dumps({"delay": delay, "recording": recording}))
            connection.getresponse().read()


@contextmanager
def replaying(upstream: str) -> Iterator[Replay]:
    """Run the replay process.

    Args:
        upstream: the base URL of the AWS endpoint to record.
    """
    with closing(bind()) as sock:
        sock.listen(128)
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "bench.replay", "--upstream", upstream),
                *("--inherit", str(sock.fileno())),
            ],
            pass_fds=[sock.fileno()],
        )
        try:
            yield Replay(address(sock))
        finally:
            process.terminate()
            process.wait()


class Recorder:
    """Answers connections from what it keeps, and asks upstream for what it does not."""

    def __init__(self, upstream: str) -> None:
        self._upstream = urlsplit(upstream).netloc
        self._kept: dict[tuple[object, ...], bytes] = {}
        self._delay = 0.0
        self._recording = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until its client closes it."""
        with closing(writer):
            while request := await _read(reader):
                writer.write(await self._answer(request))
                await writer.drain()

    async def _answer(self, request: Request) -> bytes:
        if "authorization" not in request.headers:
            told = json.loads(request.body)
            self._delay, self._recording = told["delay"], told["recording"]
            return _NOTHING
        if self._delay:
            await asyncio.sleep(self._delay)
        key = request.key
        if key not in self._kept and self._recording:
            self._kept[key] = await asyncio.to_thread(_ask, self._upstream, request)
        return self._kept.get(key, _UNRECORDED)


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body)


def _ask(upstream: str, request: Request) -> bytes:
    sent = {name: value for name, value in request.headers.items() if name not in _NOT_SENT}
    with closing(HTTPConnection(upstream, timeout=_SECONDS)) as connection:
        connection.request(request.method, request.target, request.body, sent)
        answer = connection.getresponse()
        body = answer.read()
        headers = [pair for pair in answer.getheaders() if pair[0].lower() not in _NOT_KEPT]
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    lines += [f"{name}: {value}" for name, value in (*headers, ("content-length", len(body)))]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def _run(recorder: Recorder, sock: socket.socket) -> None:
    server = await asyncio.start_server(recorder.serve, sock=sock)
    async with server:
        await server.serve_forever()


def main() -> None:
    """Serve on a listening socket that was inherited, until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=main.__doc__)
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--inherit", type=int, required=True)
    options = parser.parse_args()
    asyncio.run(_run(Recorder(options.upstream), socket.socket(fileno=options.inherit)))


if __name__ == "__main__":
    main()
