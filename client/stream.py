"""A turn's event stream, read from an open answer: split anywhere, bounded in time, checked."""

from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
from httpx_sse import EventSource, SSEError

from client.errors import BrokenStreamError, NotAnAgentError
from client.events import End, Event, Failure, parse

MEDIA_TYPE = "text/event-stream"


def events(
    response: httpx.Response, url: str, deadline: float, clock: Callable[[], float]
) -> Iterator[Event]:
    """Yield the events up to `End` or `Failure`, and close the answer.

    Args:
        response: a successful answer, not yet read.
        url: the agent's, for the words of an error.
        deadline: when the answer must be over, by `clock`.
        clock: monotonic seconds.

    Raises:
        NotAnAgentError: it is no event stream of an agent.
        BrokenStreamError: it ended too early, fell silent, or took too long.
    """
    with closing(response):
        kind = response.headers.get("content-type", "").partition(";")[0]
        if kind != MEDIA_TYPE:
            raise NotAnAgentError(url, kind or "no content type")
        response.stream = _Bounded(response, deadline, clock)
        try:
            yield from _parsed(response)
        except httpx.ReadTimeout as error:
            raise BrokenStreamError("The agent fell silent.") from error
        except httpx.TransportError as error:
            raise BrokenStreamError from error
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


class _Bounded(httpx.SyncByteStream):
    """The bytes of an answer, as long as its time is not over; heartbeats pass here too."""

    def __init__(
        self, response: httpx.Response, deadline: float, clock: Callable[[], float]
    ) -> None:
        stream = response.stream
        if not isinstance(stream, httpx.SyncByteStream):
            raise TypeError("the answer was not opened for reading")
        self._stream = stream
        self._deadline = deadline
        self._clock = clock

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            if self._clock() > self._deadline:
                raise BrokenStreamError("The answer took too long.")
            yield chunk

    def close(self) -> None:
        self._stream.close()
