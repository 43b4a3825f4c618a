"""The language model: Claude on Bedrock, through Strands, one for the process."""

import copy
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, closing
from typing import Any

import boto3
from botocore.config import Config
from botocore.eventstream import EventStream, ParserError
from botocore.exceptions import BotoCoreError, ClientError, EventStreamError
from strands.models import BedrockModel, CacheConfig
from strands.types.exceptions import (
    ContextWindowOverflowException,
    EventLoopException,
    ModelThrottledException,
)
from strands.types.streaming import StreamEvent
from urllib3.exceptions import HTTPError

from agent.errors import (
    ContextTooLongError,
    ModelDeniedError,
    ModelError,
    ModelThrottledError,
    ModelUnavailableError,
)
from agent.settings import Settings

# A stream that is cut or garbled is told of by urllib3 and by botocore's parser, past botocore's
# own errors.
_BROKEN = (BotoCoreError, ClientError, ParserError, HTTPError)
_DENIED = frozenset({"AccessDeniedException", "ResourceNotFoundException", "ValidationException"})


class Claude(BedrockModel):
    """Hangs up on Bedrock when its reader has gone.

    Strands takes its own signal back as soon as a cancelled loop unwinds, before the thread that
    reads the stream has looked at it: that thread would read on to the end of the answer.
    """

    async def stream(self, *arguments: Any, **named: Any) -> AsyncGenerator[StreamEvent, None]:
        """Stream an answer; the thread that reads it ends at the next chunk after its reader."""
        gone = threading.Event()
        named["cancel_signal"] = gone
        try:
            async with aclosing(super().stream(*arguments, **named)) as events:
                async for event in events:
                    yield event
        finally:
            gone.set()


def build(session: boto3.Session, settings: Settings) -> BedrockModel:
    """Build the model. It costs some 80 ms, nearly all for the AWS client."""
    config = Config(
        connect_timeout=3,
        read_timeout=settings.model_read_timeout,
        # Jittered, and over after some seconds: Strands' own retries would outlast a turn.
        retries={"mode": "standard", "total_max_attempts": 4},
        max_pool_connections=settings.model_streams,
        tcp_keepalive=True,
        # Bedrock looks at what it is sent; looking through twenty tools here too takes its time.
        parameter_validation=False,
    )
    model = Claude(
        boto_session=session,
        boto_client_config=config,
        model_id=settings.model_id,
        max_tokens=settings.model_max_tokens,
        cache_config=CacheConfig(strategy="auto"),
    )
    if settings.model_temperature is not None:
        model.update_config(temperature=settings.model_temperature)
    if settings.guardrail_id and settings.guardrail_version:
        model.update_config(
            guardrail_id=settings.guardrail_id, guardrail_version=settings.guardrail_version
        )
    model.client.meta.events.register("after-call.bedrock-runtime.ConverseStream", _close_after_use)
    return model


def tuned(
    model: BedrockModel, *, temperature: float | None, max_tokens: int | None
) -> BedrockModel:
    """Return the model with the parameters of one turn; the AWS client stays the same."""
    if temperature is None and max_tokens is None:
        return model
    turned = copy.copy(model)
    turned.config = copy.copy(model.config)
    if temperature is not None:
        turned.update_config(temperature=temperature)
    if max_tokens is not None:
        turned.update_config(max_tokens=max_tokens)
    return turned


class _ClosingStream:
    """Closes a stream when its reading ends, however it ends.

    Strands leaves one that failed, and its connection, to the garbage collector.
    """

    def __init__(self, stream: "EventStream[Any]") -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with closing(self._stream):
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


def _close_after_use(parsed: dict[str, Any], **_event: object) -> None:
    if "stream" in parsed:
        parsed["stream"] = _ClosingStream(parsed["stream"])


def explain(error: Exception) -> ModelError | None:
    """Say what a failure of the model means to the caller; None if the model did not cause it."""
    if isinstance(error, EventLoopException):
        error = error.original_exception
    if isinstance(error, ModelThrottledException):
        return ModelThrottledError()
    if isinstance(error, ContextWindowOverflowException):
        return ContextTooLongError()
    if isinstance(error, ClientError) and not isinstance(error, EventStreamError):
        return _refusal(error)
    return ModelUnavailableError() if isinstance(error, _BROKEN) else None


def _refusal(error: ClientError) -> ModelError:
    if error.response["Error"]["Code"] in _DENIED:
        return ModelDeniedError()
    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 429:
        return ModelThrottledError()
    return ModelUnavailableError()
