"""The chain with an issuer that nobody here wrote: npm oidc-provider, in Okta's shape."""

import re
import ssl
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from botocore.credentials import Credentials

from client.agent_api import AgentApi, Question
from client.connection import Connection
from client.events import End, ToolEnd
from client.login import Login
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local.sandbox import ACCESS_KEY, CLIENT_ID, REGION, SECRET_KEY
from local.server import bind
from local.stack import Options, running

SCRIPT = Path(__file__).parent.parent / "peers" / "issuer.mjs"
REDIRECT_URI = "http://127.0.0.1:8765/callback"
START_SECONDS = 20


@contextmanager
def oidc_provider(node, trust):
    """Run the provider with certificates that the sandbox trusts."""
    with bind() as sock:
        port = sock.getsockname()[1]
    arguments = [str(port), str(trust.tls.certificate), str(trust.tls.key)]
    process = subprocess.Popen([node, str(SCRIPT), *arguments], stderr=subprocess.DEVNULL)
    url = f"https://localhost:{port}/oauth2/default"
    try:
        await_keys(url, trust)
        yield url
    finally:
        process.terminate()
        process.wait()


def await_keys(url, trust):
    """Ask until the provider shows its keys."""
    known = ssl.create_default_context(cafile=trust.bundle)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/v1/keys", verify=known, trust_env=False).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the provider did not start")


def log_in(sandbox, name):
    """Log in as a browser does: the provider's pages for name and consent, then back."""
    trust = ssl.create_default_context(cafile=sandbox.ca_bundle)
    with closing(Login(sandbox.issuer, CLIENT_ID, REDIRECT_URI, trust)) as login:
        begun = login.begin()
        with httpx.Client(verify=trust, trust_env=False) as browser:
            answer = browser.get(begun.url)
            while not answer.headers.get("location", "").startswith(REDIRECT_URI):
                if answer.is_redirect:
                    answer = browser.send(answer.next_request)
                else:
                    action, form = submitted(answer, name)
                    answer = browser.post(action, data=form)
        return login.finish(begun, answer.headers["location"])


def submitted(page, name):
    """Fill a page's form."""
    action = re.search(r'action="([^"]+)"', page.text)[1]
    prompt = re.search(r'name="prompt" value="(\w+)"', page.text)[1]
    form = {"prompt": prompt, "login": name, "password": "any"}
    return page.url.join(action), form


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_login_at_oidc_provider_opens_every_lock(node, tmp_path):
    """Its tokens pass the client, the agent and the gateway, and each person has their own."""
    options = Options(issuer=lambda trust: oidc_provider(node, trust))
    with running(tmp_path, options) as sandbox:
        tokens = {name: log_in(sandbox, name).access_token for name in ("ada", "grace")}
        ada, grace = (person(sandbox, token) for token in tokens.values())
        with closing(ada), closing(grace):
            events = list(ada.stream(Question("Which S3 buckets are there?")))
            assert [event.ok for event in events if isinstance(event, ToolEnd)] == [True]
            assert isinstance(events[-1], End)
            assert len(list(ada.conversations())) == 1
            assert list(grace.conversations()) == []


def person(sandbox, token):
    """The agent's API with a token."""
    signed = SignedForLambda(Credentials(ACCESS_KEY, SECRET_KEY), REGION)
    return AgentApi(Connection(sandbox.function_url, signed, FixedToken(token)))
