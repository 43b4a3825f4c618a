"""What the issuer knows of clients and people."""

import pytest

from local.oidc.authorization_server import Client, Issuer
from local.oidc.grants import OAuthError


@pytest.fixture
def issuer():
    """An issuer with a web client beside the command line's."""
    web = Client("web", redirect_uris=("https://example.com/callback",))
    return Issuer(clients=(Client(), web))


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/callback",
        "https://example.com/callback/other",
        "https://127.0.0.1:1/callback",
        "http://127.0.0.1@evil.example/",
        "http://localhost.evil.example/",
        "http://[",
        "javascript:alert(1)",
        "",
    ],
)
def test_strangers_get_no_answers(issuer, uri):
    """Only loopback and what a client has registered are good redirect URIs."""
    assert not issuer.client("web").may_return_to(uri)


@pytest.mark.parametrize(
    ("client_id", "uri"),
    [
        ("awsops-cli", "http://localhost:1/cb"),
        ("awsops-cli", "http://127.0.0.1:8765/callback"),
        ("awsops-cli", "http://[::1]:9/"),
        ("web", "https://example.com/callback"),
    ],
)
def test_loopback_and_registered_addresses_are_good(issuer, client_id, uri):
    """Any loopback port, and what a client has registered."""
    assert issuer.client(client_id).may_return_to(uri)


def test_a_clients_addresses_are_its_own(issuer):
    """What one client has registered is no other's."""
    assert not issuer.client("awsops-cli").may_return_to("https://example.com/callback")


def test_people_are_known_by_their_login_or_its_first_part(issuer):
    """Nobody else is known."""
    assert issuer.user("ada") == issuer.user("ada@example.com")
    with pytest.raises(OAuthError, match="login_required"):
        issuer.user("a")


def test_claims_can_be_changed_before_they_are_signed(issuer):
    """A test asks for a good token with one thing wrong."""
    good = issuer.claims("https://localhost/oauth2/default", login="grace")
    assert good["sub"] == "grace@example.com"
    assert good["iss"] == "https://localhost/oauth2/default"
    assert issuer.claims("https://localhost/oauth2/default", aud="other")["aud"] == "other"
