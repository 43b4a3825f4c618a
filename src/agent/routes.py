"""The routes: each parses, calls one part, and shows what came of it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import Response, StreamingResponse
from fastapi.security import APIKeyHeader
from starlette.types import Receive, Scope, Send

from agent.assistant import Assistant, Question
from agent.condition import Condition
from agent.erasure import Erasure
from agent.events import Failure
from agent.gateway import Gateway, name_of
from agent.identity import TOKEN_HEADER, Caller, Verifier, bearer
from agent.layout import CURSOR_PATTERN
from agent.openapi import conversation_at, problems, turn_stream
from agent.schemas import (
    Answer,
    Ask,
    Cleared,
    ConversationId,
    ConversationPage,
    ConversationView,
    Deleted,
    History,
    Ready,
    Rename,
    Stopped,
    Tools,
    plain_text,
    sse,
)
from agent.store import Store
from agent.turn import RunningTurn
from agent.views import conversation_view, history_view, tools_view, whole

_CLIENT_HEADER = "X-Client-Id"
_LONGEST_CLIENT = 64
_DELETED_AT_ONCE = 50
_STREAM_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}

_TOKEN = APIKeyHeader(
    name=TOKEN_HEADER,
    scheme_name="okta",
    description="`Bearer` and an Okta access token. SigV4 has the `Authorization` header.",
    auto_error=False,
)

Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(pattern=CURSOR_PATTERN)]
TurnCursor = Annotated[str | None, Query(pattern=r"^[1-9][0-9]{0,7}$")]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the routes call."""

    assistant: Assistant
    store: Store
    erasure: Erasure
    gateway: Gateway
    verifier: Verifier
    now: Callable[[], datetime]

    async def caller(self, request: Request, token: str | None = None) -> Caller:
        """Verify who asks, by the header or else by a token in the body."""
        given = bearer(request.headers.get(TOKEN_HEADER)) or token
        caller = await self.verifier.caller(given)
        structlog.contextvars.bind_contextvars(
            owner=caller.owner, okta_client=caller.client_id, **request.path_params
        )
        return caller


class TurnFailedError(Exception):
    """A turn that is answered as a whole has failed. For the error table."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


class TurnStream(StreamingResponse):
    """Streams a turn, and abandons it when the client is seen to go."""

    def __init__(self, turn: RunningTurn, body: AsyncIterator[bytes], media_type: str) -> None:
        super().__init__(body, media_type=media_type, headers=_STREAM_HEADERS)
        self.headers["x-conversation-id"] = turn.start.conversation_id
        self._turn = turn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._turn.abandon()


class Turns:
    """Asking."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def stream(self, request: Request, ask: Ask) -> Response:
        """Answer as it is written: server-sent events, or bare text if only that is accepted."""
        turn = await self._begin(request, ask)
        accepted = request.headers.get("accept", "")
        if "text/plain" in accepted and "text/event-stream" not in accepted:
            return TurnStream(turn, plain_text(turn.events()), "text/plain")
        return TurnStream(turn, sse(turn.events()), "text/event-stream")

    async def chat(self, request: Request, ask: Ask) -> Answer:
        """Answer as one JSON document."""
        turn = await self._begin(request, ask)
        answer = await whole(turn.events())
        if isinstance(answer, Failure):
            raise TurnFailedError(answer)
        return answer

    async def _begin(self, request: Request, ask: Ask) -> RunningTurn:
        token = ask.okta_token.get_secret_value() if ask.okta_token else None
        caller = await self._parts.caller(request, token)
        question = Question(
            message=ask.message,
            request_id=request.state.request_id,
            client=request.headers.get(_CLIENT_HEADER, "")[:_LONGEST_CLIENT],
            conversation_id=ask.conversation_id,
            temperature=ask.temperature,
            max_tokens=ask.max_tokens,
            use_tools=ask.use_tools,
        )
        return await self._parts.assistant.begin(caller, question)


