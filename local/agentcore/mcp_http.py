"""MCP's HTTP transport on a stateless server: read a message, refuse one, encode an answer."""

import json
from typing import Any
from urllib.parse import urlsplit

from mcp_types import INVALID_REQUEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.agentcore import json_rpc
from local.agentcore.json_rpc import Message, RequestId, RpcError

MAX_BODY = 6 * 1024 * 1024  # the documented quota for the payload of a call
UNAUTHORIZED = -32001
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def check_origin(request: Request) -> None:
    """Keep web pages out that reach loopback through a name of their own (DNS rebinding).

    Raises:
        RpcError: the Host or the Origin is not on loopback.
    """
    origin = request.headers.get("origin")
    if request.url.hostname not in LOOPBACK:
        raise RpcError(INVALID_REQUEST, "Invalid Host header", status=403)
    if origin is not None and urlsplit(origin).hostname not in LOOPBACK:
        raise RpcError(INVALID_REQUEST, "Invalid Origin header", status=403)


async def read(request: Request) -> Message | RpcError:
    """Read the request's message, or why it cannot be read: that is told after authorization."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return RpcError(INVALID_REQUEST, "Payload Too Large", status=413)
    try:
        return json_rpc.read(body)
    except RpcError as error:
        return error


def refuse(error: RpcError, request_id: RequestId | None) -> Response:
    """Encode an error; an authorization error of an unreadable message has the id 0."""
    if request_id is None and error.code == UNAUTHORIZED:
        request_id = 0
    return JSONResponse(error.document(request_id), status_code=error.status, headers=error.headers)


def encode(request: Request, answer: dict[str, Any], *, streaming: bool) -> Response:
    """Encode an answer: one JSON body, or one event if gateway and client both want a stream."""
    if streaming and "text/event-stream" in request.headers.get("accept", ""):
        event = f"event: message\ndata: {json.dumps(answer)}\n\n"
        return Response(event, media_type="text/event-stream")
    return JSONResponse(answer)
