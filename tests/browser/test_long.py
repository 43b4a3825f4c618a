"""An answer that no model should give, and that must not break the page."""

import json
from contextlib import closing

import pytest
from botocore.credentials import Credentials

from client.connection import Connection
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local.sandbox import ACCESS_KEY, REGION, SECRET_KEY
from local.server import serve
from tests.browser.test_asking import expect

LINE = "A line of an answer that does not want to end, as logs have them.\n\n"
PIECES = 75
LINES = 1000


async def endless(scope, _receive, send):
    """An agent whose answer has five megabytes, and that knows no conversations."""
    asked = scope["path"] == "/stream"
    kind = b"text/event-stream" if asked else b"application/json"
    head = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]}
    await send(head)
    if not asked:
        body = json.dumps({"conversations": [], "cursor": None}).encode()
        await send({"type": "http.response.body", "body": body})
        return
    for name, data in events():
        body = f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
        await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def events():
    """Its events."""
    yield "start", {"conversation_id": "endless", "turn": 1, "request_id": "r"}
    for _ in range(PIECES):
        yield "text", {"delta": LINE * LINES}
    yield "end", {"stop_reason": "end_turn"}


@pytest.fixture
def connection():
    """Signed HTTP to that agent."""
    with serve(endless) as url:
        auth = SignedForLambda(Credentials(ACCESS_KEY, SECRET_KEY), REGION)
        with closing(Connection(url, auth, FixedToken("a.b.c"))) as connection:
            yield connection


def test_an_answer_of_five_megabytes_is_shown(page):
    """All of it is there, and the page still takes a question."""
    assert len(LINE) * LINES * PIECES > 5_000_000
    turn = page.ask("tell me everything")
    expect(turn.locator(".prose p")).to_have_count(LINES * PIECES)
    page.begin()