class Conversations:
    """What was said."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._store = parts.store
        self._erasure = parts.erasure

    async def page(
        self, request: Request, limit: Limit = 20, cursor: Cursor = None
    ) -> ConversationPage:
        """List the caller's conversations, the latest first."""
        caller = await self._parts.caller(request)
        heads, after = await self._store.page(caller.owner, cursor=cursor, limit=limit)
        return ConversationPage(
            conversations=[conversation_view(head) for head in heads], cursor=after
        )

    async def delete_all(self, request: Request) -> Deleted:
        """Delete the caller's conversations; repeat while there are more."""
        caller = await self._parts.caller(request)
        deleted, more = await self._erasure.delete_all(caller.owner, limit=_DELETED_AT_ONCE)
        return Deleted(deleted=deleted, more=more)

    async def history(
        self,
        request: Request,
        conversation_id: ConversationId,
        limit: Limit = 20,
        cursor: TurnCursor = None,
    ) -> History:
        """Show a conversation with a page of its turns, the latest first."""
        caller = await self._parts.caller(request)
        before = int(cursor) if cursor else None
        page = await self._store.history(caller.owner, conversation_id, before=before, limit=limit)
        return history_view(page, self._parts.now())

    async def delete(self, request: Request, conversation_id: ConversationId) -> Deleted:
        """Delete a conversation."""
        caller = await self._parts.caller(request)
        await self._erasure.delete(caller.owner, conversation_id)
        return Deleted(deleted=1, more=False)

    async def rename(
        self, request: Request, conversation_id: ConversationId, rename: Rename
    ) -> ConversationView:
        """Give a conversation another title, unless it is at another version by now."""
        caller = await self._parts.caller(request)
        head = await self._store.rename(
            caller.owner, conversation_id, rename.title, version=rename.version
        )
        return conversation_view(head)

    async def clear(self, request: Request, conversation_id: ConversationId) -> Cleared:
        """Forget the turns of a conversation and keep it."""
        caller = await self._parts.caller(request)
        await self._erasure.clear(caller.owner, conversation_id)
        return Cleared(conversation_id=conversation_id, cleared=True)

    async def stop(self, request: Request, conversation_id: ConversationId) -> Stopped:
        """Stop the turn that is running; what it has written stays."""
        caller = await self._parts.caller(request)
        turn = await self._store.stop(caller.owner, conversation_id)
        return Stopped(stopping=turn is not None, turn=turn)


class Tooling:
    """The tools at hand."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def show(self, request: Request) -> Tools:
        """List the tools that the caller's session knows."""
        return await self._tools(request, fetch=False)

    async def fetch(self, request: Request) -> Tools:
        """List the tools anew, from the gateway."""
        return await self._tools(request, fetch=True)

    async def _tools(self, request: Request, *, fetch: bool) -> Tools:
        caller = await self._parts.caller(request)
        async with self._parts.gateway.lend(caller.token, caller.expires_at) as session:
            tools = await session.list() if fetch else session.tools
            return tools_view(name_of(session.url), tools)


def router(parts: Parts) -> APIRouter:
    """Return every route of the service."""
    routes = APIRouter()
    _add_turns(routes, Turns(parts))
    _add_conversations(routes, Conversations(parts))
    tools = Tooling(parts)
    known = _secured(401, 502, 503)
    routes.add_api_route("/api/tools/fetch", tools.show, methods=["GET"], **known)
    routes.add_api_route("/api/tools/fetch", tools.fetch, methods=["POST"], **known)
    condition = Condition(
        {
            "gateway": parts.gateway.url,
            "identity": parts.verifier.ready,
            "store": parts.store.ready,
        }
    )
    routes.add_api_route("/health", condition.health, methods=["GET"])
    routes.add_api_route(
        "/ready",
        condition.ready,
        methods=["GET"],
        response_model=Ready,
        responses={503: {"model": Ready}},
    )
    return routes


def _add_turns(routes: APIRouter, turns: Turns) -> None:
    failures = (401, 404, 422, 429, 502, 503)
    streamed = _secured(*failures)
    streamed["responses"][200] = turn_stream()
    for path in ("/", "/stream"):
        routes.add_api_route(
            path, turns.stream, methods=["POST"], response_class=StreamingResponse, **streamed
        )
    whole_answer = _secured(*failures, 500, 504)
    whole_answer["responses"][200] = conversation_at("$response.body#/conversation_id")
    routes.add_api_route("/chat", turns.chat, methods=["POST"], **whole_answer)


def _add_conversations(routes: APIRouter, conversations: Conversations) -> None:
    listed = _secured(401, 422, 503)
    one = _secured(401, 404, 422, 503)
    path = "/api/conversations"
    routes.add_api_route(path, conversations.page, methods=["GET"], **listed)
    routes.add_api_route(path, conversations.delete_all, methods=["DELETE"], **listed)
    path = "/api/conversations/{conversation_id}"
    routes.add_api_route(path, conversations.history, methods=["GET"], **one)
    routes.add_api_route(path, conversations.delete, methods=["DELETE"], **one)
    changed = _secured(401, 404, 409, 422, 503)
    routes.add_api_route(path, conversations.rename, methods=["PATCH"], **changed)
    routes.add_api_route(f"{path}/clear", conversations.clear, methods=["POST"], **changed)
    routes.add_api_route(f"{path}/stop", conversations.stop, methods=["POST"], **one)


def _secured(*statuses: int) -> dict[str, Any]:
    return {"dependencies": [Security(_TOKEN)], "responses": problems(*statuses)}
