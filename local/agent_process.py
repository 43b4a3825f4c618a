"""The agent of src/agent under uvicorn, unchanged, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from local.server import address

START_SECONDS = 30.0


class AgentStartError(Exception):
    """The agent ended, or stayed silent, before it was healthy."""


@contextmanager
def agent(environment: Mapping[str, str], *, on: socket.socket, log: Path) -> Iterator[None]:
    """Run the agent with these settings on a bound socket, which it inherits, until it is healthy.

    Raises:
        AgentStartError: it did not come up; the message ends with the log's last line.
    """
    with log.open("ab") as output:
        on.listen(128)
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", "agent.main:create_app", "--factory"),
                *("--fd", str(on.fileno()), "--no-access-log", "--log-level", "warning"),
            ],
            env=environment,
            pass_fds=[on.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_health(address(on), process, log)
            yield
        finally:
            process.terminate()
            process.wait()


def _await_health(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until the agent answers; the kernel queues the question once the socket listens."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=1, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    raise AgentStartError(f"the agent did not start ({log}): {lines[-1] if lines else 'no output'}")
