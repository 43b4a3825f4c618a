"""The HTTP below the MCP client: retries, and failures that the client can tell apart.

Above the MCP client a status is only text, and an exception from below ends the session for good.
So everything that can fail is dealt with here: what may pass later is sent again, and what remains
is answered with a JSON-RPC error whose `data` names its kind.
"""

import asyncio
import json
import random
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import httpx2
import structlog
from opentelemetry.propagate import inject

_ATTEMPTS = 4
_FIRST_DELAY = 0.2
_LONGEST_DELAY = 3.0
_LONGEST_ANSWER = 16 * 1024 * 1024
_RETRIED = frozenset({429, 500, 502, 503, 504})
# One that neither the MCP client nor, as far as is known, a gateway gives.
_SERVER_ERROR = -32050
_KIND = "agent_failure"

log = structlog.stdlib.get_logger(__name__)


class Kind(StrEnum):
    """Why a request to the gateway failed."""

    UNAUTHENTICATED = "unauthenticated"
    MISSING = "missing"
    SESSION_ENDED = "session_ended"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"


def kind_of(data: object) -> Kind | None:
    """Return the kind that a JSON-RPC error's `data` names, None if it is the gateway's own."""
    if not isinstance(data, Mapping) or data.get(_KIND) not in list(Kind):
        return None
    return Kind(data[_KIND])


class GatewayTransport(httpx2.AsyncBaseTransport):
    """Sends requests on through a shared pool of connections, which it does not close."""

    def __init__(
        self, pool: httpx2.AsyncBaseTransport, *, jitter: Callable[[], float] = random.random
    ) -> None:
        self._pool = pool
        self._jitter = jitter

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, again where that may help, and answer in any case.

        It goes on with the trace of who asked.
        """
        inject(request.headers)
        if request.method != "POST":
            return await self._pool.handle_async_request(request)
        response: httpx2.Response | None = None
        for attempt in range(_ATTEMPTS):
            if attempt:
                await asyncio.sleep(self._delay(attempt, response))
            response = await self._attempt(request, attempt)
            if response is not None and response.status_code not in _RETRIED:
                break
        return _answer(request, response)

    async def aclose(self) -> None:
        """Leave the pool open: others use it."""

    async def _attempt(self, request: httpx2.Request, attempt: int) -> httpx2.Response | None:
        try:
            response = await self._pool.handle_async_request(request)
            try:
                body = await _read(response)
            finally:
                await response.aclose()
        except httpx2.ReadTimeout:
            # It had all its time; another attempt would only outlast whoever waits.
            return httpx2.Response(408)
        except httpx2.TransportError as error:
            log.warning("gateway_unreachable", attempt=attempt, cause=type(error).__name__)
            return None
        if response.status_code >= 400:
            log.warning("gateway_status", attempt=attempt, status=response.status_code)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=httpx2.ByteStream(body),
            extensions=response.extensions,
        )

    def _delay(self, attempt: int, response: httpx2.Response | None) -> float:
        if response is None and attempt == 1:
            # Most likely a connection that died while the process was frozen: a new one will do.
            return 0.0
        delay: float = min(_LONGEST_DELAY, _FIRST_DELAY * 2.0 ** (attempt - 1))
        return delay * (0.5 + self._jitter())


async def _read(response: httpx2.Response) -> bytes:
    body = bytearray()
    stream = response.stream
    if not isinstance(stream, httpx2.AsyncByteStream):
        raise httpx2.ReadError("no body to read")
    async for chunk in stream:
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise httpx2.ReadError("the answer is too long")
    return bytes(body)


def _answer(request: httpx2.Request, response: httpx2.Response | None) -> httpx2.Response:
    if response is not None and response.status_code < 300:
        return response
    status = response.status_code if response is not None else 502
    kind = _kind(request, status)
    error = {"code": _SERVER_ERROR, "message": f"HTTP status {status}", "data": {_KIND: kind}}
    body: dict[str, Any] = {"jsonrpc": "2.0", "id": None, "error": error}
    # A redirect is an error too: the token goes to the configured gateway and to nobody else.
    return httpx2.Response(
        max(status, 400),
        headers={"content-type": "application/json"},
        content=json.dumps(body).encode(),
    )


def _kind(request: httpx2.Request, status: int) -> Kind:
    if status == 401:
        return Kind.UNAUTHENTICATED
    if status == 404:
        return Kind.SESSION_ENDED if "mcp-session-id" in request.headers else Kind.MISSING
    return Kind.UNAVAILABLE if status in _RETRIED | {408} else Kind.REFUSED
