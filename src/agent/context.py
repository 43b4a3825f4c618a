"""What every log line of a request carries: its id, its trace, who signed it."""

import json
import time
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.identity import principal
from agent.telemetry import metrics, traced

_CONTEXT_HEADER = "x-amzn-request-context"
_QUIET = frozenset({"/health"})

log = structlog.stdlib.get_logger(__name__)


class RequestContext:
    """ASGI middleware. It does not buffer.

    Args:
        app: what it wraps.
        trusted: whether `x-amzn-request-context` is written by the platform and may be read.
        environment: the dimension under which errors are counted.
    """

    def __init__(self, app: ASGIApp, *, trusted: bool, environment: str) -> None:
        self._app = app
        self._trusted = trusted
        self._environment = environment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request within its context."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        context = headers.get(_CONTEXT_HEADER) if self._trusted else None
        request_id = _request_id(context) or str(uuid.uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        # uvicorn may have run this in the context of the request before on the same connection.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, principal=principal(context))
        with traced(headers):
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.monotonic()
        status = 0

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = scope["state"]["request_id"]
            await send(message)

        try:
            await self._app(scope, receive, tell)
        finally:
            if scope["path"] not in _QUIET:
                log.info(
                    "request",
                    method=scope["method"],
                    path=scope["path"],
                    status=status,
                    ms=round((time.monotonic() - begun) * 1000, 1),
                    **self._counted(scope["state"].get("error_code")),
                )

    def _counted(self, error_code: str | None) -> dict[str, Any]:
        return metrics(self._environment, {}, error_code=error_code) if error_code else {}


def _request_id(context: str | None) -> str | None:
    try:
        found = json.loads(context or "null")["requestId"]
    except (ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, str) and found.isascii() else None
