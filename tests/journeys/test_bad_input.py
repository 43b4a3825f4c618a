"""Bad input at the front door gets a clear answer, and tells nobody's secrets."""

import json
from pathlib import Path

import pytest

from local.person import log_in

JSON = ("-H", "Content-Type: application/json")
HELLO = json.dumps({"message": "hello"})

# What is changed in a good token, and with which header it is signed.
ODD_TOKENS = {
    "expired": ({"iat": 1_600_000_000, "exp": 1_600_003_600}, {}),
    "wrong audience": ({"aud": "api://other"}, {}),
    "wrong issuer": ({"iss": "https://localhost:1/oauth2/default"}, {}),
    "wrong client id": ({"cid": "another-app"}, {}),
    "alg none": ({}, {"alg": "none"}),
    "HS256 with the public key": ({}, {"alg": "HS256"}),
    "unknown key id": ({}, {"kid": "no-such-key"}),
}


@pytest.fixture
def odd_token(issuer, sandbox):
    """Sign a token that is good but for one thing."""

    def sign(name):
        changed, header = ODD_TOKENS[name]
        base = sandbox.issuer.removesuffix("/oauth2/default")
        return issuer.key.sign(issuer.claims(base, **changed), header=header)

    return sign


@pytest.mark.parametrize("kind", ODD_TOKENS)
def test_a_bad_token_is_a_401_and_nowhere_logged(curl, odd_token, sandbox, kind):
    """Each forged or spent token is refused as problem+json, and no log holds a part of it."""
    bearer = odd_token(kind)
    answer = curl("/stream", *JSON, "-d", HELLO, bearer=bearer)
    assert answer.status == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= set(answer.json)
    signature = bearer.rsplit(".", 1)[1] or bearer.rsplit(".", 2)[1]
    for log in Path(sandbox.directory).rglob("*.log"):
        assert signature not in log.read_text(encoding="utf-8", errors="replace"), log


def test_no_token_is_a_401(curl):
    """Without an Okta token the answer says which header is missing."""
    answer = curl("/stream", *JSON, "-d", HELLO, bearer=None)
    assert answer.status == 401
    assert "X-Okta-Authorization" in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"message": ""}, "message"),
        ({"message": "   "}, "message"),
        ({"message": "x" * 65_537}, "message"),
        ({"message": 7}, "message"),
        ({"message": ["a"]}, "message"),
        ({}, "message"),
        ({"message": "hi", "gateway_url": "https://evil.example"}, "gateway_url"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_request_is_a_422_that_names_the_field(curl, tmp_path, body, named):
    """An empty, huge or non-text message and an unknown field are refused by name."""
    (tmp_path / "body").write_text(json.dumps(body), encoding="utf-8")
    answer = curl("/stream", *JSON, "--data-binary", f"@{tmp_path / 'body'}")
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert named in answer.text


def test_an_unknown_conversation_is_a_404(curl):
    """A conversation that nobody has cannot be continued."""
    body = json.dumps({"message": "go on", "conversation_id": "cli-client-nobody"})
    assert curl("/stream", *JSON, "-d", body).status == 404


def test_another_persons_conversation_is_a_404(curl, sandbox):
    """Grace can neither continue nor read what ada began, and learns nothing of it."""
    (start, *_) = curl("/stream", *JSON, "-d", HELLO).events
    conversation = start[1]["conversation_id"]
    grace = log_in(sandbox, "grace").access_token

    body = json.dumps({"message": "go on", "conversation_id": conversation})
    foreign = curl("/stream", *JSON, "-d", body, bearer=grace)
    unknown = curl("/api/conversations/cli-client-nobody", bearer=grace)
    assert foreign.status == 404
    assert curl(f"/api/conversations/{conversation}", bearer=grace).status == 404
    assert unknown.json["detail"] == foreign.json["detail"]
    assert curl(f"/api/conversations/{conversation}").status == 200
