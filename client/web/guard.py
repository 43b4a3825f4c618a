"""What stands before every route: who asks, from where, and what a browser may do with the answer.

Refused are other hosts (DNS rebinding), other origins (forged requests), and whoever has no pass.
"""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from client.web.session import Session

KEY_HEADER = "x-awsops-key"
API = "/api/"
ENTRANCE = "/api/session"

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD"})


class Guard:
    """ASGI middleware.

    Args:
        app: what is guarded.
        origin: the server's own, `http://127.0.0.1:PORT`.
        session: who is let in.
    """

    def __init__(self, app: ASGIApp, *, origin: str, session: Session) -> None:
        self._app = app
        self._origin = origin
        self._session = session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope, Headers(scope=scope))
            await (refusal or self._app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> JSONResponse | None:
        if f"http://{headers.get('host', '')}" != self._origin:
            return refuse(421, "wrong_host", f"This server is {self._origin}, and nothing else.")
        if not self._from_here(scope, headers):
            return refuse(403, "wrong_origin", "Only this server's own page may ask it.")
        guarded = scope["path"].startswith(API) and scope["path"] != ENTRANCE
        if guarded and not self._admitted(headers):
            return refuse(
                401,
                "no_session",
                "This page's session is over. Open the address that `awsops web` printed last.",
            )
        return None

    def _from_here(self, scope: Scope, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None and scope["method"] not in _SAFE:
            return False
        if origin not in {None, self._origin}:
            return False
        # The page itself may be opened from anywhere: it holds nothing.
        site = headers.get("sec-fetch-site", "same-origin")
        return site == "same-origin" or not scope["path"].startswith(API)

    def _admitted(self, headers: Headers) -> bool:
        cookies = cookie_parser(headers.get("cookie", ""))
        cookie = cookies.get(cookie_name(self._origin), "")
        return self._session.admits(cookie, headers.get(KEY_HEADER, ""))


def cookie_name(origin: str) -> str:
    """The cookie's name; it has the port, so that two servers do not overwrite each other's."""
    return f"awsops-{origin.rpartition(':')[2]}"


def refuse(status: int, code: str, message: str) -> JSONResponse:
    """Answer with an error as the page reads it."""
    return JSONResponse({"code": code, "message": message, "retryable": False}, status)


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return wrapped
