"""A Lambda Function URL in front of a web app on loopback.

AuthType AWS_IAM and InvokeMode RESPONSE_STREAM. One request goes: signature checked (sigv4.py),
6 MB limit, contexts added (web_adapter.py), the app's answer passed on as it comes.

What it takes over, and from where:

* documented by AWS: the 6 MB limit, that a function runs on when its client has gone;
* observed on live function URLs by others: the refusals (see sigv4.py), `x-amzn-RequestId` and the
  trace id on every answer, the 502 with the bare text `Internal Server Error`, the 413's text;
* assumed: a request that is too large is refused before its signature is looked at;
* different here: the limit counts the body alone (Lambda counts the whole event); no bandwidth
  cap; no 200 MB limit on answers; no CORS; any number of requests run in one app, where Lambda
  gives each its own environment.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from local.functions.sigv4 import Caller, RefusedError, SignedRequest, verify
from local.functions.web_adapter import HOP_BY_HOP, Identity, Invocation, WebFunction

LARGEST_REQUEST = 6 * 1024 * 1024
_TOO_LARGE = (
    f"Request must be smaller than {LARGEST_REQUEST} bytes for the InvokeFunction operation"
)
# This server says its own `Date` and `Server`.
_NOT_RETURNED = HOP_BY_HOP | {"date", "server"}


def create_app(
    upstream: str,
    callers: Mapping[str, Caller],
    *,
    region: str = "us-east-1",
    blind: bool = True,
    function_name: str = "aws-operations-agent-dev",
    timeout: float = 300.0,
) -> ASGIApp:
    """Put a function URL in front of the app at `upstream`.

    Args:
        upstream: base URL of the app, without a trailing slash.
        callers: access key id -> the caller who signs with it.
        region: the region that signatures must name.
        blind: as on Lambda, the app never learns that a client has gone: its answer is read to the
            end. False passes a disconnect on.
        function_name: for the contexts that the app sees.
        timeout: the function's time-out in seconds.
    """
    client = httpx.AsyncClient(
        timeout=timeout,
        trust_env=False,
        # A kept connection could be closed by the app just as a request is written to it: that
        # would be a 502 that Lambda does not have.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
    )
    function = WebFunction(function_name, region, timeout)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with client:
            yield

    front = _FunctionUrl(upstream, callers, function, client, blind)
    return Starlette(routes=[Mount("", app=front)], lifespan=lifespan)


@dataclass(frozen=True, slots=True)
class _FunctionUrl:
    upstream: str
    callers: Mapping[str, Caller]
    function: WebFunction
    client: httpx.AsyncClient
    blind: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(scope, receive, send, Identity())
        body = await _read(receive)
        if len(body) > LARGEST_REQUEST:
            await answer.refuse(413, "RequestEntityTooLargeException", {"Message": _TOO_LARGE})
            return
        try:
            invocation = self._accept(scope, body, answer.identity)
        except RefusedError as error:
            await answer.refuse(403, error.kind, error.body())
            return
        exchange = self._exchange(invocation, answer)
        await (exchange if self.blind else _unless_gone(exchange, receive))

    def _accept(self, scope: Scope, body: bytes, identity: Identity) -> Invocation:
        request = SignedRequest(
            method=scope["method"],
            path=scope["raw_path"].decode("latin-1"),
            query=scope["query_string"].decode("latin-1"),
            headers=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"]),
            body=body,
        )
        access_key, caller = verify(
            request,
            self.callers,
            region=self.function.region,
            service="lambda",
            now=datetime.now(UTC),
        )
        source_ip = scope["client"][0] if scope["client"] else "127.0.0.1"
        return Invocation(request, access_key, caller, source_ip, identity)

    async def _exchange(self, invocation: Invocation, answer: "_Answer") -> None:
        """Pass the request on, and the answer back as it comes, within the function's time-out."""
        request = invocation.forwarded(self.upstream, self.function)
        try:
            async with asyncio.timeout(self.function.timeout):
                response = await self.client.send(request, stream=True)
                async with contextlib.aclosing(response):
                    await answer.begin(response)
                    async for chunk in response.aiter_raw():
                        await answer.write(chunk)
            await answer.end()
        except (httpx.TransportError, TimeoutError):
            await answer.fail()


@dataclass(slots=True)
class _Answer:
    """The answer to one client, begun at most once.

    uvicorn drops what is sent to a client who has gone, and so reading the app goes on.
    """

    scope: Scope
    receive: Receive
    send: Send
    identity: Identity
    begun: bool = False

    async def begin(self, response: httpx.Response) -> None:
        headers = [(name.lower(), value) for name, value in response.headers.raw]
        headers = [pair for pair in headers if pair[0].decode("latin-1") not in _NOT_RETURNED]
        headers += [(k.encode(), v.encode()) for k, v in self.identity.headers().items()]
        self.begun = True
        status = response.status_code
        await self.send({"type": "http.response.start", "status": status, "headers": headers})

    async def write(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def end(self) -> None:
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def refuse(self, status: int, kind: str, body: Mapping[str, str]) -> None:
        headers = {**self.identity.headers(), "x-amzn-errortype": kind}
        await JSONResponse(body, status, headers)(self.scope, self.receive, self.send)

    async def fail(self) -> None:
        """Answer for an app that could not; once begun, the connection is cut instead."""
        if not self.begun:
            text = PlainTextResponse("Internal Server Error", 502, self.identity.headers())
            await text(self.scope, self.receive, self.send)


async def _read(receive: Receive) -> bytes:
    """Read a request's body, of a longer one only enough to tell that it is too long."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")[: LARGEST_REQUEST + 1 - len(body)]
        if not message.get("more_body", False):
            return bytes(body)


async def _unless_gone(exchange: Coroutine[None, None, None], receive: Receive) -> None:
    """Run an exchange, and give it up when the client disconnects."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    running, watching = asyncio.create_task(exchange), asyncio.create_task(gone())
    await asyncio.wait({running, watching}, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    watching.cancel()
    await asyncio.wait({running, watching})
    if not running.cancelled():
        running.result()
