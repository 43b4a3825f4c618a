"""Rules of the AgentCore control plane that its documentation states and its model cannot."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from local.agentcore.service_model import Problem

VERSIONS = ("2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28")
MAX_INLINE_SCHEMA = 1024 * 1024
MAX_TOOLS = 1000
DISCOVERY_URL = re.compile(r"https://.+/\.well-known/openid-configuration")
OPERATORS = {"STRING": ("EQUALS",), "STRING_ARRAY": ("CONTAINS", "CONTAINS_ANY")}
RESTRICTIONS = ("allowedAudience", "allowedClients", "allowedScopes", "customClaims")
# Members that moto does not keep: better refused than forgotten.
NOT_KEPT_OF_GATEWAY = ("domainOverride", "wafConfiguration", "customTransformConfiguration")
NOT_KEPT_OF_TARGET = ("privateEndpoint", "certificateConfigurations")


def gateway_problems(params: Mapping[str, Any]) -> Iterator[Problem]:
    """What CreateGateway and UpdateGateway refuse beyond the model."""
    yield from _not_kept(params, NOT_KEPT_OF_GATEWAY)
    mcp = params.get("protocolConfiguration", {}).get("mcp", {})
    for version in mcp.get("supportedVersions", ()):
        if version not in VERSIONS:
            path = "protocolConfiguration.mcp.supportedVersions"
            yield Problem(path, f"Member must satisfy enum value set: [{', '.join(VERSIONS)}]")
    if params["authorizerType"] == "CUSTOM_JWT":
        yield from _jwt_problems(params.get("authorizerConfiguration"))


def target_problems(params: Mapping[str, Any]) -> Iterator[Problem]:
    """What CreateGatewayTarget and UpdateGatewayTarget refuse beyond the model."""
    yield from _not_kept(params, NOT_KEPT_OF_TARGET)
    if "name" not in params:
        yield Problem("name", "Member must not be null")
    function = params["targetConfiguration"].get("mcp", {}).get("lambda")
    if function is None:
        return
    credentials = params.get("credentialProviderConfigurations", [{}])[0]
    if credentials.get("credentialProviderType") != "GATEWAY_IAM_ROLE":
        path = "credentialProviderConfigurations"
        yield Problem(path, "A Lambda target needs credentialProviderType GATEWAY_IAM_ROLE")
    yield from _schema_problems(function["toolSchema"].get("inlinePayload", []))


def _jwt_problems(configuration: Mapping[str, Any] | None) -> Iterator[Problem]:
    path = "authorizerConfiguration.customJWTAuthorizer"
    if configuration is None:
        yield Problem(path, "Member must not be null when authorizerType is CUSTOM_JWT")
        return
    authorizer = configuration["customJWTAuthorizer"]
    if not DISCOVERY_URL.fullmatch(authorizer["discoveryUrl"]):
        yield Problem(
            f"{path}.discoveryUrl",
            f"Member must satisfy regular expression pattern: {DISCOVERY_URL.pattern}",
        )
    if not any(authorizer.get(name) for name in RESTRICTIONS):
        yield Problem(path, f"At least one of {', '.join(RESTRICTIONS)} must be set")
    for index, claim in enumerate(authorizer.get("customClaims", ())):
        allowed = OPERATORS[claim["inboundTokenClaimValueType"]]
        if claim["authorizingClaimMatchValue"]["claimMatchOperator"] not in allowed:
            yield Problem(
                f"{path}.customClaims[{index}]",
                f"claimMatchOperator must be {' or '.join(allowed)}",
            )


def _schema_problems(tools: list[Mapping[str, Any]]) -> Iterator[Problem]:
    path = "targetConfiguration.mcp.lambda.toolSchema.inlinePayload"
    if len(tools) > MAX_TOOLS:
        yield Problem(path, f"Member must have length less than or equal to {MAX_TOOLS}")
    if len(json.dumps(tools).encode()) > MAX_INLINE_SCHEMA:
        yield Problem(path, f"The inline schema must not be over {MAX_INLINE_SCHEMA} bytes")
    if len({tool["name"] for tool in tools}) < len(tools):
        yield Problem(path, "Tool names must be unique")
    for index, tool in enumerate(tools):
        if tool["inputSchema"]["type"] != "object":
            yield Problem(f"{path}[{index}].inputSchema.type", "The top level must be an object")


def _not_kept(params: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if name in params:
            yield Problem(name, "This stand-in does not keep this member")
