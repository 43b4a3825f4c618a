"""The configuration file: what to create, and the ids, ARNs and URLs that came of it.

The only reader and writer of `configs/bedrock-agentcore-config.json`. Limits on names and texts are
those of the service model of `bedrock-agentcore-control`; the rules on Okta are the gateway's
documented ones (a custom authorization server, whose tokens carry an audience).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from gatewayctl import whole_file
from gatewayctl.errors import ConfigError

ENVIRONMENTS = ("dev", "staging", "prod")
SCHEMA_FILE = "bedrock-agentcore-config.schema.json"
SCHEMA_BYTES = 1_000_000  # AWS says 1 MB; the smaller of its two readings
TOOL_NAME_LENGTH = 64

NAME = r"^([0-9a-zA-Z]-?)+$"
VERSION = r"^\d{4}-\d{2}-\d{2}$"
DISCOVERY_URL = r"^https://[^/\s?#<>]+/oauth2/[^/\s?#<>]+/\.well-known/openid-configuration$"
TOOL_NAME = r"^[0-9a-zA-Z_-]+$"
TAG = r"^[a-zA-Z0-9\s._:/=+@-]*$"
SCOPE = r"^[\x21\x23-\x5B\x5D-\x7E]+$"
EXPLAINED = {
    NAME: "may hold letters, digits and single hyphens between them, no underscore",
    VERSION: "must be a date such as 2025-06-18",
    DISCOVERY_URL: "must read https://<Okta domain>/oauth2/<authorization server>"
    "/.well-known/openid-configuration",
    TOOL_NAME: "may hold letters, digits, hyphens and underscores",
    TAG: "holds a character that tags cannot",
    SCOPE: "is no OAuth scope",
}
FILL = "write it into the file, or run `python -m gatewayctl configure`"

TagKey = Annotated[str, Field(pattern=TAG, min_length=1, max_length=128)]
TagValue = Annotated[str, Field(pattern=TAG, max_length=256)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, serialize_by_alias=True)


class Gateway(_Part):
    """What every environment's gateway has in common."""

    description: Annotated[str, Field(min_length=1, max_length=200)]
    instructions: Annotated[str, Field(min_length=1, max_length=2048)]
    supported_versions: Annotated[list[Annotated[str, Field(pattern=VERSION)]], Field(min_length=1)]
    semantic_search: bool
    tags: Annotated[dict[TagKey, TagValue], Field(max_length=48)]


class Target(_Part):
    """What every environment's target has in common."""

    name: Annotated[str, Field(pattern=NAME, max_length=100)]
    description: Annotated[str, Field(min_length=1, max_length=200)]


class Okta(_Part):
    """The authorization server whose access tokens open the gateway, and the client they name."""

    discovery_url: Annotated[str, Field(pattern=DISCOVERY_URL)] | None
    audience: Annotated[str, Field(min_length=1)] | None
    client_id: Annotated[str, Field(min_length=1)] | None
    scopes: list[Annotated[str, Field(pattern=SCOPE, max_length=255)]]

    @field_validator("discovery_url", "audience", "client_id", mode="before")
    @classmethod
    def _filled(cls, value: object, info: ValidationInfo) -> object:
        if not value and info.context:
            raise PydanticCustomError("unfilled", "is not filled")
        return value or None


class Created(_Part):
    """What came of it; written by the scripts, null until then."""

    gateway_id: str | None
    gateway_arn: str | None
    gateway_url: str | None
    gateway_url_parameter: str | None
    gateway_role_arn: str | None
    target_id: str | None
    tool_function_arn: str | None


NOTHING_CREATED = Created(**dict.fromkeys(Created.model_fields))


class Environment(_Part):
    """One environment: where it is, whom it trusts, what it has."""

    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d+$")]
    gateway_name: Annotated[str, Field(pattern=NAME, max_length=48)]
    okta: Okta
    created: Created


class Environments(_Part):
    """The three environments there are."""

    dev: Environment
    staging: Environment
    prod: Environment


class Schema(_Part):
    """The part of JSON Schema that a gateway takes: no enum, default, format or limits."""

    type: Literal["string", "number", "object", "array", "boolean", "integer"]
    description: str | None = None
    properties: dict[str, "Schema"] | None = None
    required: list[str] | None = None
    items: "Schema | None" = None


class ToolDefinition(_Part):
    """One tool as the target's inline payload states it."""

    name: Annotated[str, Field(pattern=TOOL_NAME)]
    description: Annotated[str, Field(min_length=1)]
    input_schema: Annotated[Schema, Field(alias="inputSchema")]


