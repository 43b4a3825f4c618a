"""The moto process: its port, its log and its end."""

import socket
import subprocess
import sys
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from local.aws import MotoServer
from local.seed.account import Account
from local.server import PortInUseError


def test_a_taken_port_is_named():
    """A port in use is an error that says which, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=str(port)), MotoServer(port=port):
            pass


def test_the_command_names_a_taken_port_in_one_line():
    """The command says the same on one line, with the status of wrong usage."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "local.aws", "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n"), port in done.stderr) == (2, 1, True)


def test_the_server_logs_to_its_file_and_stops(tmp_path):
    """The log holds the requests; after the block nobody listens any more."""
    log = tmp_path / "aws.log"
    with MotoServer(log=log) as url:
        Account(url).client("sts").get_caller_identity()
    assert "POST /" in log.read_text()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(url).port))


PARENT = """
import sys
from local.aws import MotoServer
with MotoServer() as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def test_a_killed_parent_leaves_no_server_behind():
    """The server sees its parent go, even by SIGKILL, and goes too."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        url = urlsplit(parent.stdout.readline().strip())
        with socket.create_connection((url.hostname, url.port), timeout=30) as line:
            parent.kill()
            # Nothing but its end makes the server close a line on which nothing was said.
            with suppress(ConnectionResetError):
                assert line.recv(1) == b""
