"""JSON-RPC 2.0 as MCP uses it over HTTP: one message in, one message out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mcp_types import INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR

RequestId = str | int


class RpcError(Exception):
    """An error answer: JSON-RPC code and message, and the HTTP status and headers around it."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: int = 200,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.data = data
        self.headers = dict(headers or {})

    def document(self, request_id: RequestId | None) -> dict[str, Any]:
        """The error as a JSON-RPC message for the request with this id."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            error["data"] = dict(self.data)
        return {"jsonrpc": "2.0", "id": request_id, "error": error}


@dataclass(frozen=True, slots=True)
class Message:
    """A request, or a notification if it has no id."""

    method: str
    id: RequestId | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def result(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to this request."""
        return {"jsonrpc": "2.0", "id": self.id, "result": dict(value)}

    def text(self, name: str) -> str:
        """Return a required string parameter.

        Raises:
            RpcError: it is missing or no string.
        """
        value = self.params.get(name)
        if not isinstance(value, str):
            raise RpcError(INVALID_PARAMS, f"Invalid params: {name} must be a string")
        return value


def read(body: bytes) -> Message:
    """Parse one message; arrays (batches) are refused.

    Raises:
        RpcError: the body is not JSON (-32700) or not a JSON-RPC request (-32600).
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RpcError(PARSE_ERROR, "Parse error", status=400) from error
    if not isinstance(document, dict) or not _is_request(document):
        raise RpcError(INVALID_REQUEST, "Invalid Request", status=400)
    return Message(document["method"], document.get("id"), document.get("params", {}))


def _is_request(document: Mapping[str, Any]) -> bool:
    request_id = document.get("id", 0)
    return (
        document.get("jsonrpc") == "2.0"
        and isinstance(document.get("method"), str)
        and isinstance(request_id, str | int)
        and not isinstance(request_id, bool)
        and isinstance(document.get("params", {}), dict)
    )
