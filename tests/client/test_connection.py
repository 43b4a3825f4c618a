"""Requests are retried where that is safe, renewed once on a 401, and errors say what to do."""

import json
from contextlib import closing

import httpx
import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from client import errors
from client.agent_api import AgentApi, Question
from client.backoff import Backoff
from client.connection import Clock, Connection, Limits, Policy
from client.events import End, Waiting
from client.tokens import FixedToken

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


@pytest.fixture
def waits():
    """What was waited."""
    return Waits()


@pytest.fixture
def ask(scripted, waits):
    """Ask an agent that gives these answers; returns the events and the agent's script."""

    def run(*answers, tokens=None):
        url, script = scripted(*answers)
        policy = Policy(backoff=Backoff(chance=lambda: 1.0), clock=Clock(sleep=waits))
        connection = Connection(
            url, httpx.Auth(), tokens or FixedToken("t"), client_id="cli-client-1", policy=policy
        )
        with closing(AgentApi(connection)) as api:
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


def test_a_broken_function_is_asked_again(ask, waits):
    """Lambda's own 502 tells of a crash at the start."""
    crash = PlainTextResponse("Internal Server Error", 502, {"x-amzn-requestid": "r"})
    ask(crash, ok())
    assert waits.seconds == [1.0]


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
    policy = Policy(backoff=Backoff(chance=lambda: 1.0), clock=Clock(sleep=waits))
    connection = Connection("http://127.0.0.1:1", httpx.Auth(), FixedToken("t"), policy=policy)
    with (
        closing(AgentApi(connection)) as api,
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
    item = {"conversation_id": "c", "title": "", "created_at": "", "updated_at": "", "turns": 1}
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
