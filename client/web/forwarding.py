"""What the page asks of the agent and this server only signs and passes on: conversations."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict

from client.connection import Connection, Request

_LIST = "/api/conversations"
_ONE = "/api/conversations/{conversation_id}"

ConversationId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,64}$")]
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=2_000)]


class Title(BaseModel):
    """Another title, and the version that the page has read; the agent judges both."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str
    version: int


class Forwarding:
    """Signed requests to an explicit list of the agent's routes.

    Args:
        connection: signed HTTP to it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, limit: Limit = 100, cursor: Cursor = None) -> dict[str, Any]:
        """List conversations, the latest first."""
        return self._get(_LIST, limit, cursor)

    def history(
        self, conversation_id: ConversationId, limit: Limit = 20, cursor: Cursor = None
    ) -> dict[str, Any]:
        """Show a page of a conversation's turns, the latest first."""
        return self._get(f"{_LIST}/{conversation_id}", limit, cursor)

    def rename(self, conversation_id: ConversationId, title: Title) -> dict[str, Any]:
        """Give a conversation another title."""
        path = f"{_LIST}/{conversation_id}"
        return self._connection.call(Request("PATCH", path, json=title.model_dump()))

    def delete(self, conversation_id: ConversationId) -> dict[str, Any]:
        """Delete a conversation."""
        return self._connection.call(Request("DELETE", f"{_LIST}/{conversation_id}"))

    def stop(self, conversation_id: ConversationId) -> dict[str, Any]:
        """Stop the turn that runs in a conversation, wherever it was asked."""
        return self._connection.call(Request("POST", f"{_LIST}/{conversation_id}/stop"))

    def _get(self, path: str, limit: int, cursor: str | None) -> dict[str, Any]:
        params = {"limit": str(limit), **({"cursor": cursor} if cursor else {})}
        return self._connection.call(Request("GET", path, params=params))


def router(connection: Connection) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    to = Forwarding(connection)
    routes.add_api_route(_LIST, to.page, methods=["GET"])
    routes.add_api_route(_ONE, to.history, methods=["GET"])
    routes.add_api_route(_ONE, to.rename, methods=["PATCH"])
    routes.add_api_route(_ONE, to.delete, methods=["DELETE"])
    routes.add_api_route(f"{_ONE}/stop", to.stop, methods=["POST"])
    return routes
