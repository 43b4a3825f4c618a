"""Serves the page on loopback until Ctrl-C, and opens it in the person's browser."""

import asyncio
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress

import uvicorn
from starlette.types import ASGIApp

from client.errors import InputError
from client.parts import Parts
from client.web.app import create_app
from client.web.session import Session

HOST = "127.0.0.1"


def bind(port: int) -> socket.socket:
    """Bind a loopback socket; port 0 takes a free one.

    Raises:
        InputError: the port is taken.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there it would let another program take the port over
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError as error:
        sock.close()
        raise InputError(
            f"Port {port} cannot be had: another program may listen there."
            " Choose one with --port, or let 0 find a free one."
        ) from error
    return sock


def serve(parts: Parts, port: int, *, tell: Callable[[str], None], browse: bool) -> None:
    """Serve until Ctrl-C.

    Args:
        parts: the client's parts.
        port: where, on 127.0.0.1.
        tell: says the address to the person; it opens the page, once.
        browse: open it in their browser, too.

    Raises:
        ClientError: the port is taken, or something that the agent needs is not there.
    """
    # The connection is left to the end of the process: threads may still read from it.
    connection = parts.connection()
    with closing(bind(port)) as sock:
        origin = f"http://{HOST}:{sock.getsockname()[1]}"
        session = Session()
        config = parts.config
        app = create_app(
            connection,
            session,
            origin=origin,
            environment=config.environment,
            price=config.price,
        )

        def started() -> None:
            address = f"{origin}/#code={session.code}"
            tell(address)
            if browse:
                webbrowser.open(address)

        with suppress(KeyboardInterrupt):
            asyncio.run(_Server(app, started).serve(sockets=[sock]))


class _Server(uvicorn.Server):
    """Says when it can be reached."""

    def __init__(self, app: ASGIApp, started: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        await asyncio.to_thread(self._tell)
