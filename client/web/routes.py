"""The page's own routes: the session, what the page needs to know, and the turns."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from client.agent_api import LONGEST_MESSAGE, Question
from client.errors import InputError
from client.web.guard import cookie_name, refuse
from client.web.session import Session
from client.web.turns import Turns

ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]
TurnId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


class Code(BaseModel):
    """The one-time code."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    code: Annotated[str, Field(max_length=100)]


class Asked(BaseModel):
    """A question."""

    model_config = ConfigDict(extra="forbid", strict=True)

    message: Annotated[str, Field(min_length=1, max_length=LONGEST_MESSAGE, pattern=r"\S")]
    conversation_id: ConversationId | None = None


class Entrance:
    """Opens the session."""

    def __init__(self, session: Session, origin: str) -> None:
        self._session = session
        self._cookie = cookie_name(origin)

    async def open(self, given: Code) -> Response:
        """Take the code, and hand out the pass: a cookie, and a key for the page."""
        held = self._session.open(given.code)
        if held is None:
            return refuse(
                401,
                "spent_code",
                "This address was used before. Run `awsops web` again for a new one.",
            )
        answer = JSONResponse({"key": held.key})
        answer.set_cookie(self._cookie, held.cookie, httponly=True, samesite="strict")
        return answer


class Asking:
    """Begins, follows and stops turns."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def ask(self, asked: Asked) -> dict[str, str]:
        """Begin a turn; its events are read apart, so that they can be read again.

        Raises:
            InputError: it is too long.
        """
        if len(asked.message.encode(errors="replace")) > LONGEST_MESSAGE:
            raise InputError(f"A question has at most {LONGEST_MESSAGE:,} bytes. Ask for less.")
        return {"id": self._turns.ask(Question(asked.message, asked.conversation_id))}

    async def known(self, conversation_id: Annotated[ConversationId, Query()]) -> Any:
        """List the turns of a conversation whose events are still here."""
        return {
            "turns": [
                {
                    "id": turn_id,
                    "question": recording.question,
                    "turn": recording.start.turn if recording.start else None,
                    "over": recording.over,
                }
                for turn_id, recording in self._turns.of(conversation_id)
            ]
        }

    async def events(self, turn_id: TurnId, after: Annotated[int, Query(ge=0)] = 0) -> Response:
        """Stream a turn's events behind the first `after`, those to come too."""
        recording = self._turns.find(turn_id)
        if recording is None:
            return refuse(404, "no_turn", "This turn is not known here any more.")
        return StreamingResponse(recording.follow(after), media_type="text/event-stream")

    async def stop(self, turn_id: TurnId) -> dict[str, bool]:
        """Stop a turn, as soon as it has begun."""
        recording = self._turns.find(turn_id)
        begun = await recording.begun() if recording else None
        if begun is None:
            return {"stopping": False}
        return {"stopping": await asyncio.to_thread(self._turns.stop, begun.conversation_id)}


def router(session: Session, turns: Turns, origin: str) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    asking = Asking(turns)
    routes.add_api_route("/api/session", Entrance(session, origin).open, methods=["POST"])
    routes.add_api_route("/api/turns", asking.ask, methods=["POST"], status_code=202)
    routes.add_api_route("/api/turns", asking.known, methods=["GET"])
    routes.add_api_route("/api/turns/{turn_id}/events", asking.events, methods=["GET"])
    routes.add_api_route("/api/turns/{turn_id}/stop", asking.stop, methods=["POST"])
    return routes
