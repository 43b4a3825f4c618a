"""An OpenID Connect issuer on loopback that looks like an Okta custom authorization server.

Served over HTTPS under `https://localhost:<port>/oauth2/default`; it takes its URL from each
request, because the port is known only once it is bound. Public clients only. In it: discovery,
keys, authorization code with PKCE (required), rotating refresh tokens, device codes, revocation,
logout. Paths, claims and error codes follow Okta's reference; what differs is for the sandbox:

* there are no passwords: a page lets a person pick who to be, and `prompt=none` with a
  `login_hint` logs that person in without a page;
* any redirect URI on loopback is good, at any port (RFC 8252 asks for it, Okta does not);
* no grace for a used refresh token, no memory across restarts, no session to log out of.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from local.oidc import login_page
from local.oidc.authorization_server import SCOPES, Issuer
from local.oidc.grants import DEVICE_SECONDS, Grant, OAuthError

__all__ = ["Issuer", "create_app", "url_of"]

PATH = "/oauth2/default"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
DEVICE_INTERVAL = 1
_S256_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def url_of(base_url: str) -> str:
    """Return the issuer's URL (`iss`) for the base URL that it is served at."""
    return base_url.rstrip("/") + PATH


def create_app(issuer: Issuer) -> Starlette:
    """Serve an issuer."""
    api = _Endpoints(issuer)
    routes = [
        Route("/.well-known/openid-configuration", api.metadata),
        Route("/.well-known/oauth-authorization-server", api.metadata),
        Route("/v1/keys", api.keys),
        Route("/v1/authorize", api.authorize),
        Route("/v1/token", api.token, methods=["POST"]),
        Route("/v1/revoke", api.revoke, methods=["POST"]),
        Route("/v1/logout", api.logout),
        Route("/v1/device/authorize", api.device, methods=["POST"]),
        Route("/activate", api.activate),
    ]
    # RFC 8414 puts the well-known part before the issuer's path; MCP clients look there first.
    inserted = Route(f"/.well-known/oauth-authorization-server{PATH}", api.metadata)
    return Starlette(
        routes=[inserted, Mount(PATH, routes=routes)],
        exception_handlers={OAuthError: _refuse},
    )


@dataclass(frozen=True, slots=True)
class _Endpoints:
    issuer: Issuer

    async def metadata(self, request: Request) -> Response:
        return JSONResponse(_metadata(_url(request)))

    async def keys(self, _request: Request) -> Response:
        return JSONResponse(self.issuer.key.key_set())

    async def authorize(self, request: Request) -> Response:
        """Send a code to the client, or show the page that leads to one."""
        query = request.query_params
        redirect_uri = query.get("redirect_uri", "")
        client = self.issuer.client(query.get("client_id"))
        if not client.may_return_to(redirect_uri):
            text = "The redirect_uri is neither on loopback nor registered for this client."
            return login_page.message("Cannot log in", text, status=400)
        try:
            scopes = _check_authorization(query)
            if query.get("prompt") != "none":
                return self._choice(query)
            user = self.issuer.user(query.get("login_hint"))
        except OAuthError as error:
            back = _back(query, error=error.code, error_description=error.description)
            return RedirectResponse(back, 302)
        grant = Grant(client.id, user, scopes, int(time.time()), query.get("nonce"))
        code = self.issuer.codes.issue(
            grant, redirect_uri=redirect_uri, challenge=query["code_challenge"]
        )
        return RedirectResponse(_back(query, code=code), 302)

    async def token(self, request: Request) -> Response:
        """Trade a code, a refresh token or a device code for tokens."""
        form = await _form(request)
        client = self.issuer.client(form.get("client_id"))
        grant, refresh_token = self._redeem(client.id, form)
        answer = self.issuer.minter(_url(request)).answer(grant, refresh_token, time.time())
        return JSONResponse(answer, headers={"cache-control": "no-store"})

    async def revoke(self, request: Request) -> Response:
        """End a refresh token and its family (RFC 7009: whatever the token, the answer is 200)."""
        form = await _form(request)
        client = self.issuer.client(form.get("client_id"))
        self.issuer.refresh_tokens.revoke(form.get("token", ""), client.id)
        return Response()

    async def logout(self, request: Request) -> Response:
        """Send the person back to the client."""
        uri = request.query_params.get("post_logout_redirect_uri", "")
        if not any(client.may_return_to(uri) for client in self.issuer.clients):
            return login_page.message("Logged out", "You can close this page.")
        state = request.query_params.get("state")
        return RedirectResponse(_with_query(uri, {"state": state} if state else {}), 302)

    async def device(self, request: Request) -> Response:
        """Begin the log-in of a device (RFC 8628, section 3.2)."""
        form = await _form(request)
        client = self.issuer.client(form.get("client_id"))
        device_code, user_code = self.issuer.devices.begin(client.id, _scopes(form))
        page = f"{_url(request)}/activate"
        return JSONResponse(
            {
                "device_code": device_code,
                "user_code": user_code,
                "verification_uri": page,
                "verification_uri_complete": f"{page}?{urlencode({'user_code': user_code})}",
                "expires_in": DEVICE_SECONDS,
                "interval": DEVICE_INTERVAL,
            }
        )

    async def activate(self, request: Request) -> Response:
        """Let a person approve a device; `login_hint` is who."""
        query = request.query_params
        if "login_hint" not in query:
            links = [
                (user, "?" + urlencode({**query, "login_hint": user.login}))
                for user in self.issuer.users
            ]
            return login_page.choice("Activate your device", "Who are you?", links)
        user = self.issuer.user(query["login_hint"])
        if not self.issuer.devices.approve(query.get("user_code", ""), user):
            return login_page.message("Invalid code", "No device waits for this code.", status=400)
        return login_page.message("Device activated", "Go back to your device.")

    def _choice(self, query: Mapping[str, str]) -> Response:
        links = [
            (user, "?" + urlencode({**query, "login_hint": user.login, "prompt": "none"}))
            for user in self.issuer.users
        ]
        cancel = _back(query, error="access_denied", error_description="The person cancelled.")
        return login_page.choice("Log in to the sandbox", "Who are you?", links, cancel=cancel)

    def _redeem(self, client_id: str, form: Mapping[str, str]) -> tuple[Grant, str | None]:
        kind = form.get("grant_type")
        if kind == "refresh_token":
            return self.issuer.refresh_tokens.rotate(form.get("refresh_token", ""), client_id)
        if kind == "authorization_code":
            grant = self.issuer.codes.redeem(
                form.get("code", ""),
                client_id=client_id,
                redirect_uri=form.get("redirect_uri", ""),
                verifier=form.get("code_verifier", ""),
            )
        elif kind == DEVICE_GRANT:
            grant = self.issuer.devices.redeem(form.get("device_code", ""), client_id)
        else:
            raise OAuthError("unsupported_grant_type", "The grant_type is not supported.")
        offline = "offline_access" in grant.scopes
        return grant, self.issuer.refresh_tokens.issue(grant) if offline else None


