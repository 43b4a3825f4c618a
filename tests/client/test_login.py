"""Logging in at the sandbox's issuer: code and PKCE, device, refresh, revocation."""

import time
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.responses import JSONResponse

from client.errors import LoginFailedError, UnreachableError
from client.login import Login
from client.tokens import claims

REDIRECT = "http://127.0.0.1:9/callback"


def test_a_login_asks_with_a_challenge_and_gets_tokens(login, come_back):
    """The URL carries an S256 challenge and a state, never the verifier."""
    authorization = login.begin()
    query = parse_qs(urlsplit(authorization.url).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["state"] == [authorization.state]
    assert authorization.verifier not in authorization.url

    tokens = login.finish(authorization, come_back(authorization))
    assert claims(tokens.access_token)["sub"] == "ada@example.com"
    assert tokens.refresh_token
    assert tokens.expires_at > time.time() + 3000


def test_a_foreign_state_is_refused(login, come_back):
    """The answer to another request is not taken."""
    callback = come_back(login.begin())
    with pytest.raises(LoginFailedError):
        login.finish(login.begin(), callback)


def test_a_code_is_good_once(login, come_back):
    """A second use is the issuer's refusal, in its words."""
    authorization = login.begin()
    callback = come_back(authorization)
    login.finish(authorization, callback)
    with pytest.raises(LoginFailedError, match="invalid_grant"):
        login.finish(authorization, callback)


def test_a_person_who_cancels_is_told_so(login):
    """The issuer's error comes back in the callback."""
    authorization = login.begin()
    url = f"{REDIRECT}?error=access_denied&error_description=Cancelled.&state={authorization.state}"
    with pytest.raises(LoginFailedError, match=r"Cancelled\. \(access_denied\)"):
        login.finish(authorization, url)


def test_a_refresh_brings_new_tokens_and_spends_the_old(login, tokens):
    """Tokens rotate; a spent one is refused."""
    renewed = login.refresh(tokens.refresh_token)
    assert renewed.refresh_token != tokens.refresh_token
    with pytest.raises(LoginFailedError):
        login.refresh(tokens.refresh_token)


def test_revocation_ends_a_login(login, tokens):
    """After it nothing can be renewed."""
    login.revoke(tokens.refresh_token)
    with pytest.raises(LoginFailedError):
        login.refresh(tokens.refresh_token)


def test_something_else_is_no_issuer(scripted):
    """A URL of another server is told before anybody logs in."""
    url, _ = scripted(JSONResponse({"hello": "world"}))
    with (
        closing(Login(url, "awsops-cli", REDIRECT)) as login,
        pytest.raises(LoginFailedError, match="is no Okta authorization server"),
    ):
        login.begin()


def test_an_issuer_that_is_away_is_unreachable():
    """Nothing answers there."""
    with (
        closing(Login("http://127.0.0.1:1", "awsops-cli", REDIRECT)) as login,
        pytest.raises(UnreachableError),
    ):
        login.begin()
