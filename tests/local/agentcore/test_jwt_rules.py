"""Rules on the claims of a verified token."""

import pytest

from local.agentcore.jwt_rules import InsufficientScopeError, InvalidTokenError, JwtRules

OKTA = {
    "aud": "api://default",
    "cid": "awsops-cli",
    "scp": ["openid", "aws.ops"],
    "groups": ["ops", "dev"],
}


def rules(**members) -> JwtRules:
    return JwtRules.parse({"discoveryUrl": "https://id.example.com", **members})


def custom(name, operator, **value):
    match = {"claimMatchOperator": operator, "claimMatchValue": value}
    return rules(
        customClaims=[{"inboundTokenClaimName": name, "authorizingClaimMatchValue": match}]
    )


@pytest.mark.parametrize(
    "fitting",
    [
        rules(),
        rules(allowedAudience=["other", "api://default"]),
        rules(allowedScopes=["aws.ops", "admin"]),
        custom("cid", "EQUALS", matchValueString="awsops-cli"),
        custom("groups", "CONTAINS", matchValueString="dev"),
        custom("groups", "CONTAINS_ANY", matchValueStringList=["x", "ops"]),
    ],
)
def test_claims_that_fit_pass(fitting) -> None:
    """Each rule passes on a claim that meets it, and no rule asks nothing."""
    fitting.check(OKTA)


@pytest.mark.parametrize(
    "unmet",
    [
        rules(allowedAudience=["other"]),
        rules(allowedClients=["awsops-cli"]),  # Okta says cid, the gateway reads client_id
        custom("cid", "EQUALS", matchValueString="other"),
        custom("groups", "EQUALS", matchValueString="ops"),
        custom("cid", "CONTAINS", matchValueString="awsops-cli"),
        custom("groups", "CONTAINS_ANY", matchValueStringList=["x"]),
        custom("missing", "CONTAINS", matchValueString="x"),
    ],
)
def test_claims_that_do_not_fit_make_the_token_invalid(unmet) -> None:
    """Audience, client and custom claims are each enough to refuse a token."""
    with pytest.raises(InvalidTokenError):
        unmet.check(OKTA)


def test_one_granted_scope_is_enough_and_none_is_not() -> None:
    """Scopes are read from `scp` and from OAuth's `scope` string."""
    wanted = rules(allowedScopes=["aws.ops"])
    wanted.check({"scope": "openid aws.ops"})
    for claims in ({"scope": "openid"}, {"scp": ["aws"]}, {"scp": "x"}, {}):
        with pytest.raises(InsufficientScopeError):
            wanted.check(claims)


def test_a_client_id_claim_is_matched() -> None:
    """The rule allowedClients passes on `client_id`; claims of odd types only fail."""
    wanted = rules(allowedClients=["a"], allowedAudience=["b"])
    wanted.check({"client_id": "a", "aud": ["b", "c"]})
    with pytest.raises(InvalidTokenError):
        wanted.check({"client_id": ["a"], "aud": [{}, "b"]})
