"""`awsops web`, as a person runs it."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from client.status import ExitStatus

ROOT = Path(__file__).parents[3]


@pytest.fixture
def started(logged_in):
    """Start `awsops web`; returns the process and the address that it says."""
    command = [sys.executable, "-m", "client", "web", "--no-open", "--port", "0"]
    # In a job in the background Ctrl-C is ignored, by its children too unless they are told.
    heard = ["env", "--default-signal=INT"]
    with subprocess.Popen(
        [*heard, *command], env=logged_in, cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        address = next(word for line in process.stderr for word in line.split() if "#code" in word)
        yield process, address
        process.kill()


def test_the_address_opens_the_page_and_ctrl_c_ends_it(started):
    """It is on 127.0.0.1; the code is behind the `#`, which no request carries."""
    process, address = started
    origin, code = address.split("/#code=")
    assert origin.startswith("http://127.0.0.1:")
    page = httpx.get(origin, trust_env=False)
    assert page.headers["content-type"].startswith("text/html")
    entered = httpx.post(
        f"{origin}/api/session", json={"code": code}, headers={"origin": origin}, trust_env=False
    )
    assert entered.status_code == 200
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == ExitStatus.DONE
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_told(awsops, logged_in):
    """With what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = awsops("web", "--no-open", "--port", port, env=logged_in)
    assert done.returncode == ExitStatus.USAGE
    assert "--port" in done.stderr


def test_without_a_url_nothing_is_served(awsops, bare):
    """As with every command, the sentence says what to set."""
    done = awsops("web", "--no-open", "--port", "0", env=bare)
    assert done.returncode == ExitStatus.CONFIG
    assert "awsops config set url" in done.stderr


def test_the_other_commands_do_not_load_the_server(bare):
    """`awsops --help` costs no web framework."""
    code = (
        "import sys, json\n"
        "from client.cli import run\n"
        "run(['--help'])\n"
        "print(json.dumps([m for m in ('fastapi', 'uvicorn', 'starlette') if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []
