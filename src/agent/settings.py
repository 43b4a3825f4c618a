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
    environment: str = Field(
        default="dev", description="`dev`, `staging` or `prod`; names and metrics carry it"
    )
    conversations_table: str = Field(
        default_factory=_table, description="DynamoDB table of the conversations"
    )
    gateway_url_parameter: str = Field(
        default_factory=_parameter, description="SSM parameter that holds the gateway's URL"
    )

    aws_region: str = Field(default="us-east-1", description="where table, parameter and model are")
    log_level: str = Field(default="INFO", description="the least level that is logged")
    log_messages: bool = Field(default=False, description="log questions and answers too")
    trust_request_context: bool = Field(
        default=False,
        description="read `x-amzn-request-context`: only behind the Lambda Web Adapter",
    )

    conversation_ttl_days: int = Field(default=30, ge=1, description="how long a turn is kept")
    store_threads: int = Field(default=16, ge=1, description="calls to DynamoDB at once")
    store_seconds: float = Field(
        default=10, gt=0, description="how long one of them may take, retries included"
    )

    okta_issuer: str = Field(
        description="issuer of access tokens, `https://…/oauth2/<authorization server>`"
    )
    okta_audience: str = Field(
        default="api://default", description="audience that tokens must name"
    )
    okta_client_ids: Names = Field(description="client ids that tokens may name, comma separated")
    okta_scopes: Names = Field(
        default=(), description="scopes that tokens must hold, comma separated"
    )
    token_leeway: int = Field(default=30, ge=0, description="seconds by which clocks may differ")

    gateway_sessions: int = Field(default=128, ge=1, description="MCP sessions open at once")
    gateway_read_timeout: float = Field(
        default=40, gt=0, description="how long a tool call may take"
    )

    model_id: str = Field(
        default="global.anthropic.claude-sonnet-4-6",
        description="model or inference profile on Bedrock",
    )
    model_temperature: float | None = Field(
        default=None, ge=0, le=1, description="0 to 1; unset is the model's own"
    )
    model_max_tokens: int = Field(
        default=8192, ge=1, description="longest message of the model, in tokens"
    )
    model_read_timeout: float = Field(default=60, gt=0, description="longest silence of the model")
    model_streams: int = Field(
        default=128,
        ge=1,
        description="answers of the model at once, each a thread and a connection",
    )
    price_input: float = Field(
        default=3.0, ge=0, description="US dollars for a million input tokens"
    )
    price_output: float = Field(default=15.0, ge=0, description="the same for output tokens")
    price_cache_read: float = Field(
        default=0.3, ge=0, description="the same for tokens read from the prompt cache"
    )
    price_cache_write: float = Field(
        default=3.75, ge=0, description="the same for tokens written to it"
    )
    guardrail_id: str | None = Field(default=None, description="Bedrock guardrail; both or neither")
    guardrail_version: str | None = Field(default=None, description="its version")

    history_tokens: int = Field(
        default=60_000,
        ge=1_000,
        description="above this the history shown to the model drops to half",
    )
    turn_model_calls: int = Field(default=12, ge=1, description="calls of the model in a turn")
    turn_seconds: float = Field(default=240, gt=0, description="how long a turn may take")
    turn_stored_seconds: float = Field(
        default=270, gt=0, description="after this a turn that has not ended counts as interrupted"
    )
    heartbeat_seconds: float = Field(
        default=10, gt=0, description="longest silence of the event stream"
    )
    turns_per_minute: int = Field(default=30, ge=1, description="questions of one person")
    tokens_per_minute: int = Field(default=400_000, ge=1, description="tokens of one person")

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
