"""Rules of the control plane that the service model cannot state."""

from typing import Any

import pytest

from local.agentcore.rules import gateway_problems, target_problems

PATH = "authorizerConfiguration.customJWTAuthorizer"
SCHEMA = "targetConfiguration.mcp.lambda.toolSchema.inlinePayload"
URL = "https://localhost/oauth2/default/.well-known/openid-configuration"


def gateway(**authorizer: Any) -> dict[str, Any]:
    jwt = {"discoveryUrl": URL, "allowedAudience": ["api://default"]} | authorizer
    return {
        "authorizerType": "CUSTOM_JWT",
        "authorizerConfiguration": {"customJWTAuthorizer": jwt},
    }


def claim(kind: str, operator: str) -> dict[str, Any]:
    match = {"claimMatchOperator": operator, "claimMatchValue": {"matchValueString": "x"}}
    return {
        "inboundTokenClaimName": "cid",
        "inboundTokenClaimValueType": kind,
        "authorizingClaimMatchValue": match,
    }


def target(*tools: dict[str, Any], **changes: Any) -> dict[str, Any]:
    function = {"toolSchema": {"inlinePayload": list(tools)}}
    return {
        "name": "aws-tools",
        "targetConfiguration": {"mcp": {"lambda": function}},
        "credentialProviderConfigurations": [{"credentialProviderType": "GATEWAY_IAM_ROLE"}],
    } | changes


def tool(name: str = "hello", kind: str = "object", description: str = "d") -> dict[str, Any]:
    return {"name": name, "description": description, "inputSchema": {"type": kind}}


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        (gateway(), []),
        (gateway(allowedAudience=[], allowedClients=["a"]), []),
        (gateway(customClaims=[claim("STRING_ARRAY", "CONTAINS")]), []),
        ({"authorizerType": "NONE"}, []),
        ({"authorizerType": "CUSTOM_JWT"}, [PATH]),
        (gateway(allowedAudience=[]), [PATH]),
        (gateway(discoveryUrl=URL.replace("https", "http")), [f"{PATH}.discoveryUrl"]),
        (gateway(discoveryUrl="https://localhost/"), [f"{PATH}.discoveryUrl"]),
        (gateway(customClaims=[claim("STRING", "CONTAINS")]), [f"{PATH}.customClaims[0]"]),
        (gateway(customClaims=[claim("STRING_ARRAY", "EQUALS")]), [f"{PATH}.customClaims[0]"]),
        (gateway() | {"domainOverride": {}}, ["domainOverride"]),
        (
            gateway() | {"protocolConfiguration": {"mcp": {"supportedVersions": ["1", "2"]}}},
            ["protocolConfiguration.mcp.supportedVersions"] * 2,
        ),
    ],
)
def test_a_gateway_restricts_who_may_ask_it(params: dict[str, Any], fields: list[str]) -> None:
    """An authorizer is complete, found over https, and lets not everybody in."""
    assert [problem.name for problem in gateway_problems(params)] == fields


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        (target(tool()), []),
        ({"name": "x", "targetConfiguration": {"mcp": {"openApiSchema": {}}}}, []),
        (target(privateEndpoint={}), ["privateEndpoint"]),
        (
            {"targetConfiguration": target()["targetConfiguration"]},
            ["name", "credentialProviderConfigurations"],
        ),
        (
            target(credentialProviderConfigurations=[{"credentialProviderType": "API_KEY"}]),
            ["credentialProviderConfigurations"],
        ),
        (target(tool(), tool()), [SCHEMA]),
        (target(tool(kind="array")), [f"{SCHEMA}[0].inputSchema.type"]),
        (target(tool(description="d" * 1_048_576)), [SCHEMA]),
        (target(*(tool(f"t{number}") for number in range(1001))), [SCHEMA]),
    ],
)
def test_a_lambda_target_is_named_and_bounded(params: dict[str, Any], fields: list[str]) -> None:
    """It has a name, the gateway's role, and a schema of objects within AWS's limits."""
    assert [problem.name for problem in target_problems(params)] == fields
