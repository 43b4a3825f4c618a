"""An event stream in any pieces, of any size, cut anywhere, or of something else."""

import asyncio
import json
from contextlib import closing

import httpx
import pytest
from starlette.responses import StreamingResponse

from client.agent_api import AgentApi, Question
from client.connection import Connection, Limits, Policy
from client.errors import BrokenStreamError, ClientError, NotAnAgentError
from client.events import End, Failure, Start, Text
from client.tokens import FixedToken


def sse(name, **data):
    """One event on the wire."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


START = sse("start", conversation_id="c1", turn=1, request_id="r")
END = sse("end", stop_reason="end_turn")


@pytest.fixture
def read(scripted):
    """Read an answer that comes in pieces; returns its events, and the error that ended them."""

    def run(*pieces, media_type="text/event-stream", cut=False):
        async def body():
            for piece in pieces:
                yield piece
            if cut:
                raise ConnectionResetError

        url, _ = scripted(StreamingResponse(body(), media_type=media_type))
        connection = Connection(url, httpx.Auth(), FixedToken("t"))
        events = []
        with closing(AgentApi(connection)) as api:
            try:
                for event in api.stream(Question("hi")):
                    events.append(event)  # noqa: PERF402 -- what came before an error is kept
            except ClientError as error:
                return events, error
        return events, None

    return run


def test_any_split_is_harmless(read):
    """Byte by byte, in the middle of letters and line ends, with heartbeats between."""
    whole = START + b": heartbeat\n\n" + sse("text", delta="Zürich — 東京") + END
    events, error = read(*(whole[i : i + 1] for i in range(len(whole))))
    assert error is None
    assert events == [Start("c1", 1, "r"), Text("Zürich — 東京"), End("end_turn")]


def test_carriage_returns_end_lines_too(read):
    """Proxies may write lines as HTTP does."""
    events, _ = read((START + END).replace(b"\n", b"\r\n"))
    assert events[-1] == End("end_turn")


def test_an_error_event_ends_the_stream(read):
    """The agent's own failure is an event; nothing after it is read."""
    events, error = read(START, sse("error", code="model_error", message="no"), b"rest")
    assert error is None
    assert events[-1] == Failure("model_error", "no")


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (START,),
        (START, sse("text", delta="half")),
        (START, sse("text", delta="whole")[:-9]),
        (START + END[:-1],),
    ],
    ids=["empty", "after start", "after text", "in an event", "before the last line end"],
)
@pytest.mark.parametrize("cut", [True, False], ids=["reset", "closed"])
def test_a_cut_answer_is_broken_wherever_it_is_cut(read, pieces, cut):
    """What came is kept, and the error says what to do."""
    events, error = read(*pieces, cut=cut)
    assert isinstance(error, BrokenStreamError)
    assert str(error) == "The answer broke off. What was written is kept; ask again to go on."
    assert not any(isinstance(event, End) for event in events)


@pytest.mark.parametrize(
    "garbled",
    [b"event: end\ndata: {nonsense\n\n", b"event: end\ndata: []\n\n", sse("end"), sse("text", d=1)],
)
def test_a_garbled_event_is_an_error(read, garbled):
    """What cannot be read is not guessed at."""
    _, error = read(START, garbled)
    assert str(error).startswith("The answer is garbled.")


def test_events_of_a_newer_agent_are_passed_over(read):
    """An unknown event is no error."""
    events, error = read(START, sse("mood", good=True), END)
    assert error is None
    assert events == [Start("c1", 1, "r"), End("end_turn")]


def test_something_else_than_events_is_no_agent(read):
    """A page of another server is told by its type."""
    _, error = read(b"<html>", media_type="text/html")
    assert isinstance(error, NotAnAgentError)
    assert "text/html" in str(error)


def test_silence_is_broken_off(scripted):
    """Without a byte for as long as is allowed, the client gives up."""

    async def silent():
        yield START
        await asyncio.sleep(30)

    url, _ = scripted(StreamingResponse(silent(), media_type="text/event-stream"))
    policy = Policy(limits=Limits(silence=0.2))
    connection = Connection(url, httpx.Auth(), FixedToken("t"), policy=policy)
    with (
        closing(AgentApi(connection)) as api,
        pytest.raises(BrokenStreamError, match="fell silent"),
    ):
        list(api.stream(Question("hi")))


def test_an_answer_without_an_end_takes_too_long(scripted):
    """Heartbeats keep a stream alive, but not beyond its time."""

    async def endless():
        yield START
        while True:
            yield b": heartbeat\n\n"
            await asyncio.sleep(0.02)

    url, _ = scripted(StreamingResponse(endless(), media_type="text/event-stream"))
    policy = Policy(limits=Limits(total=0.3))
    connection = Connection(url, httpx.Auth(), FixedToken("t"), policy=policy)
    with (
        closing(AgentApi(connection)) as api,
        pytest.raises(BrokenStreamError, match="took too long"),
    ):
        list(api.stream(Question("hi")))


@pytest.mark.parametrize("pieces", [1, 5_000], ids=["one event", "many events"])
def test_five_megabytes_come_whole(read, pieces):
    """A huge answer is read to its end."""
    text = "All work and no play. " * (5_000_000 // 22 // pieces)
    events, error = read(START, *[sse("text", delta=text)] * pieces, END)
    assert error is None
    assert sum(len(event.delta) for event in events if isinstance(event, Text)) == (
        len(text) * pieces
    )
