"""A gateway and a model that do what a test tells them to."""

import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.converse.reply import Fail, Part

Answer = Callable[[dict[str, Any]], Awaitable[Any]]
PAGE = 2


class GatewayDouble:
    """Speaks MCP over HTTP in whole JSON answers.

    `faults` are answered before anything else: a status, or bytes as the whole body. `answer`
    returns what the tool function returns, or a whole JSON-RPC `{"error": …}` / `{"result": …}`.
    """

    def __init__(self, *tools: str) -> None:
        self.app = Starlette(routes=[Route("/mcp", self.post, methods=["POST", "DELETE"])])
        self.reset(*tools)

    def reset(self, *tools: str) -> None:
        """Begin anew, with these tools."""
        self.tools = list(tools)
        self.faults: deque[int | bytes] = deque()
        self.requests: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []
        self.tokens: list[str] = []
        self.session_id: str | None = None
        self.answer: Answer = self.echo

    @property
    def methods(self) -> list[str]:
        """Return the methods asked for, in order."""
        return [request["method"] for request in self.requests]

    async def echo(self, call: dict[str, Any]) -> Any:
        """Answer as a tool that found one row."""
        return {
            "ok": True,
            "plan": {"service": "ec2", "operation": "DescribeInstances"},
            "summary": f"one row from {call['name']}",
            "columns": ["id", "state"],
            "rows": [["i-1", "running"]],
            "total": 1,
            "cursor": None,
            "redacted": 2,
        }

    async def post(self, request: Request) -> Response:
        """Answer one message."""
        if request.method == "DELETE":
            return Response(status_code=204)
        message = json.loads(await request.body())
        self.requests.append(message)
        self.headers.append(request.headers)
        self.tokens.append(request.headers["authorization"].removeprefix("Bearer "))
        if self.faults:
            return self.fail(self.faults.popleft())
        if message["method"] != "initialize" and not self.knows(request):
            return self.fail(404)
        if "id" not in message:
            return Response(status_code=202)
        return await self.result(message)

    def knows(self, request: Request) -> bool:
        """Say whether the request names the session, where there is one."""
        return self.session_id in (None, request.headers.get("mcp-session-id"))

    def fail(self, fault: int | bytes) -> Response:
        """Answer with a fault."""
        if isinstance(fault, bytes):
            return Response(fault, media_type="application/json")
        error = {"code": -32001, "message": "the gateway's own words"}
        return JSONResponse({"jsonrpc": "2.0", "id": 0, "error": error}, fault)

    async def result(self, message: dict[str, Any]) -> Response:
        """Answer a request that is in order."""
        params = message.get("params", {})
        headers = {}
        if message["method"] == "initialize":
            result: Any = {
                "protocolVersion": params["protocolVersion"],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "double", "version": "1"},
            }
            if self.session_id:
                headers["mcp-session-id"] = self.session_id
        elif message["method"] == "tools/list":
            result = self.page(int(params.get("cursor") or 0))
        else:
            result = await self.call(params)
        body = result if "error" in result else {"result": result}
        return JSONResponse({"jsonrpc": "2.0", "id": message["id"], **body}, headers=headers)

    def page(self, start: int) -> dict[str, Any]:
        """List a page of the tools."""
        tools = [
            {"name": name, "description": f"Does {name}.", "inputSchema": {"type": "object"}}
            for name in self.tools[start : start + PAGE]
        ]
        more = start + PAGE < len(self.tools)
        return {"tools": tools, **({"nextCursor": str(start + PAGE)} if more else {})}

    async def call(self, params: dict[str, Any]) -> dict[str, Any]:
        """Call a tool."""
        if params["name"] not in self.tools:
            return {"error": {"code": -32602, "message": "Unknown tool"}}
        answer: dict[str, Any] = await self.answer(params)
        if "error" in answer and "ok" not in answer:
            return answer
        if "result" in answer:
            return dict(answer["result"])
        return {"content": [{"type": "text", "text": json.dumps(answer)}], "isError": False}


class Script:
    """A model that says what the running test wrote down; `local.converse` has its words."""

    def __init__(self) -> None:
        self.replies: deque[Iterable[Part]] = deque()
        self.always: Sequence[Part] = ()

    def reply(self, _request: Mapping[str, Any]) -> Iterable[Part]:
        """Say the next reply, or what is always said, or fail."""
        if self.always and not self.replies:
            return self.always
        if not self.replies:
            return (Fail("InternalServerException", "The script holds no further reply."),)
        return self.replies.popleft()
