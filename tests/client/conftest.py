"""One sandbox for the client's tests, a person who is logged in, and ways to run `awsops`."""

import json
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from local.converse.reply import Fail, Pause, Text
from local.environment import inherited
from local.issuer import Issuer
from local.person import log_in
from local.planner_model import PlannerModel
from local.sandbox import KEYS
from local.stack import Options, running

ROOT = Path(__file__).parent.parent.parent
HUGE = 5_000_000


class MoodyModel:
    """The offline model; asked with one of these words, it behaves oddly."""

    def __init__(self):
        self._planner = PlannerModel()

    def reply(self, request):
        """Answer slowly, hugely or not at all where the question says so."""
        said = request["messages"][-1]["content"][0].get("text", "")
        if "slowly" in said:
            return [part for n in range(200) for part in (Text(f"word{n} "), Pause(0.1))]
        if "hugely" in said:
            line = "All work and no play makes a long answer, and this is a line of it.\n\n"
            return [Text(line * 1000) for _ in range(HUGE // (1000 * len(line)) + 1)]
        if "badly" in said:
            return [Text("It begins well. "), Fail("ModelStreamErrorException", "broken")]
        return self._planner.reply(request)


@pytest.fixture(scope="session")
def issuer():
    """The sandbox's issuer; a test may sign odd tokens with its key."""
    return Issuer()


@pytest.fixture(scope="session")
def sandbox(issuer, tmp_path_factory):
    """The whole chain, started once."""
    options = Options(issuer=issuer, model=MoodyModel(), settings={"TURNS_PER_MINUTE": "1000"})
    with running(tmp_path_factory.mktemp("client-sandbox"), options) as sandbox:
        yield sandbox


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def home(tmp_path):
    """A person's home, in which nobody is logged in."""
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def bare(home):
    """An environment in which nothing is set up."""
    return {**inherited(HOME=str(home)), "AWS_EC2_METADATA_DISABLED": "true", "TERM": "xterm"}


@pytest.fixture
def environment(bare, sandbox):
    """An environment that points at the sandbox."""
    return {
        **bare,
        **KEYS,
        "AWS_ENDPOINT_URL": sandbox.aws,
        "AWSOPS_URL": sandbox.function_url,
        "AWSOPS_ISSUER": sandbox.issuer,
        "AWSOPS_REDIRECT_PORT": str(free_port()),
        "SSL_CERT_FILE": sandbox.ca_bundle,
    }


@pytest.fixture
def logged_in(environment, home, sandbox):
    """The same, and ada is logged in."""
    keep(home, sandbox.issuer, log_in(sandbox))
    return environment


def keep(home, issuer_url, tokens):
    """Keep tokens where `awsops` looks for them on a machine without a keyring."""
    import hashlib

    name = hashlib.sha256(f"{issuer_url} awsops-cli".encode()).hexdigest()[:16]
    path = home / ".local" / "state" / "awsops" / "tokens" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(tokens)), encoding="utf-8")
    return path


COMMAND = (sys.executable, "-m", "client")


@pytest.fixture
def awsops():
    """Run `awsops` to its end; returns the finished process."""

    def run(*arguments, env, stdin=None):
        return subprocess.run(
            [*COMMAND, *arguments],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=env,
            timeout=90,
        )

    return run
