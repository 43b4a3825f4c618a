"""Tokens of the issuer, as Okta's own verifier sees them."""

import json
import subprocess
import sys

import pytest

from local import certificates
from local.issuer import Issuer, create_app, url_of
from local.server import serve

# Verifies tokens as the agent does, in a process that trusts the bundle by its environment alone.
VERIFY = """
import asyncio, json, sys
from okta_jwt_verifier import AccessTokenVerifier

async def main(issuer, tokens):
    verifier = AccessTokenVerifier(issuer=issuer, audience="api://default")
    for name, token in tokens.items():
        try:
            await verifier.verify(token)
            print(name, "good")
        except Exception as error:
            print(name, type(error).__name__)

asyncio.run(main(**json.load(sys.stdin)))
"""


@pytest.fixture
def issuer():
    """An issuer, whose key the test holds."""
    return Issuer()


@pytest.fixture
def trust(tmp_path):
    """The sandbox's certificates."""
    return certificates.issue(tmp_path)


@pytest.fixture
def url(issuer, trust):
    """The issuer's URL."""
    with serve(create_app(issuer), tls=trust.tls) as base:
        yield url_of(base)


def test_okta_s_verifier_knows_good_from_bad(issuer, url, trust):
    """Okta's library takes the issuer's tokens and none of the odd ones."""
    good = issuer.claims(url)
    other = Issuer()
    tokens = {
        "good": issuer.sign(good),
        "expired": issuer.sign(issuer.claims(url, exp=good["iat"] - 600)),
        "audience": issuer.sign(issuer.claims(url, aud="api://other")),
        "issuer": issuer.sign(issuer.claims("https://localhost/oauth2/other")),
        "none": issuer.sign(good, header={"alg": "none"}),
        "hs256": issuer.sign(good, header={"alg": "HS256"}),
        "kid": issuer.sign(good, header={"kid": "unknown"}),
        "key": other.sign(good, header={"kid": issuer.key.key_set()["keys"][0]["kid"]}),
    }
    done = subprocess.run(
        [sys.executable, "-c", VERIFY],
        input=json.dumps({"issuer": url, "tokens": tokens}),
        env=trust.environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    verdicts = dict(line.split() for line in done.stdout.splitlines())
    assert {name for name, verdict in verdicts.items() if verdict == "good"} == {"good"}
    assert verdicts.keys() == tokens.keys()
