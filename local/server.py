"""A server on loopback: how every stand-in of the sandbox is served, and found again."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"


class Tls(NamedTuple):
    """Certificate chain and private key, as PEM files."""

    certificate: Path
    key: Path


class PortInUseError(Exception):
    """A port that the sandbox was told to use is taken."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is in use. Stop what listens there, or choose others with --port."
        )
        self.port = port


def bind(port: int = 0) -> socket.socket:
    """Bind a loopback socket; port 0 takes a free one.

    Raises:
        PortInUseError: the port is taken.
    """
    # asyncio switches Nagle's delay off only for sockets that say they are TCP.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError as error:
        sock.close()
        raise PortInUseError(port) from error
    return sock


def address(sock: socket.socket, tls: Tls | None = None) -> str:
    """The base URL of what is served on a bound socket."""
    port = sock.getsockname()[1]
    return f"https://localhost:{port}" if tls else f"http://{HOST}:{port}"


@contextmanager
def serve(
    app: ASGIApp, *, port: int = 0, tls: Tls | None = None, on: socket.socket | None = None
) -> Iterator[str]:
    """Serve an ASGI app from a thread and yield its base URL, without a trailing slash.

    The name is `localhost` under TLS (certificates name hosts), else the loopback address.

    Args:
        app: what is served.
        port: where; 0 takes a free port.
        tls: serve HTTPS with this certificate.
        on: a socket bound before, for an app that must know its own address.
    """
    sock = on or bind(port)
    server = uvicorn.Server(_config(app, tls))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        _await_start(server, thread)
        yield address(sock, tls)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        sock.close()


def _config(app: ASGIApp, tls: Tls | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=str(tls.certificate) if tls else None,
        ssl_keyfile=str(tls.key) if tls else None,
        ssl_version=ssl.PROTOCOL_TLS_SERVER,
    )


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    while not server.started:
        thread.join(timeout=0.005)
        if not thread.is_alive():
            raise RuntimeError("a local server ended while starting")
