"""MCP 2026-07-28, the version without a handshake: what its requests and results carry in addition.

Each request names its version in `params._meta` and repeats method and tool name in headers; the
SDK's own rules decide whether they agree.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mcp.shared.inbound import (
    ERROR_CODE_HTTP_STATUS,
    InboundLadderRejection,
    classify_inbound_request,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from local.agentcore.json_rpc import Message, RpcError

CACHEABLE = frozenset({"server/discover", "tools/list"})


def is_stateless(version: str | None) -> bool:
    """Whether a `MCP-Protocol-Version` header names such a version."""
    return version in MODERN_PROTOCOL_VERSIONS


def check(message: Message, headers: Mapping[str, str], enabled: Sequence[str]) -> None:
    """Hold a request's envelope against its headers and the enabled versions.

    Raises:
        RpcError: they disagree, or the version is not enabled.
    """
    body = {"method": message.method, "params": message.params}
    verdict = classify_inbound_request(
        body,
        headers=headers,
        supported_modern_versions=[version for version in enabled if is_stateless(version)],
    )
    if isinstance(verdict, InboundLadderRejection):
        raise RpcError(
            verdict.code, verdict.message, status=ERROR_CODE_HTTP_STATUS.get(verdict.code, 400)
        )


def complete(method: str, result: Mapping[str, Any]) -> dict[str, Any]:
    """Add what this version wants in every result: it is whole, and how long it may be kept."""
    cache = {"ttlMs": 0, "cacheScope": "private"} if method in CACHEABLE else {}
    return {**result, "resultType": "complete", **cache}
