"""The loopback address that a browser comes back to after a login (RFC 8252, section 7.3)."""

import hmac
import time
from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from client.errors import LoginFailedError

HOST = "127.0.0.1"
PATH = "/callback"
WAIT_SECONDS = 300.0

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>awsops</title>
<style>body{{font:1.1rem system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}}
@media(prefers-color-scheme:dark){{body{{background:#111;color:#eee}}}}</style>
<h1>{title}</h1><p>{text}</p></html>
"""


class Loopback:
    """Waits on 127.0.0.1 for the one request that carries the login's answer.

    Raises:
        LoginFailedError: the port is taken.
    """

    def __init__(self, port: int) -> None:
        try:
            self._server = _Server((HOST, port), _Handler)
        except OSError as error:
            raise LoginFailedError(
                f"Port {port} is in use, and the browser must come back there. Stop what listens"
                " there, or set `redirect_port` to another one that the Okta app has registered."
            ) from error

    def close(self) -> None:
        """Give the port back."""
        self._server.server_close()

    @property
    def redirect_uri(self) -> str:
        """Where the browser is sent back to."""
        return f"http://{HOST}:{self._server.server_port}{PATH}"

    def wait(
        self,
        state: str,
        *,
        seconds: float = WAIT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> str:
        """Serve until the answer to `state` comes, and return its URL.

        Requests without that state are turned away: any page can send a browser here.

        Raises:
            LoginFailedError: nobody came in time.
        """
        self._server.state = state
        deadline = clock() + seconds
        while self._server.callback is None:
            self._server.timeout = deadline - clock()
            if self._server.timeout <= 0:
                raise LoginFailedError("Nobody logged in in time. Run `awsops login` again.")
            self._server.handle_request()
        return f"http://{HOST}:{self._server.server_port}{self._server.callback}"


class _Server(HTTPServer):
    state = ""
    callback: str | None = None

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5

    def do_GET(self) -> None:
        """Take the answer, or turn the request away."""
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        state = query.get("state", [""])[0]
        if parts.path != PATH or not hmac.compare_digest(
            state.encode(), self.server.state.encode()
        ):
            self._say(404, "Not here", "This address waits for one login only.")
        elif "error" in query:
            self.server.callback = self.path
            self._say(400, "Not logged in", query.get("error_description", query["error"])[0])
        else:
            self.server.callback = self.path
            self._say(200, "You are logged in", "Close this page and go back to the terminal.")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the URL holds the code."""

    def _say(self, status: int, title: str, text: str) -> None:
        page = _PAGE.format(title=escape(title), text=escape(text)).encode()
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(page)))
        self.send_header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("referrer-policy", "no-referrer")
        self.end_headers()
        self.wfile.write(page)
