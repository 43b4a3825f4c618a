"""The MCP methods of a gateway: initialize, ping, server/discover, tools/list, tools/call."""

import base64
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jsonschema import Draft202012Validator
from mcp_types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    UNSUPPORTED_PROTOCOL_VERSION,
)
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS

from local.agentcore import tool_search
from local.agentcore.json_rpc import Message, RpcError
from local.agentcore.lambda_target import (
    Call,
    LambdaFailureError,
    LambdaTarget,
    LambdaThrottledError,
)
from local.agentcore.registry import (
    ControlPlaneError,
    Gateway,
    Registry,
    Tool,
    UnknownGatewayError,
)

log = logging.getLogger(__name__)

# The documented text of a gateway without exception level DEBUG.
GENERIC_FAILURE = "An internal error occurred. Please retry later."
RATE_LIMITED = -32003

Form = Literal["result", "error"]
Handler = Callable[[Gateway, Message, str | None], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Behaviour that AWS does not document, as values that a test can change.

    `page_size` is in tools; a form says whether a failure comes as a result with `isError` or as
    a JSON-RPC error.
    """

    page_size: int = 8
    unknown_tool: Form = "error"
    function_error: Form = "result"
    lambda_throttled: Form = "result"
    checks_arguments: bool = False


class Methods:
    """Answers requests that the gateway has let in. `registry` is asked again for unknown tools."""

    def __init__(self, registry: Registry, target: LambdaTarget, assumptions: Assumptions) -> None:
        self._registry = registry
        self._target = target
        self._assumptions = assumptions
        shared: dict[str, Handler] = {"tools/list": self._list, "tools/call": self._call}
        self._handshake: dict[str, Handler] = {
            **shared,
            "initialize": self._initialize,
            "ping": self._ping,
        }
        self._stateless: dict[str, Handler] = {**shared, "server/discover": self._discover}

    async def answer(
        self, gateway: Gateway, message: Message, *, stateless: bool, trace: str | None
    ) -> dict[str, Any]:
        """Return the result of a request; `trace` is passed on to what the request calls.

        Raises:
            RpcError: the method is unknown, or it refuses its parameters.
        """
        handlers = self._stateless if stateless else self._handshake
        handler = handlers.get(message.method)
        if handler is None:
            status = 404 if stateless else 200
            raise RpcError(METHOD_NOT_FOUND, "Method not found", status=status)
        return await handler(gateway, message, trace)

    async def _initialize(
        self, gateway: Gateway, message: Message, _: str | None
    ) -> dict[str, Any]:
        offered = [v for v in gateway.versions if v in HANDSHAKE_PROTOCOL_VERSIONS]
        requested = message.text("protocolVersion")
        if not offered:
            raise unsupported_version(gateway, requested)
        return {
            "protocolVersion": requested if requested in offered else max(offered),
            **_introduction(gateway),
        }

    async def _discover(self, gateway: Gateway, *_: Any) -> dict[str, Any]:
        return {"supportedVersions": list(gateway.versions), **_introduction(gateway)}

    async def _ping(self, *_: Any) -> dict[str, Any]:
        return {}

    async def _list(self, gateway: Gateway, message: Message, _: str | None) -> dict[str, Any]:
        tools = [tool.listed() for tool in gateway.tools.values()]
        if gateway.semantic_search:
            tools.insert(0, tool_search.LISTED)
        if not gateway.paged:
            return {"tools": tools}
        start = _offset(message.params.get("cursor"))
        end = start + self._assumptions.page_size
        page: dict[str, Any] = {"tools": tools[start:end]}
        if end < len(tools):
            page["nextCursor"] = base64.urlsafe_b64encode(str(end).encode()).decode()
        return page

    async def _call(self, gateway: Gateway, message: Message, trace: str | None) -> dict[str, Any]:
        name = message.text("name")
        arguments = message.params.get("arguments", {})
        if not isinstance(arguments, dict):
            raise RpcError(INVALID_PARAMS, "Invalid params: arguments must be an object")
        if gateway.semantic_search and name == tool_search.NAME:
            return tool_search.search(gateway.tools.values(), str(arguments.get("query", "")))
        tool = gateway.tools.get(name) or await self._new_tool(gateway.id, name)
        if tool is None:
            return _fail(self._assumptions.unknown_tool, INVALID_PARAMS, f"Unknown tool: {name}")
        if self._assumptions.checks_arguments:
            _check_arguments(tool, arguments)
        return await self._invoke(
            gateway, Call(gateway.id, message.id or 0, tool, arguments, trace)
        )

    async def _new_tool(self, gateway_id: str, name: str) -> Tool | None:
        try:
            gateway = await self._registry.gateway(gateway_id, fresh=True)
        except (ControlPlaneError, UnknownGatewayError):
            return None
        return gateway.tools.get(name)

    async def _invoke(self, gateway: Gateway, call: Call) -> dict[str, Any]:
        try:
            text = await self._target.invoke(call)
        except LambdaThrottledError as error:
            form, code = self._assumptions.lambda_throttled, RATE_LIMITED
            return _fail(form, code, *_explain(gateway, error))
        except LambdaFailureError as error:
            form, code = self._assumptions.function_error, INTERNAL_ERROR
            return _fail(form, code, *_explain(gateway, error))
        return {"content": [{"type": "text", "text": text}], "isError": False}


def unsupported_version(gateway: Gateway, requested: str) -> RpcError:
    """The refusal of a version that the gateway has not enabled, as seen on live gateways."""
    return RpcError(
        UNSUPPORTED_PROTOCOL_VERSION,
        f"Unsupported MCP protocol version: {requested}",
        status=400,
        data={"supported": list(gateway.versions), "requested": requested},
    )


def _introduction(gateway: Gateway) -> dict[str, Any]:
    about: dict[str, Any] = {
        "capabilities": {"tools": {"listChanged": True}},
        "serverInfo": {"name": gateway.name, "version": "1.0.0"},
    }
    return about if gateway.instructions is None else about | {"instructions": gateway.instructions}


def _offset(cursor: Any) -> int:
    if cursor is None:
        return 0
    try:
        return max(0, int(base64.urlsafe_b64decode(cursor)))
    except (TypeError, ValueError) as error:
        raise RpcError(INVALID_PARAMS, "Invalid params: unknown cursor") from error


def _check_arguments(tool: Tool, arguments: Mapping[str, Any]) -> None:
    problems = Draft202012Validator(tool.input_schema).iter_errors(arguments)
    for problem in problems:
        raise RpcError(INVALID_PARAMS, f"Invalid params: {problem.message}")


def _explain(gateway: Gateway, error: LambdaFailureError) -> tuple[str, dict[str, str] | None]:
    """What the caller reads of a failure; all of it only at exception level DEBUG."""
    log.warning("a tool call failed: %s", error.type)
    if not gateway.debug:
        return GENERIC_FAILURE, None
    return error.text, {"type": error.type, "text": error.text}


def _fail(form: Form, code: int, text: str, debug: dict[str, str] | None = None) -> dict[str, Any]:
    if form == "error":
        raise RpcError(code, text, data={"debug": debug} if debug else None)
    result: dict[str, Any] = {"content": [{"type": "text", "text": text}], "isError": True}
    return result | {"_meta": {"debug": debug}} if debug else result
