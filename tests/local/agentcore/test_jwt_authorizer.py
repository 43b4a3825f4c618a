"""Verification of bearer tokens against an issuer on loopback."""

import base64
import hmac
import json
import time

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from local.agentcore.jwt_authorizer import KEYS_MAX_AGE, Issuer, JwtAuthorizer
from local.agentcore.jwt_rules import (
    InvalidTokenError,
    IssuerUnavailableError,
    JwtRules,
    MissingTokenError,
)
from local.server import serve

NAME = "https://id.example.com/oauth2/default"
KEY = generate_private_key(65537, 2048)
OTHER = generate_private_key(65537, 2048)


class IdentityProvider:
    """An issuer that publishes whatever keys a test sets, and counts how often it is asked."""

    def __init__(self) -> None:
        self.keys = {"k1": KEY}
        self.fetches = 0
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discover),
                Route("/v1/keys", self.publish),
            ]
        )

    async def discover(self, request):
        """The discovery document."""
        return JSONResponse({"issuer": NAME, "jwks_uri": f"{request.base_url}v1/keys"})

    async def publish(self, _):
        """The public keys."""
        self.fetches += 1
        keys = [
            RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": name}
            for name, key in self.keys.items()
        ]
        return JSONResponse({"keys": keys})


@pytest.fixture
def provider():
    return IdentityProvider()


@pytest.fixture
def discovery_url(provider):
    with serve(provider.app) as url:
        yield f"{url}/.well-known/openid-configuration"


@pytest.fixture
async def http():
    async with httpx2.AsyncClient(timeout=5) as client:
        yield client


def token(key=KEY, kid="k1", **claims) -> str:
    given = {"iss": NAME, "exp": int(time.time()) + 3600, "sub": "ada"} | claims
    kept = {name: value for name, value in given.items() if value is not None}
    return jwt.encode(kept, key, "RS256", {"kid": kid})


def encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def unsigned(algorithm: str = "none") -> bytes:
    claims = {"iss": NAME, "exp": int(time.time()) + 3600}
    parts = ({"alg": algorithm, "kid": "k1"}, claims)
    return b".".join(encoded(json.dumps(part).encode()) for part in parts)


def signed_with_the_public_key() -> bytes:
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    message = unsigned("HS256")
    return message + b"." + encoded(hmac.digest(public, message, "sha256"))


async def test_a_good_token_is_let_in(http, discovery_url) -> None:
    """The claims come back; the scheme's case does not matter."""
    rules = JwtRules(discovery_url)
    claims = await JwtAuthorizer(http).authorize(rules, f"bearer {token()}")
    assert claims["sub"] == "ada"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer  ", "Basic abc"])
async def test_no_token_is_not_a_bad_one(http, discovery_url, header) -> None:
    """A request without a bearer token is told apart."""
    with pytest.raises(MissingTokenError):
        await JwtAuthorizer(http).authorize(JwtRules(discovery_url), header)


@pytest.mark.parametrize(
    "bad",
    [
        "x",
        "a.b.c",
        unsigned().decode() + ".",
        signed_with_the_public_key().decode(),
        token(key=OTHER),
        token(kid="unknown"),
        token(iss="https://evil.example.com"),
        token(iss=None),
        token(exp=int(time.time()) - 1),
        token(exp=None),
        token(nbf=int(time.time()) + 600),
    ],
)
async def test_a_bad_token_is_refused(http, discovery_url, bad) -> None:
    """Forged, foreign, expired, early and incomplete tokens are all invalid."""
    with pytest.raises(InvalidTokenError):
        await JwtAuthorizer(http).authorize(JwtRules(discovery_url), f"Bearer {bad}")


async def test_keys_are_fetched_once_and_again_after_a_rotation(
    http, provider, discovery_url
) -> None:
    """An unknown key id fetches the keys anew, though not twice within a second."""
    now = [0.0]
    issuer = Issuer(discovery_url, http, clock=lambda: now[0])
    await issuer.verify(token())
    await issuer.verify(token())
    assert provider.fetches == 1
    provider.keys = {"k2": OTHER}
    with pytest.raises(InvalidTokenError):
        await issuer.verify(token(key=OTHER, kid="k2"))
    now[0] = 2
    await issuer.verify(token(key=OTHER, kid="k2"))
    now[0] += KEYS_MAX_AGE + 1
    await issuer.verify(token(key=OTHER, kid="k2"))
    assert provider.fetches == 3


@pytest.mark.parametrize("path", ["/missing", "/v1/keys"])
async def test_an_issuer_that_cannot_be_asked_is_not_the_tokens_fault(
    http, discovery_url, path
) -> None:
    """A discovery document that is missing or something else is its own error."""
    url = discovery_url.replace("/.well-known/openid-configuration", path)
    with pytest.raises(IssuerUnavailableError):
        await JwtAuthorizer(http).authorize(JwtRules(url), f"Bearer {token()}")
