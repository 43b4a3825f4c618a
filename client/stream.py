"""A turn's event stream, read from an open answer: split anywhere, bounded in time, checked."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from typing import Any, Self

import httpx
from httpx_sse import EventSource, SSEError

from client.errors import BrokenStreamError, NotAnAgentError
from client.events import End, Event, Failure, parse

MEDIA_TYPE = "text/event-stream"
_OPENED = (".connect_tcp.complete", ".start_tls.complete")


class Deadline:
    """Hangs up when an answer has had its time: httpx bounds each silence, and no trickle.

    Args:
        seconds: how long, from the entrance of the block on.

    Attributes:
        passed: whether the time is over.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Note what a request connects to; httpx calls this as its `trace` extension."""
        if event.endswith(_OPENED):
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def _hang_up(self) -> None:
        self.passed = True
        for sock in self._sockets:
            # One that is closed already, or that TLS took over.
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def events(response: httpx.Response, url: str, deadline: Deadline) -> Iterator[Event]:
    """Yield the events up to `End` or `Failure`, and close the answer.

    Args:
        response: a successful answer, not yet read.
        url: the agent's, for the words of an error.
        deadline: when the answer must be over.

    Raises:
        NotAnAgentError: it is no event stream of an agent.
        BrokenStreamError: it ended too early, fell silent, or took too long.
    """
    with closing(response):
        kind = response.headers.get("content-type", "").partition(";")[0]
        if kind != MEDIA_TYPE:
            raise NotAnAgentError(url, kind or "no content type")
        try:
            yield from _parsed(response)
        except httpx.ReadTimeout as error:
            raise BrokenStreamError("The agent fell silent.") from error
        except httpx.TransportError as error:
            why = "The answer took too long." if deadline.passed else "The answer broke off."
            raise BrokenStreamError(why) from error
        except (SSEError, ValueError, KeyError, TypeError) as error:
            raise BrokenStreamError("The answer is garbled.") from error


def _parsed(response: httpx.Response) -> Iterator[Event]:
    for sse in EventSource(response).iter_sse():
        event = parse(sse.event, sse.json())
        if event is not None:
            yield event
        if isinstance(event, End | Failure):
            return
    raise BrokenStreamError
