"""The page's server in front of the sandbox."""

from contextlib import ExitStack, closing

import pytest
from botocore.credentials import Credentials

from client.connection import Connection, Policy
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local.sandbox import ACCESS_KEY, REGION, SECRET_KEY
from tests.client.web.page_server import serving

TOKEN = "header.payload.signature"


@pytest.fixture
def page_server():
    """Serve the page in front of an agent's URL, with a token."""
    with ExitStack() as stack:

        def start(url, token=TOKEN, policy=None):
            auth = SignedForLambda(Credentials(ACCESS_KEY, SECRET_KEY), REGION)
            connection = Connection(url, auth, FixedToken(token), policy=policy or Policy())
            stack.enter_context(closing(connection))
            return stack.enter_context(serving(connection))

        yield start


@pytest.fixture
def server(page_server, sandbox, tokens_of):
    """The page's server in front of the whole chain, as ada."""
    return page_server(sandbox.function_url, tokens_of("ada").access_token)


@pytest.fixture
def browser(server):
    """A browser that is let in."""
    with server.enter() as browser:
        yield browser
