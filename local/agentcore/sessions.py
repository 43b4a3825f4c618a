"""MCP sessions of gateways that have a session configuration."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass


class UnknownSessionError(Exception):
    """No such session, or it has expired, or it is another user's."""


@dataclass(frozen=True, slots=True)
class _Session:
    owner: tuple[str, str]
    ends_at: float


class Sessions:
    """Sessions by id, each bound to a gateway and a token's subject.

    Their time-out is absolute: it runs from `initialize` and no request renews it.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sessions: dict[str, _Session] = {}

    def open(self, gateway_id: str, subject: str, *, seconds: int) -> str:
        """Start a session and return its id."""
        self._drop_expired()
        session_id = secrets.token_urlsafe(24)
        self._sessions[session_id] = _Session((gateway_id, subject), self._clock() + seconds)
        return session_id

    def check(self, session_id: str, gateway_id: str, subject: str) -> None:
        """Pass a living session of this user.

        Raises:
            UnknownSessionError: it is none.
        """
        self._drop_expired()
        session = self._sessions.get(session_id)
        if session is None or session.owner != (gateway_id, subject):
            raise UnknownSessionError

    def close(self, session_id: str) -> None:
        """End a session."""
        self._sessions.pop(session_id, None)

    def _drop_expired(self) -> None:
        now = self._clock()
        self._sessions = {key: held for key, held in self._sessions.items() if held.ends_at > now}
