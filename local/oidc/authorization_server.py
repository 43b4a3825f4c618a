"""What the sandbox's issuer knows and holds: its key, clients, people, and what they allowed."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from local.oidc.grants import Codes, Devices, Grant, OAuthError, RefreshTokens, User
from local.oidc.tokens import Minter, SigningKey

AUDIENCE = "api://default"
SCOPES = ("openid", "profile", "email", "offline_access", "aws.ops")
USERS = (
    User("00u1ada0000000000001", "ada@example.com", "Ada Lovelace"),
    User("00u1grace00000000002", "grace@example.com", "Grace Hopper"),
    User("00u1katherine0000003", "katherine@example.com", "Katherine Johnson"),
)
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Client:
    """A public client and the redirect URIs it has beside those on loopback."""

    id: str = "awsops-cli"
    redirect_uris: tuple[str, ...] = ()

    def may_return_to(self, uri: str) -> bool:
        """Tell whether answers may be sent to a URI."""
        return uri in self.redirect_uris or _is_loopback(uri)


@dataclass(frozen=True, slots=True)
class Issuer:
    """An authorization server, without its HTTP.

    Attributes:
        key: signs tokens.
        access_token_seconds: how long access tokens are good.
    """

    key: SigningKey = field(default_factory=SigningKey)
    clients: tuple[Client, ...] = (Client(),)
    users: tuple[User, ...] = USERS
    audience: str = AUDIENCE
    access_token_seconds: int = 3600
    codes: Codes = field(default_factory=Codes)
    refresh_tokens: RefreshTokens = field(default_factory=RefreshTokens)
    devices: Devices = field(default_factory=Devices)

    def client(self, client_id: str | None) -> Client:
        """Find a client by its id.

        Raises:
            OAuthError: invalid_client.
        """
        for client in self.clients:
            if client.id == client_id:
                return client
        raise OAuthError("invalid_client", "The client_id is unknown.")

    def user(self, hint: str | None) -> User:
        """Find a user by login, or by the part of it before the @.

        Raises:
            OAuthError: login_required.
        """
        for user in self.users:
            if hint in {user.login, user.login.partition("@")[0]}:
                return user
        raise OAuthError("login_required", "There is no session, and login_hint names no user.")

    def minter(self, url: str) -> Minter:
        """Return what writes tokens, for an issuer reached at a URL."""
        return Minter(self.key, url, self.audience, self.access_token_seconds)

    def sign(self, claims: Mapping[str, Any], *, header: Mapping[str, Any] | None = None) -> str:
        """Sign any claims as a JWT; see `SigningKey.sign` for odd headers."""
        return self.key.sign(claims, header=header)

    def claims(self, url: str, login: str = "ada", **changed: Any) -> dict[str, Any]:
        """Write the claims of a good access token, some of them changed, for a test to sign."""
        now = time.time()
        grant = Grant(self.clients[0].id, self.user(login), SCOPES, int(now))
        return {**self.minter(url).access_claims(grant, now), **changed}


def _is_loopback(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _LOOPBACK and "@" not in parts.netloc
