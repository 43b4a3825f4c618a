"""The agent's configuration: every environment variable it reads, with its default."""

from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[tuple[str, ...], NoDecode]


def _table(values: dict[str, Any]) -> str:
    return f"aws-operations-agent-conversations-{values.get('environment')}"


def _parameter(values: dict[str, Any]) -> str:
    return f"/operations-agent/{values.get('environment')}/gateway-url"


class Settings(BaseSettings):
    """Read once, by the composition root. Durations are seconds.

    AWS clients read further variables of their own (credentials, `AWS_ENDPOINT_URL*`).

    Raises:
        pydantic.ValidationError: a variable is missing or malformed; it lists all of them.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    # First, because the defaults of names are made of it.
    environment: str = "dev"
    conversations_table: str = Field(default_factory=_table)
    gateway_url_parameter: str = Field(default_factory=_parameter)

    aws_region: str = "us-east-1"
    log_level: str = "INFO"
    log_messages: bool = False
    trust_request_context: bool = False

    conversation_ttl_days: int = Field(default=30, ge=1)
    store_threads: int = Field(default=16, ge=1)

    okta_issuer: str
    okta_audience: str = "api://default"
    okta_client_ids: Names
    okta_scopes: Names = ()
    token_leeway: int = Field(default=30, ge=0)

    gateway_sessions: int = Field(default=128, ge=1)
    gateway_read_timeout: float = Field(default=40, gt=0)

    model_id: str = "global.anthropic.claude-sonnet-4-6"
    model_temperature: float | None = Field(default=None, ge=0, le=1)
    model_max_tokens: int = Field(default=8192, ge=1)
    model_read_timeout: float = Field(default=60, gt=0)
    model_streams: int = Field(default=128, ge=1)
    price_input: float = Field(default=3.0, ge=0)
    price_output: float = Field(default=15.0, ge=0)
    price_cache_read: float = Field(default=0.3, ge=0)
    price_cache_write: float = Field(default=3.75, ge=0)
    guardrail_id: str | None = None
    guardrail_version: str | None = None

    history_tokens: int = Field(default=60_000, ge=1_000)
    turn_model_calls: int = Field(default=12, ge=1)
    turn_seconds: float = Field(default=240, gt=0)
    turn_stored_seconds: float = Field(default=270, gt=0)
    heartbeat_seconds: float = Field(default=10, gt=0)
    turns_per_minute: int = Field(default=30, ge=1)
    tokens_per_minute: int = Field(default=400_000, ge=1)

    @field_validator("okta_client_ids", "okta_scopes", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read a comma separated list."""
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("okta_client_ids")
    @classmethod
    def _some(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an empty list: it would let nobody in, or, read carelessly, everybody."""
        if not value:
            raise ValueError("name at least one client id")
        return value

    @field_validator("guardrail_id", "guardrail_version", "model_temperature", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        """Read an empty variable as unset: a template always defines it."""
        return value or None if isinstance(value, str) else value