def _check_authorization(query: Mapping[str, str]) -> tuple[str, ...]:
    if query.get("response_type") != "code":
        raise OAuthError("unsupported_response_type", "The response_type must be code.")
    challenge = query.get("code_challenge", "")
    if query.get("code_challenge_method") != "S256" or not _S256_CHALLENGE.fullmatch(challenge):
        raise OAuthError("invalid_request", "PKCE code challenge is required, method S256.")
    return _scopes(query)


def _scopes(parameters: Mapping[str, str]) -> tuple[str, ...]:
    scopes = tuple(parameters.get("scope", "").split())
    if not scopes or not set(scopes) <= set(SCOPES):
        raise OAuthError("invalid_scope", f"The scope must be some of: {' '.join(SCOPES)}.")
    return scopes


async def _form(request: Request) -> dict[str, str]:
    body = await request.body()
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _back(query: Mapping[str, str], **answer: str) -> str:
    state = {"state": query["state"]} if "state" in query else {}
    return _with_query(query["redirect_uri"], {**answer, **state})


def _with_query(uri: str, parameters: Mapping[str, str]) -> str:
    if not parameters:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode(parameters)}"


def _url(request: Request) -> str:
    return url_of(f"{request.url.scheme}://{request.url.netloc}")


def _refuse(_request: Request, error: Exception) -> Response:
    """Answer as RFC 6749, section 5.2 says."""
    if not isinstance(error, OAuthError):
        raise error
    status = 401 if error.code == "invalid_client" else 400
    body = {"error": error.code, "error_description": error.description}
    return JSONResponse(body, status, {"cache-control": "no-store"})


def _metadata(url: str) -> dict[str, Any]:
    return {
        "issuer": url,
        "authorization_endpoint": f"{url}/v1/authorize",
        "token_endpoint": f"{url}/v1/token",
        "jwks_uri": f"{url}/v1/keys",
        "revocation_endpoint": f"{url}/v1/revoke",
        "end_session_endpoint": f"{url}/v1/logout",
        "device_authorization_endpoint": f"{url}/v1/device/authorize",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", DEVICE_GRANT],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": list(SCOPES),
        "claims_supported": ["iss", "aud", "sub", "iat", "exp", "auth_time", "nonce", "name"],
    }
