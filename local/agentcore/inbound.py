"""Inbound authorization of a gateway: the caller of a request, or a refusal with a challenge."""

from typing import Any

from mcp_types import INTERNAL_ERROR
from starlette.datastructures import URL
from starlette.requests import Request

from local.agentcore.json_rpc import RpcError
from local.agentcore.jwt_authorizer import JwtAuthorizer
from local.agentcore.jwt_rules import (
    AuthorizerError,
    InsufficientScopeError,
    IssuerUnavailableError,
    JwtRules,
    MissingTokenError,
)
from local.agentcore.mcp_http import UNAUTHORIZED
from local.agentcore.registry import Gateway

METADATA_PATH = "/.well-known/oauth-protected-resource"


class Inbound:
    """Serves the authorizer types CUSTOM_JWT and NONE."""

    def __init__(self, authorizer: JwtAuthorizer) -> None:
        self._authorizer = authorizer

    async def subject(self, gateway: Gateway, request: Request) -> str:
        """Return the token's subject, or an empty string where nobody has to be anyone.

        Raises:
            RpcError: 401, 403, 501 for an authorizer type that is not served, 500 without issuer.
        """
        if gateway.authorizer_type == "NONE":
            return ""
        if gateway.authorizer_type != "CUSTOM_JWT" or gateway.jwt is None:
            text = f"Authorizer type {gateway.authorizer_type} is not served here"
            raise RpcError(INTERNAL_ERROR, text, status=501)
        try:
            claims = await self._authorizer.authorize(
                gateway.jwt, request.headers.get("authorization")
            )
        except IssuerUnavailableError as error:
            raise RpcError(INTERNAL_ERROR, "Internal error", status=500) from error
        except AuthorizerError as error:
            raise _challenge(
                error, gateway.jwt, _metadata_url(gateway, request.base_url)
            ) from error
        return str(claims.get("sub", ""))

    def metadata(self, gateway: Gateway, base: URL) -> dict[str, Any]:
        """The protected-resource metadata of a gateway.

        Raises:
            RpcError: 404, the gateway takes no tokens.
        """
        if gateway.jwt is None:
            raise RpcError(UNAUTHORIZED, "Not Found", status=404)
        return {
            "resource": f"{base}{gateway.id}/mcp",
            "authorization_servers": [gateway.jwt.discovery_url.partition("/.well-known/")[0]],
            "scopes_supported": list(gateway.jwt.scopes),
        }


def _metadata_url(gateway: Gateway, base: URL) -> str:
    return f"{str(base).rstrip('/')}{METADATA_PATH}/{gateway.id}/mcp"


def _challenge(error: AuthorizerError, rules: JwtRules, metadata_url: str) -> RpcError:
    lacks_scope = isinstance(error, InsufficientScopeError)
    scope = f'scope="{" ".join(rules.scopes)}", ' if rules.scopes else ""
    code = "insufficient_scope" if lacks_scope else "invalid_token"
    challenge = f'Bearer error="{code}", {scope}resource_metadata="{metadata_url}"'
    return RpcError(
        UNAUTHORIZED,
        _text(error),
        status=403 if lacks_scope else 401,
        headers={"WWW-Authenticate": challenge},
    )


def _text(error: AuthorizerError) -> str:
    """The reported texts; they do not say what is wrong with a token."""
    if isinstance(error, MissingTokenError):
        return "Missing Bearer token"
    if isinstance(error, InsufficientScopeError):
        return "Insufficient scope"
    return "Invalid Bearer token"
