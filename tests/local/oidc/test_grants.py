"""Codes, refresh tokens and device codes: who may use them, and how often."""

import base64
from hashlib import sha256

import pytest

from local.oidc.grants import Codes, Devices, Grant, OAuthError, RefreshTokens, User

ADA = User("00u1", "ada@example.com", "Ada Lovelace")
GRANT = Grant("cli", ADA, ("openid", "offline_access"), auth_time=0, nonce="n")
CALLBACK = "http://127.0.0.1:8765/callback"
VERIFIER = "a-verifier-of-forty-three-characters-or-more"
CHALLENGE = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def codes():
    """No codes yet."""
    return Codes()


@pytest.fixture
def tokens():
    """No refresh tokens yet."""
    return RefreshTokens()


def redeem(codes, code, **changed):
    """Use a code as its client does."""
    right = {"client_id": "cli", "redirect_uri": CALLBACK, "verifier": VERIFIER}
    return codes.redeem(code, **right | changed)


def refused(act, *arguments, **named):
    """Return the error code that an act is refused with."""
    with pytest.raises(OAuthError) as caught:
        act(*arguments, **named)
    return caught.value.code


def test_a_code_is_good_once(codes):
    """It stands for the grant, and is used up."""
    code = codes.issue(GRANT, redirect_uri=CALLBACK, challenge=CHALLENGE)
    assert redeem(codes, code) == GRANT
    assert refused(redeem, codes, code) == "invalid_grant"


@pytest.mark.parametrize(
    "changed",
    [
        {"verifier": "another-verifier-of-forty-three-characters"},
        {"verifier": ""},
        {"redirect_uri": "http://127.0.0.1:1/other"},
        {"client_id": "web"},
    ],
)
def test_a_code_is_only_for_who_asked_for_it(codes, changed):
    """Verifier, address and client must be those of the request; a wrong try burns the code."""
    code = codes.issue(GRANT, redirect_uri=CALLBACK, challenge=CHALLENGE)
    assert refused(redeem, codes, code, **changed) == "invalid_grant"
    assert refused(redeem, codes, code) == "invalid_grant"


def test_a_refresh_token_is_replaced_at_each_use(tokens):
    """The grant stays; the nonce was for the first id token."""
    first = tokens.issue(GRANT)
    grant, second = tokens.rotate(first, "cli")
    assert (grant.user, grant.scopes, grant.nonce) == (ADA, GRANT.scopes, None)
    assert tokens.rotate(second, "cli")[1] not in {first, second}


def test_a_used_refresh_token_ends_its_family(tokens):
    """Who brings an old token may have stolen it, so the newest is worthless too."""
    first, other = tokens.issue(GRANT), tokens.issue(GRANT)
    _, second = tokens.rotate(first, "cli")
    assert refused(tokens.rotate, first, "cli") == "invalid_grant"
    assert refused(tokens.rotate, second, "cli") == "invalid_grant"
    assert tokens.rotate(other, "cli")[0].user == ADA


def test_a_refresh_token_is_only_for_its_client(tokens):
    """Another client gets nothing for it and does it no harm."""
    token = tokens.issue(GRANT)
    assert refused(tokens.rotate, token, "web") == "invalid_grant"
    tokens.revoke(token, "web")
    assert tokens.rotate(token, "cli")[0].user == ADA


def test_a_device_code_waits_for_a_person_and_is_good_once():
    """A user code is good for one approval, a device code for one grant."""
    devices = Devices()
    device_code, user_code = devices.begin("cli", ("openid",))
    assert refused(devices.redeem, device_code, "cli") == "authorization_pending"
    assert refused(devices.redeem, device_code, "web") == "invalid_grant"
    assert devices.approve(user_code, ADA)
    assert not devices.approve(user_code, ADA)
    assert devices.redeem(device_code, "cli").user == ADA
    assert refused(devices.redeem, device_code, "cli") == "invalid_grant"
