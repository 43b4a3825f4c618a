"""The agent's HTTP API: a question goes out, the events of its turn come back; and its routes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import quote

from client import records, stream
from client.connection import Connection, Request
from client.errors import NotAnAgentError
from client.events import Event
from client.records import Conversation, Tool, Turn
from client.stream import Deadline

LONGEST_MESSAGE = 64 * 1024
_PAGE = 100
_ALL = 1_000_000
_CONVERSATIONS = "/api/conversations"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; unset values are the agent's own."""

    message: str
    conversation_id: str | None = None
    temperature: float | None = None
    max_tokens: int | None = None

    def body(self) -> dict[str, Any]:
        """The request's body."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the agent needs, and what is wrong with it."""

    name: str
    ok: bool
    detail: str


class AgentApi:
    """One agent, asked by one person.

    Args:
        connection: signed HTTP to it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Give the connections back."""
        self._connection.close()

    def stream(self, question: Question) -> Iterator[Event]:
        """Ask, and yield the turn's events as they come, each wait before them too.

        Raises:
            ClientError: refused before the turn began, or broken off within it.
        """
        asking = Request(
            "POST", "/stream", json=question.body(), accept=stream.MEDIA_TYPE, once=True
        )
        with Deadline(self._connection.policy.limits.total) as deadline:
            response = yield from self._connection.open(asking, deadline)
            yield from stream.events(response, self._connection.url, deadline)

    def stop(self, conversation_id: str) -> bool:
        """Stop the turn that is running; False if none is."""
        answer = self._call("POST", f"{_path(conversation_id)}/stop")
        return bool(answer.get("stopping"))

    def conversations(self, limit: int = _PAGE) -> Iterator[Conversation]:
        """Yield the person's conversations, the latest first, at most `limit`."""
        pages = self._pages(_CONVERSATIONS, "conversations", records.conversation, limit)
        return islice(pages, limit)

    def turns(self, conversation_id: str, limit: int = _ALL) -> list[Turn]:
        """The turns of a conversation, the earliest first, at most the latest `limit`."""
        pages = self._pages(_path(conversation_id), "turns", records.turn, limit)
        return list(islice(pages, limit))[::-1]

    def rename(
        self, conversation_id: str, title: str, *, version: int | None = None
    ) -> Conversation:
        """Give a conversation another title.

        Args:
            conversation_id: which.
            title: 1 to 80 characters.
            version: the one that was read of it; where it has another by now, nothing is changed.

        Raises:
            RefusedError: the title cannot be, or the conversation has changed (409).
        """
        body = {"title": title} | ({} if version is None else {"version": version})
        answer = self._call("PATCH", _path(conversation_id), body)
        with self._parsing():
            return records.conversation(answer)

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation."""
        self._call("DELETE", _path(conversation_id))

    def delete_all(self) -> int:
        """Delete every conversation of the person, and say how many there were."""
        deleted, more = 0, True
        while more:
            answer = self._call("DELETE", _CONVERSATIONS)
            with self._parsing():
                deleted += int(answer["deleted"])
                more = bool(answer["more"])
        return deleted

    def clear(self, conversation_id: str) -> None:
        """Forget the turns of a conversation, and keep it."""
        self._call("POST", f"{_path(conversation_id)}/clear")

    def tools(self, *, fetch: bool = False) -> list[Tool]:
        """The tools at hand; `fetch` asks the gateway anew."""
        answer = self._call("POST" if fetch else "GET", "/api/tools/fetch")
        with self._parsing():
            return [records.tool(each) for each in answer["tools"]]

    def health(self) -> None:
        """Make sure that an agent is alive at the URL.

        Raises:
            NotAnAgentError: something else is.
        """
        if self._call("GET", "/health").get("status") != "ok":
            raise NotAnAgentError(self._connection.url, "JSON of something else")

    def checks(self) -> list[Check]:
        """What the agent needs, and whether it has it; it says 503 where something is missing."""
        answer = self._connection.call(Request("GET", "/ready", also=(503,)))
        with self._parsing():
            return [
                Check(str(name), bool(each["ok"]), str(each.get("detail") or ""))
                for name, each in answer["checks"].items()
            ]

    def _pages(
        self, path: str, member: str, read: Callable[[Mapping[str, Any]], T], limit: int
    ) -> Iterator[T]:
        """Yield the items of one page after the other."""
        params = {"limit": str(min(limit, _PAGE))}
        while True:
            answer = self._connection.call(Request("GET", path, params=params))
            with self._parsing():
                items = [read(each) for each in answer[member]]
                cursor = answer["cursor"]
            yield from items
            if not cursor:
                return
            params["cursor"] = str(cursor)

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return self._connection.call(Request(method, path, json=body))

    @contextmanager
    def _parsing(self) -> Iterator[None]:
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotAnAgentError(self._connection.url, "JSON of something else") from error


def _path(conversation_id: str) -> str:
    return f"{_CONVERSATIONS}/{quote(conversation_id, safe='')}"
