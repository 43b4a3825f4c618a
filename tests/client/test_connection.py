"""Requests are retried where that is safe, renewed once on a 401, and errors say what to do."""

import json
import re
from contextlib import closing

import httpx
import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from client import errors
from client.agent_api import AgentApi, Question
from client.backoff import Backoff
from client.connection import Connection, Limits, Policy
from client.events import End, Waiting
from client.tokens import FixedToken
from tests.faults.proxy import Cut, Drip, Garbage, Proxy

EVENTS = (
    b'event: start\ndata: {"conversation_id": "c1", "turn": 1, "request_id": "r"}\n\n'
    b'event: end\ndata: {"stop_reason": "end_turn"}\n\n'
)
PROBLEM = "application/problem+json"


def ok():
    """A turn that begins and ends."""
    return Response(EVENTS, media_type="text/event-stream")


def problem(status, code, *, retryable=False, **headers):
    """A problem as the agent writes it."""
    body = {"detail": "No.", "code": code, "status": status, "retryable": retryable}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(json.dumps(body), status, named, media_type=PROBLEM)


class Waits:
    """Takes the place of sleeping."""

    def __init__(self):
        self.seconds = []

    def __call__(self, seconds):
        """Wait no time."""
        self.seconds.append(seconds)


class TwoTokens:
    """A token that is refused, and the one after it."""

    place = "a test"

    def __init__(self):
        self.asked = 0

    def current(self):
        """The old one."""
        return "old"

    def renewed(self, refused):
        """The new one."""
        assert refused == "old"
        self.asked += 1
        return "new"


def connect(url, waits, limits=None, *, tokens=None):
    """A connection whose waits take no time and have no jitter."""
    policy = Policy(limits or Limits(), Backoff(chance=lambda: 1.0), waits)
    token = tokens or FixedToken("t")
    return Connection(url, httpx.Auth(), token, client_id="cli-client-1", policy=policy)


@pytest.fixture
def waits():
    """What was waited."""
    return Waits()


@pytest.fixture
def ask(scripted, waits):
    """Ask an agent that gives these answers; returns the events and the agent's script."""

    def run(*answers, tokens=None):
        url, script = scripted(*answers)
        with closing(AgentApi(connect(url, waits, tokens=tokens))) as api:
            return list(api.stream(Question("hi"))), script

    return run


def test_a_question_carries_token_and_installation(ask):
    """The token has its own header; the body holds what was asked and nothing else."""
    events, script = ask(ok())
    (request,) = script.requests
    assert events[-1] == End("end_turn")
    assert request.headers["x-okta-authorization"] == "Bearer t"
    assert request.headers["x-client-id"] == "cli-client-1"
    assert request.headers["accept"] == "text/event-stream"


def test_what_may_pass_later_is_asked_again_with_growing_waits(ask, waits):
    """Each wait is told before it; the fourth failure is the end."""
    busy = problem(503, "gateway_busy", retryable=True)
    events, script = ask(busy, busy, ok())
    assert [type(event) for event in events[:2]] == [Waiting, Waiting]
    assert waits.seconds == [1.0, 2.0]
    assert len(script.requests) == 3

    with pytest.raises(errors.ServiceError, match=r"No\. \(503 gateway_busy\)"):
        ask(busy)
    assert waits.seconds == [1.0, 2.0, 1.0, 2.0, 4.0]


def test_the_agents_own_wait_is_kept(ask, waits):
    """`Retry-After` wins over the backoff; one that is too long is an error at once."""
    ask(problem(429, "rate_limited", retryable=True, retry_after="7"), ok())
    assert waits.seconds == [7.0]
    with pytest.raises(errors.RateLimitedError):
        ask(problem(429, "rate_limited", retryable=True, retry_after="59"))
    assert waits.seconds == [7.0]


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (problem(422, "invalid_request"), errors.RefusedError, "422 invalid_request"),
        (problem(404, "conversation_not_found"), errors.NotFoundError, "404"),
        (problem(500, "internal"), errors.ServiceError, "500 internal"),
        (
            JSONResponse({"Message": "Forbidden"}, 403, {"x-amzn-errortype": "AccessDenied"}),
            errors.CredentialsError,
            "lambda:InvokeFunctionUrl",
        ),
        (
            JSONResponse(
                {"message": "Signature expired: 2026 is now earlier than 2027"},
                403,
                {"x-amzn-errortype": "InvalidSignatureException"},
            ),
            errors.ClockError,
            "Set this machine's clock",
        ),
        (PlainTextResponse("hi"), errors.NotAnAgentError, "text/plain"),
        (PlainTextResponse("no", 404), errors.NotAnAgentError, "status 404"),
        (PlainTextResponse("moved", 302, {"location": "/x"}), errors.NotAnAgentError, "status 302"),
    ],
)
def test_a_refusal_is_not_repeated_and_says_what_to_do(ask, waits, answer, error, said):
    """Each kind of refusal is its own error, after one request."""
    with pytest.raises(error, match=said) as raised:
        ask(answer)
    assert type(raised.value) is error
    assert waits.seconds == []


