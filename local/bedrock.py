"""The Bedrock Runtime endpoint of the sandbox: Converse and ConverseStream before any `Model`.

Requests are checked as Bedrock checks them and answered in its encoding, unbuffered. Signatures
are asked for but not verified; guardrails, service tiers and performance settings are accepted
and change nothing; token counts and caching are simulated (see `prompt_cache`).
"""

import hashlib
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing
from itertools import chain
from typing import Any
from uuid import uuid4

import anyio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from local.converse import event_stream
from local.converse.events import Event, Speech, message
from local.converse.prompt_cache import InputTokens, PromptCache
from local.converse.reply import Fail, Model, Part, Pause
from local.converse.request import Converse, ConverseError

WORDS_PER_SECOND = 250.0
REQUESTS_KEPT = 1000


def create_app(model: Model, *, words_per_second: float = WORDS_PER_SECOND) -> Starlette:
    """Put a model behind Bedrock Runtime's wire protocol.

    Args:
        model: what answers.
        words_per_second: the pace of text; 0 is as fast as it goes.

    Returns:
        An app whose `state.requests` holds the last requests' members, `modelId` included and
        headers left out, oldest first.
    """
    endpoint = _Endpoint(model, words_per_second)
    app = Starlette(
        routes=[
            Route("/model/{model_id:path}/converse-stream", endpoint.stream, methods=["POST"]),
            Route("/model/{model_id:path}/converse", endpoint.whole, methods=["POST"]),
        ],
        exception_handlers={ConverseError: endpoint.refuse},
    )
    app.state.requests = endpoint.requests
    return app


class _Endpoint:
    def __init__(self, model: Model, words_per_second: float) -> None:
        self.requests: deque[Mapping[str, Any]] = deque(maxlen=REQUESTS_KEPT)
        self._model = model
        self._delay = 1 / words_per_second if words_per_second else 0.0
        self._converse = Converse.load()
        self._cache = PromptCache()

    async def stream(self, request: Request) -> Response:
        """Answer ConverseStream."""
        turn = await self._begin(request)
        return StreamingResponse(
            self._frames(turn), media_type=event_stream.MEDIA_TYPE, headers=_request_id()
        )

    async def whole(self, request: Request) -> Response:
        """Answer Converse: the same message in one piece."""
        turn = await self._begin(request)
        events = []
        for step in turn.steps:
            if isinstance(step, Fail):
                raise ConverseError(step.name, step.message)
            if isinstance(step, Pause):
                await anyio.sleep(step.seconds)
            else:
                events.append(step)
        answer = {
            "output": {"message": message(events)},
            "stopReason": turn.speech.stop_reason,
            **turn.metadata(),
        }
        return JSONResponse(answer, headers=_request_id())

    def refuse(self, _request: Request, error: Exception) -> Response:
        """Answer an error as a REST-JSON service does."""
        if not isinstance(error, ConverseError):  # narrows for the type checker
            raise error
        headers = {"x-amzn-errortype": error.name, **_request_id()}
        status = self._converse.status(error.name)
        return JSONResponse({"message": error.message}, status_code=status, headers=headers)

    async def _begin(self, request: Request) -> "_Turn":
        if "authorization" not in request.headers:
            raise ConverseError("AccessDeniedException", "The request carries no signature.")
        members = await _members(request)
        self._converse.check(members)
        self.requests.append(members)
        parts = iter(self._model.reply(members))
        first = next(parts, None)
        if isinstance(first, Fail):
            raise ConverseError(first.name, first.message)
        head = () if first is None else (first,)
        return _Turn(members, chain(head, parts), self._cache.count(members))

    async def _frames(self, turn: "_Turn") -> AsyncIterator[bytes]:
        with closing(turn.steps):  # a client that hangs up ends the model's reply too
            for step in turn.steps:
                if isinstance(step, Fail):
                    yield _exception(step)
                    return
                if isinstance(step, Pause):
                    await anyio.sleep(step.seconds)
                else:
                    yield event_stream.event(step.kind, step.payload)
                    await anyio.sleep(self._delay if _is_text(step) else 0)
        yield event_stream.event("metadata", turn.metadata())


class _Turn:
    """One request being answered."""

    def __init__(
        self, members: Mapping[str, Any], parts: Iterator[Part], tokens: InputTokens
    ) -> None:
        seed = hashlib.sha256(json.dumps(members, sort_keys=True).encode()).hexdigest()
        self.speech = Speech(seed, members.get("inferenceConfig", {}).get("maxTokens"))
        self.steps = self.speech.events(parts)
        self._tokens = tokens
        self._started = time.monotonic()

    def metadata(self) -> dict[str, Any]:
        """Usage and latency, once the message is said."""
        latency = round((time.monotonic() - self._started) * 1000)
        usage = self._tokens.usage(self.speech.tokens)
        return {"usage": usage, "metrics": {"latencyMs": latency}}


async def _members(request: Request) -> dict[str, Any]:
    """Read the request's members: the body's, and the model's id from the path."""
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise ConverseError("SerializationException", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise ConverseError("SerializationException", "The body is not a JSON object.")
    return {**body, "modelId": request.path_params["model_id"]}


def _exception(fail: Fail) -> bytes:
    kind = fail.name[0].lower() + fail.name[1:]
    return event_stream.exception(kind, {"message": fail.message})


def _is_text(event: Event) -> bool:
    return event.kind == "contentBlockDelta" and "text" in event.payload["delta"]


def _request_id() -> dict[str, str]:
    return {"x-amzn-requestid": str(uuid4())}
