"""CUSTOM_JWT, the inbound authorizer of an AgentCore gateway: verifies bearer tokens."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import jwt

from local.agentcore.jwt_rules import (
    InvalidTokenError,
    IssuerUnavailableError,
    JwtRules,
    MissingTokenError,
)

ALGORITHM = "RS256"
KEYS_MAX_AGE = 300.0
KEYS_MIN_AGE = 1.0


class Issuer:
    """One identity provider, found by its discovery document; keys are kept for five minutes."""

    def __init__(
        self,
        discovery_url: str,
        http: httpx2.AsyncClient,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._discovery_url = discovery_url
        self._http = http
        self._clock = clock
        self._name = ""
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")

    async def verify(self, token: str) -> Mapping[str, Any]:
        """Check signature, issuer and expiry and return the claims.

        Raises:
            InvalidTokenError: any of them is wrong.
            IssuerUnavailableError: nothing can be checked at the moment.
        """
        try:
            key = await self._key(jwt.get_unverified_header(token))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=self._name,
                options={"verify_aud": False, "require": ["exp", "iss"]},
            )
        except jwt.PyJWTError as error:
            raise InvalidTokenError(type(error).__name__) from error
        return claims

    async def _key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        if header.get("alg") != ALGORITHM:
            raise InvalidTokenError("algorithm")
        key_id = str(header.get("kid"))
        age = self._clock() - self._fetched_at
        if age > KEYS_MAX_AGE or (key_id not in self._keys and age > KEYS_MIN_AGE):
            await self._fetch()
        if key_id not in self._keys:
            raise InvalidTokenError("key id")
        return self._keys[key_id]

    async def _fetch(self) -> None:
        try:
            document = await self._json(self._discovery_url)
            keys = jwt.PyJWKSet.from_dict(await self._json(document["jwks_uri"]))
            self._name = document["issuer"]
        except (httpx2.HTTPError, jwt.PyJWTError, ValueError, KeyError) as error:
            raise IssuerUnavailableError(type(error).__name__) from error
        self._keys = {key.key_id: key for key in keys if key.key_id}
        self._fetched_at = self._clock()

    async def _json(self, url: str) -> dict[str, Any]:
        response = await self._http.get(url)
        response.raise_for_status()
        document = response.json()
        if not isinstance(document, dict):
            raise ValueError("not a JSON object")
        return document


class JwtAuthorizer:
    """Every issuer that the gateways of one process name, and the check of a request's token."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http
        self._issuers: dict[str, Issuer] = {}

    async def authorize(self, rules: JwtRules, authorization: str | None) -> Mapping[str, Any]:
        """Return the claims of the token in an `Authorization` header's value.

        Raises:
            AuthorizerError: the request is not let through; the subclass says why.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise MissingTokenError("no bearer token")
        issuer = self._issuers.setdefault(
            rules.discovery_url, Issuer(rules.discovery_url, self._http)
        )
        claims = await issuer.verify(token.strip())
        rules.check(claims)
        return claims
