"""Tokens as an Okta custom authorization server writes them: JWTs under RS256, and the key set.

Claims and their types follow Okta's reference of access and id tokens (`ver`, `uid`, `cid`, `scp`);
an access token's `sub` is the login name, an id token's is the user id.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from local.oidc.grants import Grant

ID_TOKEN_SECONDS = 3600


class SigningKey:
    """The RSA key of an authorization server."""

    def __init__(self) -> None:
        self._rsa = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.public_pem = self._rsa.as_pem(private=False)

    def key_set(self) -> dict[str, Any]:
        """Write the public key as a JWK set."""
        return dict(KeySet([self._rsa]).as_dict(private=False))

    def sign(self, claims: Mapping[str, Any], *, header: Mapping[str, Any] | None = None) -> str:
        """Sign claims as a JWT.

        Args:
            claims: the whole payload.
            header: members to add or replace. `{"alg": "HS256"}` takes the public key for a shared
                secret and `{"alg": "none"}` leaves the signature out, as forgers do; tests need
                such tokens.
        """
        full = {"typ": "JWT", "kid": self._rsa.kid, "alg": "RS256", **(header or {})}
        if full["alg"] == "RS256":
            return jwt.encode(full, dict(claims), self._rsa, algorithms=["RS256"])
        return _forge(full, claims, self.public_pem)


@dataclass(frozen=True, slots=True)
class Minter:
    """Writes the tokens of one authorization server.

    Attributes:
        issuer: its URL, the `iss` of every token.
        audience: the `aud` of access tokens.
        seconds: how long an access token is good.
    """

    key: SigningKey
    issuer: str
    audience: str
    seconds: int

    def access_claims(self, grant: Grant, now: float) -> dict[str, Any]:
        """Say what the user allowed the client to do."""
        return {
            "ver": 1,
            "jti": f"AT.{secrets.token_urlsafe(24)}",
            "iss": self.issuer,
            "aud": self.audience,
            "iat": int(now),
            "exp": int(now) + self.seconds,
            "cid": grant.client_id,
            "uid": grant.user.id,
            "scp": list(grant.scopes),
            "auth_time": grant.auth_time,
            "sub": grant.user.login,
        }

    def id_claims(self, grant: Grant, access_token: str, now: float) -> dict[str, Any]:
        """Say who the user is, to the client."""
        half = sha256(access_token.encode("ascii")).digest()[:16]
        claims = {
            "ver": 1,
            "jti": f"ID.{secrets.token_urlsafe(24)}",
            "iss": self.issuer,
            "aud": grant.client_id,
            "iat": int(now),
            "exp": int(now) + ID_TOKEN_SECONDS,
            "sub": grant.user.id,
            "auth_time": grant.auth_time,
            "amr": ["pwd"],
            "at_hash": _base64(half),
        }
        if grant.nonce is not None:
            claims["nonce"] = grant.nonce
        if "profile" in grant.scopes:
            claims |= {"name": grant.user.name, "preferred_username": grant.user.login}
        if "email" in grant.scopes:
            claims["email"] = grant.user.login
        return claims

    def answer(self, grant: Grant, refresh_token: str | None, now: float) -> dict[str, Any]:
        """Write a token endpoint's answer (RFC 6749, section 5.1)."""
        access = self.key.sign(self.access_claims(grant, now))
        answer: dict[str, Any] = {
            "token_type": "Bearer",
            "expires_in": self.seconds,
            "access_token": access,
            "scope": " ".join(grant.scopes),
        }
        if refresh_token is not None:
            answer["refresh_token"] = refresh_token
        if "openid" in grant.scopes:
            answer["id_token"] = self.key.sign(self.id_claims(grant, access, now))
        return answer


def _forge(header: Mapping[str, Any], claims: Mapping[str, Any], secret: bytes) -> str:
    """Write a JWT that joserfc rightly refuses to write."""
    signed = f"{_base64(json.dumps(header).encode())}.{_base64(json.dumps(claims).encode())}"
    keyed = header["alg"] == "HS256"
    return f"{signed}.{_base64(hmac.digest(secret, signed.encode(), 'sha256') if keyed else b'')}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