class Config(_Part):
    """The whole file. `tool_schemas` is generated from the tools, never written by hand."""

    schema_file: Annotated[str, Field(alias="$schema")]
    gateway: Gateway
    target: Target
    environments: Environments
    tool_schemas: list[ToolDefinition]

    @field_validator("tool_schemas")
    @classmethod
    def _fit(cls, tools: list[ToolDefinition], info: ValidationInfo) -> list[ToolDefinition]:
        target = info.data.get("target")
        if faults := _tool_faults(tools, target.name if target else ""):
            raise PydanticCustomError("tools", "{faults}", {"faults": ", ".join(faults)})
        return tools

    def environment(self, name: str) -> Environment:
        """Give one environment by its name."""
        return {
            "dev": self.environments.dev,
            "staging": self.environments.staging,
            "prod": self.environments.prod,
        }[name]


def inline_payload(tools: Sequence[ToolDefinition]) -> list[dict[str, Any]]:
    """Give the tool schemas as AWS's `inlinePayload` member wants them."""
    return [tool.model_dump(exclude_unset=True) for tool in tools]


def load(path: Path, *, filled: str | None = None) -> Config:
    """Read the file; `filled` names an environment whose Okta values must be there.

    Raises:
        ConfigError: the file cannot be read or has faults; all of them are named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            path, [f"it cannot be read ({error}); give another with --config"]
        ) from error
    return _parse(path, text, filled)


def record(path: Path, environment: str, created: Created) -> None:
    """Write what was created for one environment, leaving every other line as it was."""
    config = load(path)
    changed = config.environment(environment).model_copy(update={"created": created})
    environments = config.environments.model_copy(update={environment: changed})
    save(path, config.model_copy(update={"environments": environments}))


def fill(
    path: Path, environment: str, *, okta: Mapping[str, str | None], region: str | None
) -> None:
    """Fill values of one environment; None leaves a value as it is.

    Raises:
        ConfigError: the file, or a value, has faults.
    """
    document = json.loads(canonical(load(path)))
    settings = document["environments"][environment]
    settings["okta"].update({key: value for key, value in okta.items() if value})
    settings["region"] = region or settings["region"]
    save(path, _parse(path, json.dumps(document), None))


def with_tools(path: Path, tools: list[dict[str, Any]]) -> str:
    """Give the file's text with other tool schemas.

    Raises:
        ConfigError: the file has faults, or a gateway would not take the tools.
    """
    document = {**json.loads(canonical(load(path))), "tool_schemas": tools}
    return canonical(_parse(path, json.dumps(document), None))


def canonical(config: Config) -> str:
    """Give the file's one form: model order, two spaces, a newline at the end."""
    return _text(config.model_dump(exclude_unset=True))


def json_schema() -> str:
    """Give the JSON Schema of the file, for editors and for those who write it by hand."""
    return _text(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **Config.model_json_schema()}
    )


def save(path: Path, config: Config) -> None:
    """Write the whole file or nothing: readers never see half of it."""
    whole_file.write(path, canonical(config))


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _parse(path: Path, text: str, filled: str | None) -> Config:
    try:
        Config.model_validate_json(text, context={"demand": "every value filled"})
    except ValidationError as error:
        problems = [_explain(item) for item in error.errors() if _matters(item, filled)]
        if problems:
            raise ConfigError(path, problems) from error
    return Config.model_validate_json(text)


def _matters(error: ErrorDetails, filled: str | None) -> bool:
    return error["type"] != "unfilled" or error["loc"][:2] == ("environments", filled)


def _explain(error: ErrorDetails) -> str:
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error["loc"])[1:]
    if error["type"] == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        return f"{place} {EXPLAINED.get(pattern, f'must match {pattern}')}"
    if error["type"] == "unfilled":
        return f"{place} is not filled: {FILL}"
    message = error["msg"]
    return f"{place}: {message[0].lower()}{message[1:]}" if place else message


def _tool_faults(tools: Sequence[ToolDefinition], target: str) -> list[str]:
    names = [tool.name for tool in tools]
    # Bedrock takes tool names of 64 characters; the gateway puts the target's name first.
    longest = TOOL_NAME_LENGTH - len(f"{target}___")
    faults = [f"{name} is over {longest} characters" for name in names if len(name) > longest]
    faults += [f"{name} is there twice" for name in sorted(set(names)) if names.count(name) > 1]
    size = len(json.dumps(inline_payload(tools)).encode())
    if size > SCHEMA_BYTES:
        faults.append(
            f"{size:,} bytes of the {SCHEMA_BYTES:,} that a gateway takes inline: shorten the "
            "tools' descriptions in src/mcp_tool, then run `make schemas`"
        )
    return faults
