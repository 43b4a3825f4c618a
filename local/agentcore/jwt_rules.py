"""`customJWTAuthorizer`: what a gateway asks of the claims of a verified token.

AuthorizerError
├── MissingTokenError       no bearer token in the request
├── InvalidTokenError       malformed, forged, expired, or not for this gateway
├── InsufficientScopeError  a good token without any allowed scope
└── IssuerUnavailableError  the discovery document or the keys cannot be fetched
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class AuthorizerError(Exception):
    """A request that the authorizer does not let through."""


class MissingTokenError(AuthorizerError):
    """No bearer token in the request."""


class InvalidTokenError(AuthorizerError):
    """A malformed, forged or expired token, or one for somebody else."""


class InsufficientScopeError(AuthorizerError):
    """A good token without any of the allowed scopes."""


class IssuerUnavailableError(AuthorizerError):
    """The discovery document or the signing keys cannot be fetched."""


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """One entry of `customClaims`: EQUALS a string, CONTAINS one, or CONTAINS_ANY of several."""

    name: str
    operator: str
    values: tuple[str, ...]

    def holds(self, claims: Mapping[str, Any]) -> bool:
        """Compare with a token's claims; a list claim never EQUALS, a string never CONTAINS."""
        claim = claims.get(self.name)
        if self.operator == "EQUALS":
            return isinstance(claim, str) and claim in self.values
        return isinstance(claim, list) and any(value in claim for value in self.values)


@dataclass(frozen=True, slots=True)
class JwtRules:
    """`customJWTAuthorizer` of a gateway; an empty rule asks nothing."""

    discovery_url: str
    audiences: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    claims: tuple[ClaimRule, ...] = ()

    @classmethod
    def parse(cls, authorizer: Mapping[str, Any]) -> "JwtRules":
        """Read the member as GetGateway returns it."""
        return cls(
            discovery_url=authorizer["discoveryUrl"],
            audiences=tuple(authorizer.get("allowedAudience", ())),
            clients=tuple(authorizer.get("allowedClients", ())),
            scopes=tuple(authorizer.get("allowedScopes", ())),
            claims=tuple(_claim_rule(rule) for rule in authorizer.get("customClaims", ())),
        )

    def check(self, claims: Mapping[str, Any]) -> None:
        """Hold verified claims against the rules; all that are set must pass.

        Raises:
            InvalidTokenError: audience, client or a custom claim does not match.
            InsufficientScopeError: none of the allowed scopes is granted.
        """
        if self.audiences and not any(aud in self.audiences for aud in _listed(claims.get("aud"))):
            raise InvalidTokenError("audience")
        if self.clients and claims.get("client_id") not in self.clients:
            raise InvalidTokenError("client_id")
        if not all(rule.holds(claims) for rule in self.claims):
            raise InvalidTokenError("custom claim")
        if self.scopes and not set(self.scopes) & set(_granted(claims)):
            raise InsufficientScopeError("scope")


def _claim_rule(rule: Mapping[str, Any]) -> ClaimRule:
    match = rule["authorizingClaimMatchValue"]
    value = match["claimMatchValue"]
    values = value.get("matchValueStringList") or [value["matchValueString"]]
    return ClaimRule(rule["inboundTokenClaimName"], match["claimMatchOperator"], tuple(values))


def _listed(claim: Any) -> Sequence[Any]:
    return claim if isinstance(claim, list) else [claim]


def _granted(claims: Mapping[str, Any]) -> list[str]:
    """Scopes as OAuth writes them (`scope`, one string) or as Okta does (`scp`, a list)."""
    scopes: list[str] = []
    for claim in (claims.get("scope"), claims.get("scp")):
        if isinstance(claim, str):
            scopes += claim.split()
        elif isinstance(claim, list):
            scopes += [entry for entry in claim if isinstance(entry, str)]
    return scopes
