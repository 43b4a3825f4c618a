"""One sandbox for the client's tests, a person who is logged in, and ways to run `awsops`."""

import hashlib
import json
import socket
import ssl
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from pathlib import Path

import httpx
import pytest

from client.login import Login
from local import certificates
from local import issuer as issuer_app
from local.environment import inherited
from local.issuer import Issuer
from local.person import log_in
from local.sandbox import KEYS
from local.server import serve
from local.stack import Options, running
from tests.client.doubles import MoodyModel, Script
from tests.client.window import Terminal

ROOT = Path(__file__).parent.parent.parent


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
def kept(home, sandbox):
    """Keep tokens as a login at the sandbox's issuer does; returns the file."""
    return lambda tokens: keep(home, sandbox.issuer, tokens)


@pytest.fixture(scope="session")
def trust(sandbox):
    """What trusts the sandbox's certificates."""
    return ssl.create_default_context(cafile=sandbox.ca_bundle)


@pytest.fixture
def tokens_of(sandbox):
    """Log a sample person in; members of the tokens may be replaced."""
    return lambda name, **changed: replace(log_in(sandbox, name), **changed)


@pytest.fixture
def logged_in(environment, kept, sandbox):
    """The same, and ada is logged in."""
    kept(log_in(sandbox))
    return environment


def keep(home, issuer_url, tokens):
    """Keep tokens where `awsops` looks for them on a machine without a keyring."""
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


@pytest.fixture
def terminal(logged_in):
    """Start `awsops` in a terminal of a size, as ada."""
    with ExitStack() as stack:

        def start(*arguments, columns=80, rows=40, **variables):
            env = {**logged_in, **variables}
            terminal = Terminal(arguments, env, columns=columns, rows=rows)
            stack.callback(terminal.close)
            return terminal

        yield start


@pytest.fixture
def scripted():
    """Serve an agent that answers as a test wrote down; returns its URL and its script."""
    with ExitStack() as stack:

        def start(*answers):
            script = Script(answers)
            return stack.enter_context(serve(script)), script

        yield start


@pytest.fixture
def pointed(bare, tmp_path):
    """An environment that points at some URL, with credentials and a token."""

    def at(url):
        token = tmp_path / "token"
        token.write_text("a.b.c", encoding="ascii")
        return {
            **bare,
            **KEYS,
            "AWSOPS_URL": url,
            "AWSOPS_ISSUER": "https://localhost:1/oauth2/default",
            "AWSOPS_TOKEN_FILE": str(token),
        }

    return at


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The issuer's URL, and what trusts its certificate."""
    issued = certificates.issue(tmp_path_factory.mktemp("certificates"))
    trust = ssl.create_default_context(cafile=issued.bundle)
    with serve(issuer_app.create_app(Issuer()), tls=issued.tls) as url:
        yield issuer_app.url_of(url), trust


@pytest.fixture
def login(served):
    """A login at it."""
    url, trust = served
    with closing(Login(url, "awsops-cli", "http://127.0.0.1:9/callback", trust)) as login:
        yield login


@pytest.fixture
def come_back(served):
    """Be a browser: open a login's URL as ada, and return where the issuer sends it."""

    def run(authorization):
        answer = httpx.get(
            f"{authorization.url}&prompt=none&login_hint=ada", verify=served[1], trust_env=False
        )
        return answer.headers["location"]

    return run


@pytest.fixture
def tokens(login, come_back):
    """The tokens of a fresh login."""
    authorization = login.begin()
    return login.finish(authorization, come_back(authorization))
