"""AgentCore Gateway's data plane: MCP over HTTP at `/{gatewayId}/mcp`.

It serves what the control plane holds. docs/stand-ins.md says which of its behaviour AWS documents
and which is assumed.
"""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from mcp_types import INTERNAL_ERROR, INVALID_REQUEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.agentcore import mcp_http, stateless_mcp
from local.agentcore.inbound import METADATA_PATH, Inbound
from local.agentcore.json_rpc import Message, RpcError
from local.agentcore.jwt_authorizer import JwtAuthorizer
from local.agentcore.lambda_target import LambdaTarget, trace_header
from local.agentcore.methods import Assumptions, Methods, unsupported_version
from local.agentcore.registry import (
    DEFAULT_VERSIONS,
    ControlPlaneError,
    Gateway,
    Registry,
    UnknownGatewayError,
)
from local.agentcore.sessions import Sessions, UnknownSessionError

SESSION_HEADER = "Mcp-Session-Id"
VERSION_HEADER = "MCP-Protocol-Version"


def create_app(
    control: Any,
    lambda_client: Any,
    *,
    http: httpx2.AsyncClient | None = None,
    max_age: float = 10.0,
    assumptions: Assumptions | None = None,
) -> Starlette:
    """Compose the data plane.

    `app.state.requests` counts the requests to MCP endpoints by JSON-RPC method, or by HTTP verb
    where there is no readable message.

    Args:
        control: boto3 `bedrock-agentcore-control` client.
        lambda_client: boto3 `lambda` client; it should neither retry nor time out early.
        http: fetches discovery documents and keys. The default trusts `SSL_CERT_FILE`.
        max_age: seconds for which a gateway once read from the control plane is served unasked.
        assumptions: choices where AWS's documentation is silent.
    """
    fetcher = http or httpx2.AsyncClient(timeout=5)
    registry = Registry(control, max_age=max_age)
    plane = DataPlane(
        registry,
        Inbound(JwtAuthorizer(fetcher)),
        Methods(registry, LambdaTarget(lambda_client), assumptions or Assumptions()),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with fetcher:
            yield

    app = Starlette(
        routes=[
            Route(METADATA_PATH + "/{gateway_id}/mcp", plane.metadata),
            Route("/{gateway_id}" + METADATA_PATH, plane.metadata),
            Route("/{gateway_id}/mcp", plane.mcp, methods=["GET", "POST", "DELETE"]),
        ],
        lifespan=lifespan,
    )
    app.state.requests = plane.requests
    return app


class DataPlane:
    """The endpoints of all gateways; one request is one message and one answer."""

    def __init__(self, registry: Registry, inbound: Inbound, methods: Methods) -> None:
        self._registry = registry
        self._inbound = inbound
        self._methods = methods
        self._sessions = Sessions()
        self.requests: Counter[str] = Counter()

    async def mcp(self, request: Request) -> Response:
        """Answer one request to a gateway's MCP endpoint."""
        message = await mcp_http.read(request)
        readable = message if isinstance(message, Message) else None
        self.requests[readable.method if readable else request.method] += 1
        try:
            return await self._serve(request, message)
        except RpcError as error:
            return mcp_http.refuse(error, readable.id if readable else None)

    async def metadata(self, request: Request) -> Response:
        """RFC 9728: which authorization server gives tokens for this gateway."""
        try:
            mcp_http.check_origin(request)
            document = self._inbound.metadata(await self._gateway(request), request.base_url)
        except RpcError as error:
            return JSONResponse({"message": error.message}, status_code=error.status)
        return JSONResponse(document)

    async def _serve(self, request: Request, message: Message | RpcError) -> Response:
        mcp_http.check_origin(request)
        gateway = await self._gateway(request)
        subject = await self._inbound.subject(gateway, request)
        if request.method == "DELETE" and gateway.session_seconds is not None:
            self._sessions.close(self._session(request, gateway, subject))
            return Response(status_code=204)
        if request.method != "POST":
            raise RpcError(
                INVALID_REQUEST, "Method Not Allowed", status=405, headers={"Allow": "POST"}
            )
        if isinstance(message, RpcError):
            raise message
        return await self._answer(request, gateway, subject, message)

    async def _gateway(self, request: Request) -> Gateway:
        try:
            return await self._registry.gateway(request.path_params["gateway_id"])
        except UnknownGatewayError as error:
            raise RpcError(INVALID_REQUEST, "Gateway not found", status=404) from error
        except ControlPlaneError as error:
            raise RpcError(INTERNAL_ERROR, "Service Unavailable", status=503) from error

    async def _answer(
        self, request: Request, gateway: Gateway, subject: str, message: Message
    ) -> Response:
        stateless = _is_stateless(request, gateway, message)
        opens = gateway.session_seconds is not None and message.method == "initialize"
        if gateway.session_seconds is not None and not (opens or stateless):
            self._session(request, gateway, subject)
        if message.id is None:
            return Response(status_code=202)
        result = await self._methods.answer(
            gateway, message, stateless=stateless, trace=trace_header(request.headers)
        )
        if stateless:
            result = stateless_mcp.complete(message.method, result)
        response = mcp_http.encode(request, message.result(result), streaming=gateway.streaming)
        if opens:
            response.headers[SESSION_HEADER] = self._sessions.open(
                gateway.id, subject, seconds=gateway.session_seconds or 0
            )
        return response

    def _session(self, request: Request, gateway: Gateway, subject: str) -> str:
        session_id = request.headers.get(SESSION_HEADER)
        if session_id is None:
            raise RpcError(INVALID_REQUEST, f"{SESSION_HEADER} is required", status=400)
        try:
            self._sessions.check(session_id, gateway.id, subject)
        except UnknownSessionError as error:
            raise RpcError(INVALID_REQUEST, "Session not found", status=404) from error
        return session_id


def _is_stateless(request: Request, gateway: Gateway, message: Message) -> bool:
    """Hold the request's version against the enabled ones; one without the header is the oldest."""
    version = request.headers.get(VERSION_HEADER, DEFAULT_VERSIONS[0])
    if message.method == "initialize" and not stateless_mcp.is_stateless(version):
        return False  # the version is being negotiated
    if version not in gateway.versions:
        raise unsupported_version(gateway, version)
    if not stateless_mcp.is_stateless(version):
        return False
    if message.id is not None:
        stateless_mcp.check(message, request.headers, gateway.versions)
    return True
