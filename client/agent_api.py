"""The agent's HTTP API: a question goes out signed, the events of its turn come back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from httpx_sse import EventSource, SSEError

from client.errors import BrokenStreamError, RefusedError, UnreachableError

TOKEN_HEADER = "X-Okta-Authorization"  # noqa: S105 -- the header's name, not a token
# The agent sends a heartbeat every 10 s and ends a turn within 300 s.
SILENCE_SECONDS = 30.0
CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a turn: `start text tool_start tool_end usage end error`, and its data."""

    name: str
    data: dict[str, Any]


class AgentApi:
    """Talks to one agent as one person.

    Args:
        url: the Function URL.
        auth: signs each request.
        token: gives the Okta access token when it is needed, so that a refresh is picked up.
    """

    def __init__(self, url: str, auth: httpx.Auth, token: Callable[[], str]) -> None:
        self._url = url.rstrip("/")
        self._token = token
        timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
        self._http = httpx.Client(base_url=self._url, auth=auth, timeout=timeout)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def stream(self, message: str, conversation_id: str | None = None) -> Iterator[Event]:
        """Ask, and yield the turn's events as they come.

        Raises:
            UnreachableError: nothing answers.
            RefusedError: refused before the turn began.
            BrokenStreamError: the stream ended without `end` or `error`.
        """
        body = {"message": message}
        if conversation_id:
            body["conversation_id"] = conversation_id
        with self._errors(), self._open(body) as response:
            self._check(response)
            yield from _events(response)

    @contextmanager
    def _open(self, body: dict[str, str]) -> Iterator[httpx.Response]:
        headers = {TOKEN_HEADER: f"Bearer {self._token()}", "Accept": "text/event-stream"}
        with self._http.stream("POST", "/stream", json=body, headers=headers) as response:
            yield response

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise UnreachableError(self._url) from error
        except (httpx.TransportError, SSEError) as error:
            raise BrokenStreamError from error

    def _check(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        response.read()
        problem = _json(response)
        detail = problem.get("detail") or problem.get("Message") or problem.get("message")
        code = problem.get("code") or response.headers.get("x-amzn-errortype", "")
        raise RefusedError(response.status_code, str(code), str(detail or response.reason_phrase))


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _events(response: httpx.Response) -> Iterator[Event]:
    for sse in EventSource(response).iter_sse():
        event = Event(sse.event, sse.json())
        yield event
        if event.name in {"end", "error"}:
            return
    raise BrokenStreamError
