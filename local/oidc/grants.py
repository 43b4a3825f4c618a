"""What users have allowed clients, and the strings that stand for it: codes and refresh tokens.

Everything is kept in memory, by one event loop. Rules and error codes are those of RFC 6749 (codes,
refresh), RFC 7636 (PKCE), RFC 9700 (rotation: a used refresh token that comes back ends its whole
family) and RFC 8628 (devices). Okta may allow a used token for some seconds more; here there is no
grace.
"""

import base64
import hmac
import secrets
import time
from dataclasses import dataclass, field, replace
from hashlib import sha256

CODE_SECONDS = 60
DEVICE_SECONDS = 600
# Letters that are not mistaken for each other or for digits, and spell no words.
USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


class OAuthError(Exception):
    """An error that OAuth has a code for; it reads `code: description`."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description


@dataclass(frozen=True, slots=True)
class User:
    """A person; `login` is also the address."""

    id: str
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What a user allowed a client."""

    client_id: str
    user: User
    scopes: tuple[str, ...]
    auth_time: int
    nonce: str | None = None


@dataclass(frozen=True, slots=True)
class _Code:
    grant: Grant
    redirect_uri: str
    challenge: str
    expires: float


@dataclass(slots=True)
class _Family:
    """A refresh token and all that replaced it."""

    grant: Grant
    current: str


@dataclass(slots=True)
class _Device:
    client_id: str
    scopes: tuple[str, ...]
    user_code: str
    expires: float
    grant: Grant | None = None


@dataclass(slots=True)
class Codes:
    """Authorization codes: good once, for a minute, for who asked for them."""

    _codes: dict[str, _Code] = field(default_factory=dict)

    def issue(self, grant: Grant, *, redirect_uri: str, challenge: str) -> str:
        """Make a code; `challenge` is the S256 challenge of its request."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Code(grant, redirect_uri, challenge, time.time() + CODE_SECONDS)
        return code

    def redeem(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Grant:
        """Use a code up, whether or not all else fits.

        Raises:
            OAuthError: invalid_grant.
        """
        held = self._codes.pop(code, None)
        if held is None or held.expires < time.time():
            raise OAuthError("invalid_grant", "The authorization code is invalid or has expired.")
        if held.grant.client_id != client_id or held.redirect_uri != redirect_uri:
            raise OAuthError(
                "invalid_grant", "The authorization code is of another client or redirect_uri."
            )
        if not hmac.compare_digest(_s256(verifier), held.challenge):
            raise OAuthError("invalid_grant", "PKCE verification failed.")
        return held.grant


@dataclass(slots=True)
class RefreshTokens:
    """Refresh tokens that are replaced at every use."""

    _families: dict[str, _Family] = field(default_factory=dict)

    def issue(self, grant: Grant) -> str:
        """Begin a family."""
        token = secrets.token_urlsafe(32)
        self._families[token] = _Family(grant, token)
        return token

    def rotate(self, token: str, client_id: str) -> tuple[Grant, str]:
        """Replace a token; a used one ends its family.

        Raises:
            OAuthError: invalid_grant.
        """
        family = self._families.get(token)
        if family is None or family.grant.client_id != client_id:
            raise OAuthError("invalid_grant", "The refresh token is invalid or expired.")
        if family.current != token:
            self._end(family)
            raise OAuthError("invalid_grant", "The refresh token was used before.")
        family.current = secrets.token_urlsafe(32)
        self._families[family.current] = family
        return replace(family.grant, nonce=None), family.current

    def revoke(self, token: str, client_id: str) -> None:
        """End the family of a token; one that is unknown or another's is left alone."""
        family = self._families.get(token)
        if family is not None and family.grant.client_id == client_id:
            self._end(family)

    def _end(self, family: _Family) -> None:
        ended = [token for token, other in self._families.items() if other is family]
        for token in ended:
            del self._families[token]


@dataclass(slots=True)
class Devices:
    """Log-ins of devices that have no browser."""

    _devices: dict[str, _Device] = field(default_factory=dict)

    def begin(self, client_id: str, scopes: tuple[str, ...]) -> tuple[str, str]:
        """Return a device code, to poll with, and a user code, to read out."""
        device_code = secrets.token_urlsafe(32)
        user_code = "".join(secrets.choice(USER_CODE_LETTERS) for _ in range(8))
        expires = time.time() + DEVICE_SECONDS
        self._devices[device_code] = _Device(client_id, scopes, user_code, expires)
        return device_code, user_code

    def approve(self, user_code: str, user: User) -> bool:
        """Let a device in as a user; False if no device waits under that code."""
        for device in self._devices.values():
            if device.user_code == user_code and device.grant is None:
                now = int(time.time())
                device.grant = Grant(device.client_id, user, device.scopes, now)
                return True
        return False

    def redeem(self, device_code: str, client_id: str) -> Grant:
        """Return what the user allowed, once.

        Raises:
            OAuthError: invalid_grant, expired_token or authorization_pending.
        """
        device = self._devices.get(device_code)
        if device is None or device.client_id != client_id:
            raise OAuthError("invalid_grant", "The device code is invalid.")
        if device.grant is None and device.expires < time.time():
            raise OAuthError("expired_token", "The device code has expired.")
        if device.grant is None:
            raise OAuthError("authorization_pending", "The device authorization is pending.")
        del self._devices[device_code]
        return device.grant


def _s256(verifier: str) -> str:
    digest = sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
