"""What an environment's gateway and target shall be: configuration and stack outputs in API form.

None marks a member that must not be there. Pure functions; nothing here talks to AWS.
"""

from typing import Any

from gatewayctl.config_file import Config, Environment, inline_payload


def gateway(config: Config, environment: str, *, role_arn: str) -> dict[str, Any]:
    """Give the members of Create- and UpdateGateway."""
    settings = config.environment(environment)
    return {
        "name": settings.gateway_name,
        "description": config.gateway.description,
        "roleArn": role_arn,
        "protocolType": "MCP",
        "protocolConfiguration": {"mcp": _mcp(config)},
        "authorizerType": "CUSTOM_JWT",
        "authorizerConfiguration": {"customJWTAuthorizer": _authorizer(settings)},
        # Full error texts help while building; in production they would tell callers inner names.
        "exceptionLevel": None if environment == "prod" else "DEBUG",
    }


def tags(config: Config, environment: str) -> dict[str, str]:
    """Give the gateway's tags: the configured ones and the environment."""
    return {**config.gateway.tags, "environment": environment}


def target(config: Config, *, function_arn: str) -> dict[str, Any]:
    """Give the members of Create- and UpdateGatewayTarget."""
    schemas = {"inlinePayload": inline_payload(config.tool_schemas)}
    return {
        "name": config.target.name,
        "description": config.target.description,
        "targetConfiguration": {
            "mcp": {"lambda": {"lambdaArn": function_arn, "toolSchema": schemas}}
        },
        "credentialProviderConfigurations": [{"credentialProviderType": "GATEWAY_IAM_ROLE"}],
    }


def stack(environment: str) -> str:
    """Name the CloudFormation stack whose outputs the scripts read."""
    return f"aws-operations-agent-{environment}"


def _mcp(config: Config) -> dict[str, Any]:
    return {
        "supportedVersions": list(config.gateway.supported_versions),
        "instructions": config.gateway.instructions,
        "searchType": "SEMANTIC" if config.gateway.semantic_search else None,
        # A Lambda target answers whole, so there is nothing to stream.
        "streamingConfiguration": {"enableResponseStreaming": False},
    }


def _authorizer(settings: Environment) -> dict[str, Any]:
    # Okta names the client in `cid`; `allowedClients` would look at `client_id`, which is not sent.
    client = {
        "inboundTokenClaimName": "cid",
        "inboundTokenClaimValueType": "STRING",
        "authorizingClaimMatchValue": {
            "claimMatchValue": {"matchValueString": settings.okta.client_id},
            "claimMatchOperator": "EQUALS",
        },
    }
    return {
        "discoveryUrl": settings.okta.discovery_url,
        "allowedAudience": [settings.okta.audience],
        "allowedClients": None,
        "allowedScopes": list(settings.okta.scopes) or None,
        "customClaims": [client],
    }
