"""The gateways that the control plane holds, as the data plane serves them."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import anyio
from anyio import to_thread
from botocore.exceptions import BotoCoreError, ClientError

from local.agentcore.jwt_rules import JwtRules

log = logging.getLogger(__name__)

DEFAULT_VERSIONS = ("2025-03-26",)  # CloudFormation's documented default for supportedVersions
SERVED = frozenset({"READY", "UPDATING", "UPDATE_UNSUCCESSFUL"})


class UnknownGatewayError(Exception):
    """No such gateway, or it is not ready to serve."""


class ControlPlaneError(Exception):
    """The control plane cannot be read and nothing is held yet."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool of a Lambda target; `name` is the wire name, `{target}___{tool}`."""

    name: str
    description: str
    input_schema: Mapping[str, Any]
    target_id: str
    function_arn: str

    def listed(self) -> dict[str, Any]:
        """The tool as `tools/list` shows it."""
        return {
            "name": self.name,
            "description": self.description,
            "inputSchema": self.input_schema,
        }


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway with its tools in the order of its targets."""

    id: str
    name: str
    authorizer_type: str
    jwt: JwtRules | None
    versions: tuple[str, ...] = DEFAULT_VERSIONS
    instructions: str | None = None
    semantic_search: bool = False
    session_seconds: int | None = None
    streaming: bool = False
    paged: bool = True
    debug: bool = False
    tools: Mapping[str, Tool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Held:
    gateway: Gateway
    read_at: float


class Registry:
    """Reads gateways through the control plane's API, off the event loop, and keeps them briefly.

    `control` is a boto3 `bedrock-agentcore-control` client; `max_age` is in seconds. A gateway
    once read is served on when the control plane stops answering, as two planes would.
    """

    def __init__(
        self, control: Any, *, max_age: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._control = control
        self._max_age = max_age
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._lock = anyio.Lock()

    async def gateway(self, gateway_id: str, *, fresh: bool = False) -> Gateway:
        """Return the gateway; `fresh` reads it again whatever its age.

        Raises:
            UnknownGatewayError: there is none, or it is not served.
            ControlPlaneError: the control plane cannot be read.
        """
        asked_at = self._clock()
        if not fresh and self._is_young(gateway_id):
            return self._held[gateway_id].gateway
        async with self._lock:
            held = self._held.get(gateway_id)
            if held is None or held.read_at < asked_at:
                await self._refresh(gateway_id)
            return self._held[gateway_id].gateway

    def _is_young(self, gateway_id: str) -> bool:
        held = self._held.get(gateway_id)
        return held is not None and self._clock() - held.read_at < self._max_age

    async def _refresh(self, gateway_id: str) -> None:
        started_at = self._clock()
        try:
            gateway = await to_thread.run_sync(self._read, gateway_id)
        except UnknownGatewayError:
            self._held.pop(gateway_id, None)
            raise
        except (BotoCoreError, ClientError) as error:
            if gateway_id not in self._held:
                raise ControlPlaneError(type(error).__name__) from error
            log.warning("the control plane does not answer: %s", type(error).__name__)
            gateway = self._held[gateway_id].gateway
        self._held[gateway_id] = _Held(gateway, started_at)

    def _read(self, gateway_id: str) -> Gateway:
        try:
            document = self._control.get_gateway(gatewayIdentifier=gateway_id)
        except ClientError as error:
            if error.response["Error"]["Code"] in (
                "ResourceNotFoundException",
                "ValidationException",
            ):
                raise UnknownGatewayError(gateway_id) from error
            raise
        if document["status"] not in SERVED:
            raise UnknownGatewayError(gateway_id)
        return _gateway(document, self._tools(gateway_id))

    def _tools(self, gateway_id: str) -> dict[str, Tool]:
        pages = self._control.get_paginator("list_gateway_targets").paginate(
            gatewayIdentifier=gateway_id
        )
        ready = [item for page in pages for item in page["items"] if item["status"] in SERVED]
        tools: dict[str, Tool] = {}
        for item in ready:
            target = self._control.get_gateway_target(
                gatewayIdentifier=gateway_id, targetId=item["targetId"]
            )
            tools |= {tool.name: tool for tool in _lambda_tools(target)}
        return tools


def _gateway(document: Mapping[str, Any], tools: Mapping[str, Tool]) -> Gateway:
    mcp = document.get("protocolConfiguration", {}).get("mcp", {})
    custom_jwt = document.get("authorizerConfiguration", {}).get("customJWTAuthorizer")
    session = mcp.get("sessionConfiguration")
    return Gateway(
        id=document["gatewayId"],
        name=document["name"],
        authorizer_type=document["authorizerType"],
        jwt=JwtRules.parse(custom_jwt) if custom_jwt else None,
        versions=tuple(mcp.get("supportedVersions") or DEFAULT_VERSIONS),
        instructions=mcp.get("instructions"),
        semantic_search=mcp.get("searchType") == "SEMANTIC",
        session_seconds=None if session is None else session.get("sessionTimeoutInSeconds", 3600),
        streaming=mcp.get("streamingConfiguration", {}).get("enableResponseStreaming", False),
        paged=not mcp.get("disableMcpListToolsPagination", False),
        debug=document.get("exceptionLevel") == "DEBUG",
        tools=tools,
    )


def _lambda_tools(target: Mapping[str, Any]) -> list[Tool]:
    """Tools with an inline schema; schemas in S3 and other kinds of target are not served."""
    function = target["targetConfiguration"].get("mcp", {}).get("lambda", {})
    return [
        Tool(
            name=f"{target['name']}___{definition['name']}",
            description=definition["description"],
            input_schema=definition["inputSchema"],
            target_id=target["targetId"],
            function_arn=function["lambdaArn"],
        )
        for definition in function.get("toolSchema", {}).get("inlinePayload", ())
    ]
