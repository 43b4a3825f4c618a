"""A sample person: logs in at the sandbox's issuer without a browser, over the real flow."""

import ssl
from contextlib import closing

import httpx
from botocore.credentials import Credentials

from client.agent_api import AgentApi
from client.connection import Connection
from client.login import Login, Tokens
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local.sandbox import ACCESS_KEY, CLIENT_ID, REGION, SECRET_KEY, Sandbox

REDIRECT_URI = "http://127.0.0.1:8765/callback"
PEOPLE = ("ada", "grace")


class LoginRefusedError(Exception):
    """The issuer did not send the sample person back with a code."""


def log_in(sandbox: Sandbox, name: str = PEOPLE[0]) -> Tokens:
    """Log a sample person in, by authorization code and PKCE; `prompt=none` spares the browser."""
    trust = ssl.create_default_context(cafile=sandbox.ca_bundle)
    with closing(Login(sandbox.issuer, CLIENT_ID, REDIRECT_URI, trust)) as login:
        authorization = login.begin(login_hint=name, prompt="none")
        answer = httpx.get(authorization.url, verify=trust, trust_env=False)
        if not answer.is_redirect:
            raise LoginRefusedError(f"the issuer answered {answer.status_code} to {name}'s login")
        return login.finish(authorization, answer.headers["location"])


def agent_api(sandbox: Sandbox, name: str = PEOPLE[0]) -> AgentApi:
    """The agent's API as a sample person uses it: logged in, and signing as the sample caller."""
    tokens = log_in(sandbox, name)
    credentials = Credentials(ACCESS_KEY, SECRET_KEY)
    connection = Connection(
        sandbox.function_url,
        SignedForLambda(credentials, REGION),
        FixedToken(tokens.access_token),
    )
    return AgentApi(connection)