def test_a_broken_function_is_not_asked_twice(ask, waits, scripted):
    """Lambda's own 502 may tell of a crash after the question was taken; a list may be repeated."""
    crash = PlainTextResponse("Internal Server Error", 502, {"x-amzn-requestid": "r"})
    with pytest.raises(errors.ServiceError, match="broke down"):
        ask(crash, ok())
    assert waits.seconds == []

    url, script = scripted(crash, JSONResponse({"conversations": [], "cursor": None}))
    with closing(AgentApi(connect(url, waits))) as api:
        assert list(api.conversations()) == []
    assert len(script.requests) == 2


def test_a_full_function_is_asked_again(ask, waits):
    """Lambda's own 429 comes before the function is reached."""
    full = JSONResponse({"Reason": "…"}, 429, {"x-amzn-errortype": "TooManyRequestsException"})
    ask(full, ok())
    assert waits.seconds == [1.0]


@pytest.mark.parametrize("fault", [Cut(40), Garbage()], ids=["cut", "garbage"])
def test_a_question_that_may_have_been_taken_is_not_asked_twice(scripted, waits, fault):
    """The answer's headers break, so nobody here knows; a list is simply read again."""
    url, script = scripted(ok())
    with (
        Proxy(url).running() as proxy,
        proxy.doing(fault),
        closing(AgentApi(connect(proxy.url, waits))) as api,
    ):
        with pytest.raises(errors.BrokenStreamError, match="may have been taken"):
            list(api.stream(Question("hi")))
        assert (len(script.requests), waits.seconds) == ([1, 0][fault == Garbage()], [])

        with pytest.raises(errors.UnreachableError):
            list(api.conversations())
        assert waits.seconds == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("call", [lambda api: list(api.stream(Question("hi"))), AgentApi.tools])
def test_an_answer_that_trickles_has_its_time_too(scripted, waits, call):
    """Bytes that come one by one are no silence; the limit holds for headers as well."""
    url, script = scripted(ok())
    limits = Limits(total=0.3)
    with (
        Proxy(url).running() as proxy,
        proxy.doing(Drip(0.1)),
        closing(AgentApi(connect(proxy.url, waits, limits))) as api,
        pytest.raises(errors.BrokenStreamError, match="took too long"),
    ):
        call(api)
    assert (len(script.requests), waits.seconds) == (1, [])


def test_every_request_begins_a_trace_and_its_retries_go_on_with_it(ask):
    """As W3C Trace Context has it; another question is another trace."""
    busy = problem(503, "gateway_busy", retryable=True)
    _, first = ask(busy, ok())
    _, second = ask(ok())
    told = [request.headers["traceparent"] for request in (*first.requests, *second.requests)]
    assert all(re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", each) for each in told)
    assert told[0] == told[1] != told[2]


def test_a_refused_token_is_renewed_once(ask):
    """The second request carries the new token; a second refusal is the end."""
    tokens = TwoTokens()
    expired = problem(401, "token_expired")
    _, script = ask(expired, ok(), tokens=tokens)
    sent = [request.headers["x-okta-authorization"] for request in script.requests]
    assert sent == ["Bearer old", "Bearer new"]

    with pytest.raises(errors.LoginNeededError, match="awsops login"):
        ask(expired, tokens=tokens)
    assert tokens.asked == 2


def test_nothing_at_the_address_is_tried_again_and_then_said(waits):
    """The sentence names the address."""
    with (
        closing(AgentApi(connect("http://127.0.0.1:1", waits))) as api,
        pytest.raises(errors.UnreachableError, match=r"Nothing answers at http://127\.0\.0\.1:1\."),
    ):
        list(api.stream(Question("hi")))
    assert len(waits.seconds) == 3


def test_a_list_of_something_else_is_no_agent(scripted):
    """JSON of another service is told from the agent's."""
    url, _ = scripted(JSONResponse({"items": []}))
    connection = Connection(url, httpx.Auth(), FixedToken("t"))
    with closing(AgentApi(connection)) as api:
        for call in (api.tools, api.checks, api.health, lambda: list(api.conversations())):
            with pytest.raises(errors.NotAnAgentError):
                call()


def test_pages_follow_the_cursor_and_end_at_the_limit(scripted):
    """A list is read page by page, and no further than asked."""
    names = ("conversation_id", "version", "title", "created_at", "updated_at", "turns")
    item = dict(zip(names, ("c", 1, "", "", "", 1), strict=True))
    page = JSONResponse({"conversations": [item] * 2, "cursor": "next"})
    url, script = scripted(page, page, JSONResponse({"conversations": [item], "cursor": None}))
    with closing(AgentApi(Connection(url, httpx.Auth(), FixedToken("t")))) as api:
        assert len(list(api.conversations(3))) == 3
        assert len(script.requests) == 2
        assert script.requests[1].query_params["cursor"] == "next"


def test_waits_have_jitter_and_a_ceiling():
    """Two clients do not come back in step, and nobody waits for ever."""
    assert list(Backoff(retries=6, base=2, ceiling=10, chance=lambda: 1.0).pauses()) == [
        *(2, 4, 8, 10, 10, 10)
    ]
    assert all(0 <= pause <= 20 for pause in Backoff(retries=50).pauses())


def test_time_outs_nest():
    """The heartbeat comes within the silence, and the agent ends before the total."""
    heartbeat, function = 10, 300
    limits = Limits()
    assert limits.connect < limits.silence
    assert heartbeat < limits.silence < function < limits.total
