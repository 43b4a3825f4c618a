"""AWS on loopback: moto server in a process of its own, with a gap layer in front.

A process, because moto is slow and holds the interpreter: it must not share one with the parts
that are measured. `python -m local.aws --port 5000` runs it by hand.
"""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import urlsplit

from local.server import HOST, PortInUseError, bind

START_SECONDS = 30.0


class StartError(Exception):
    """The moto process ended, or stayed silent, before it answered a request."""


class MotoServer:
    """A context manager that runs moto server and yields its base URL, without a trailing slash.

    The child inherits the bound socket, so its port cannot be lost in between, and ends when its
    standard input closes: however this process dies, no orphan stays behind.

    Args:
        port: the loopback port; 0 takes a free one.
        log: the file that the server's output is added to; dropped when None.

    Raises:
        PortInUseError: on entering, the port is taken.
        StartError: on entering, the server did not come up.
    """

    def __init__(self, *, port: int = 0, log: Path | None = None) -> None:
        self._port = port
        self._log = log
        self._exit = ExitStack()

    def __enter__(self) -> str:
        with ExitStack() as starting:
            sock = starting.enter_context(closing(_listen(self._port)))
            output = starting.enter_context(self._log.open("ab")) if self._log else None
            process = self._exit.enter_context(_child(sock, output))
            url = f"http://{HOST}:{sock.getsockname()[1]}"
        try:
            _await_answer(url, process)
        except StartError:
            self._exit.close()
            raise
        return url

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._exit.close()


def _listen(port: int) -> socket.socket:
    sock = bind(port)
    try:
        sock.listen(128)
    except OSError as error:  # Linux lets two sockets bind one port until the first listens
        sock.close()
        raise PortInUseError(port) from error
    return sock


@contextmanager
def _child(sock: socket.socket, output: IO[bytes] | None) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "local.aws", "--inherit", str(sock.fileno())],
        pass_fds=[sock.fileno()],
        stdin=subprocess.PIPE,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C is for the parent, which then stops its parts in order
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _await_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    """Ask once and wait: the kernel holds the question until the server accepts it."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StartError(f"moto server ended with status {process.returncode}; see its log")
        if _answers(url):
            return
    raise StartError(f"moto server did not answer within {START_SECONDS:.0f} s; see its log")


def _answers(url: str) -> bool:
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=1)) as connection:
        try:
            connection.request("GET", "/sandbox/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False


def _end_with_parent() -> None:
    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)  # nothing is kept, and the serving threads would hold a plain exit up

    threading.Thread(target=watch, daemon=True).start()


def main() -> int:
    """Serve moto and what it lacks on a loopback port, until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m local.aws", description=main.__doc__)
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--inherit", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    # Imported here because only the child needs moto, and 0.3 s for it.
    from local.aws_gaps.process import run

    if arguments.inherit is None:
        try:
            sock = _listen(arguments.port)
        except PortInUseError as error:
            sys.stderr.write(f"{error}\n")
            return 2
    else:
        sock = socket.socket(fileno=arguments.inherit)
        _end_with_parent()
    with suppress(KeyboardInterrupt):
        run(sock)
    return 0


if __name__ == "__main__":
    sys.exit(main())
