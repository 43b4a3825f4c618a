"""Who asks: the Okta access token, and beside it the IAM principal that signed the request.

Okta's verifier checks signature, algorithm (RS256 only), issuer, audience and expiry. Around it:
the client id and the scopes, keys that outlive an outage of the issuer, and errors that tell a bad
token from unreachable keys.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from jwt.exceptions import ExpiredSignatureError
from okta_jwt_verifier import BaseJWTVerifier  # type: ignore[import-untyped] # ships no types
from okta_jwt_verifier.exceptions import (  # type: ignore[import-untyped] # ships no types
    JWTValidationException,
)

from agent.errors import IdentityUnavailableError, TokenExpiredError, UnauthenticatedError
from agent.jwks import Keys

TOKEN_HEADER = "X-Okta-Authorization"  # noqa: S105 - a name, no secret
_LONGEST_TOKEN = 16_384
_VERIFIED_FOR = timedelta(minutes=1)
_MOST_VERIFIED = 1000
_NO_TOKEN = f"Send an Okta access token in the header `{TOKEN_HEADER}: Bearer <token>`."


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, as their verified token names them.

    Attributes:
        owner: whose conversations they see: a hash of issuer and `uid`.
        client_id: the Okta application that asked.
        token: the access token, for the gateway. Never shown.
        expires_at: the end of the token's time.
    """

    owner: str
    client_id: str
    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """The time here, and by how many seconds the issuer's may differ."""

    now: Callable[[], datetime]
    leeway: int


class _Verified:
    """Callers whose tokens were checked within the last minute: checking one costs milliseconds.

    A token is found by itself, whole, so none that differs in a character is taken for it. A key
    that the issuer withdraws is noticed within that minute.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._callers: dict[str, tuple[datetime, Caller]] = {}

    def get(self, token: str) -> Caller | None:
        """Return who a token belongs to, if that is still known."""
        until, caller = self._callers.get(token, (None, None))
        return caller if until is not None and self._now() < until else None

    def put(self, caller: Caller) -> None:
        """Keep a caller, for a minute and never beyond the token's time."""
        if len(self._callers) >= _MOST_VERIFIED:
            self._callers.clear()
        until = min(self._now() + _VERIFIED_FOR, caller.expires_at)
        self._callers[caller.token] = (until, caller)


class Verifier:
    """Turns access tokens into callers."""

    def __init__(
        self,
        keys: Keys,
        *,
        issuer: str,
        audience: str,
        client_ids: Sequence[str],
        scopes: Sequence[str],
        clocks: Clocks,
    ) -> None:
        self._issuer = issuer
        self._client_ids = frozenset(client_ids)
        self._scopes = frozenset(scopes)
        self._callers = _Verified(clocks.now)
        # The verifier calls what it is given as a class; the keys are made already.
        self._okta = BaseJWTVerifier(
            issuer=issuer,
            audience=audience,
            leeway=clocks.leeway,
            request_executor=lambda **_: keys,
        )

    async def caller(self, token: str | None) -> Caller:
        """Check a token.

        Raises:
            UnauthenticatedError: there is none, or it is not accepted.
            TokenExpiredError: its time is over.
            IdentityUnavailableError: the issuer's keys are unreachable and none are known.
        """
        if not token:
            raise UnauthenticatedError(_NO_TOKEN)
        if len(token) > _LONGEST_TOKEN:
            raise UnauthenticatedError
        known = self._callers.get(token)
        if known is not None:
            return known
        await self._verify(token)
        claims = self._okta.parse_token(token)[1]
        self._authorize(claims)
        caller = Caller(
            owner=self._owner(claims),
            client_id=claims["cid"],
            token=token,
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
        self._callers.put(caller)
        return caller

    async def ready(self) -> None:
        """Find out whether tokens can be checked.

        Raises:
            IdentityUnavailableError: they cannot: no keys.
        """
        await self._okta.get_jwks()

    async def _verify(self, token: str) -> None:
        try:
            await self._okta.verify_access_token(token)
        except JWTValidationException as error:
            # Okta's verifier wraps whatever happened; only the cause tells the kinds apart.
            cause = error.__context__
            if isinstance(cause, IdentityUnavailableError):
                raise cause from None
            if isinstance(cause, ExpiredSignatureError):
                raise TokenExpiredError from None
            raise UnauthenticatedError from None

    def _authorize(self, claims: Mapping[str, Any]) -> None:
        granted = claims.get("scp")
        scopes = frozenset(granted) if isinstance(granted, list) else frozenset()
        known = isinstance(claims.get("cid"), str) and claims["cid"] in self._client_ids
        if not known or not self._scopes <= scopes:
            raise UnauthenticatedError

    def _owner(self, claims: Mapping[str, Any]) -> str:
        # `sub` is the login name, which can be given to somebody else; `uid` is never reused.
        person = claims.get("uid") or claims.get("sub")
        if not isinstance(person, str):
            raise UnauthenticatedError
        return hashlib.sha256(f"{self._issuer}\n{person}".encode()).hexdigest()


def bearer(header: str | None) -> str | None:
    """Return the token of a `Bearer` header, or None if it is not one."""
    scheme, _, token = (header or "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def principal(context: str | None) -> str | None:
    """Return the ARN of the IAM principal that signed, from the Function URL's request context.

    The Lambda Web Adapter writes `x-amzn-request-context` over any copy that a client sends;
    without the adapter in front the header must not be read at all.
    """
    try:
        iam = json.loads(context or "null")["authorizer"]["iam"]
        arn = iam["userArn"]
    except (ValueError, TypeError, KeyError):
        return None
    return arn if isinstance(arn, str) else None
