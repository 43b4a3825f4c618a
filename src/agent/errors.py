"""Everything that can go wrong in the agent, as one tree.

AgentError
├── UnauthenticatedError           no token, or one that does not pass
│   └── TokenExpiredError          it passed once; a new one helps
├── IdentityUnavailableError       the issuer's keys cannot be had
├── ConversationNotFoundError      unknown, deleted, expired, or another person's
├── ConversationChangedError       its version is not the one that was expected
├── InvalidCursorError             a page was asked for with a cursor nobody gave out
├── RateLimitedError               too many turns or tokens this minute
├── StoreUnavailableError          DynamoDB did not answer
├── GatewayError
│   ├── GatewayNotConfiguredError  no gateway URL has been written yet
│   ├── GatewayUnavailableError    it did not answer, or only with 429 and 5xx
│   ├── GatewayRefusedError        it answered: not like this
│   ├── GatewayBusyError           every session is in use
│   ├── ConnectionLostError        the MCP connection ended; a new one helps
│   └── UnknownToolError           the gateway has no tool of that name
├── ModelError                     the model failed for a reason without a name here
│   ├── ModelThrottledError
│   ├── ModelUnavailableError
│   ├── ModelDeniedError
│   └── ContextTooLongError
└── TurnTimeoutError               the turn used up its time

`api` maps the classes to statuses; after a stream has begun they become `error` events. The text
of each is written here, or by the raiser, for the caller to read: it never quotes another
exception.
"""

from typing import ClassVar


class AgentError(Exception):
    """Base of the tree.

    Attributes:
        code: stable name for programs.
        message: what failed and what to do, for people.
        retryable: whether the same request may pass later.
    """

    code: ClassVar[str] = "internal"
    message: str = "Something failed inside the agent. Try again; the request id finds the log."
    retryable: ClassVar[bool] = False

    def __init__(self, message: str | None = None) -> None:
        self.message = message or type(self).message
        super().__init__(self.message)


class UnauthenticatedError(AgentError):
    """The request carries no token, or one that is not accepted here."""

    code = "invalid_token"
    message = "The Okta access token is missing or is not accepted. Log in again."


class TokenExpiredError(UnauthenticatedError):
    """The token's time is over."""

    code = "token_expired"
    message = "The Okta access token has expired. Log in again, then repeat the question."
    retryable = True


class IdentityUnavailableError(AgentError):
    """The token cannot be checked, because the issuer's keys cannot be fetched."""

    code = "identity_unavailable"
    message = "The token cannot be checked now: the issuer's keys are unreachable. Try again."
    retryable = True


class ConversationNotFoundError(AgentError):
    """No such conversation for this caller."""

    code = "conversation_not_found"
    message = "There is no such conversation. Leave conversation_id out to begin a new one."


class ConversationChangedError(AgentError):
    """Somebody renamed or cleared the conversation in between."""

    code = "conversation_changed"
    message = "The conversation has changed in the meantime. Read it again, then repeat this."
    retryable = True


class InvalidCursorError(AgentError):
    """The cursor is not one that this service gave out."""

    code = "invalid_cursor"
    message = "The cursor is not valid. Leave it out to read from the beginning."


class RateLimitedError(AgentError):
    """The caller's turns or tokens of this minute are used up."""

    code = "rate_limited"
    retryable = True

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many questions in this minute. Try again in {retry_after} s.")
        self.retry_after = retry_after


class StoreUnavailableError(AgentError):
    """DynamoDB failed or did not answer in time."""

    code = "store_unavailable"
    message = "Conversations cannot be read or written now. Try again."
    retryable = True


class GatewayError(AgentError):
    """Base of what can go wrong between the agent and the tools."""

    code = "gateway_error"


class GatewayNotConfiguredError(GatewayError):
    """The parameter that holds the gateway's URL does not exist."""

    code = "gateway_not_configured"
    message = "No gateway is configured. Run scripts/create-gateway.py for this environment."


class GatewayUnavailableError(GatewayError):
    """The gateway could not be reached, or kept answering 429 or 5xx."""

    code = "gateway_unavailable"
    message = "The tool gateway does not answer. Try again."
    retryable = True


class GatewayRefusedError(GatewayError):
    """The gateway answered with a JSON-RPC error or a status of the 4xx."""

    code = "gateway_refused"
    message = "The tool gateway refused the request."


class GatewayBusyError(GatewayError):
    """As many sessions as are allowed are open, and all are in use."""

    code = "gateway_busy"
    message = "Too many people are asking at once. Try again."
    retryable = True


class ConnectionLostError(GatewayError):
    """The MCP connection is gone; the request may be sent again on a new one."""

    code = "gateway_unavailable"
    message = "The connection to the tool gateway was lost. Try again."
    retryable = True


class UnknownToolError(GatewayError):
    """The gateway lists no tool of this name."""

    code = "unknown_tool"
    message = "The gateway has no such tool."


class ModelError(AgentError):
    """The model failed."""

    code = "model_error"
    message = "The model failed to answer. Your message is stored; ask again."
    retryable = True


class ModelThrottledError(ModelError):
    """Bedrock throttled every attempt."""

    code = "model_throttled"
    message = "The model is throttled. Your message is stored; ask again in a minute."


class ModelUnavailableError(ModelError):
    """Bedrock could not be reached, or broke off."""

    code = "model_unavailable"
    message = "The model does not answer. Your message is stored; ask again."


class ModelDeniedError(ModelError):
    """Bedrock refuses this account or this model id."""

    code = "model_denied"
    message = "Bedrock refuses the configured model. Check model access and the agent's role."
    retryable = False


class ContextTooLongError(ModelError):
    """The conversation no longer fits the model."""

    code = "context_too_long"
    message = "The conversation is too long for the model. Clear it or begin a new one."
    retryable = False


class TurnTimeoutError(AgentError):
    """The turn was ended because its time was used up."""

    code = "turn_timeout"
    message = "The answer took too long and was ended. Ask for less at once."
    retryable = True
