"""One trace from the client to the MCP call, and one message id from there to the tool."""

import json
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from botocore.credentials import Credentials

from client.agent_api import AgentApi, Question
from client.connection import Connection
from client.events import Start, ToolStart
from client.sigv4 import SignedForLambda
from client.tokens import FixedToken
from local.sandbox import ACCESS_KEY, REGION, SECRET_KEY


class Witness(httpx.Auth):
    """Signs, and sees which trace each request goes out with."""

    requires_request_body = True

    def __init__(self):
        self.traces = []
        self._signed = SignedForLambda(Credentials(ACCESS_KEY, SECRET_KEY), REGION)

    def auth_flow(self, request):
        """Sign a request."""
        self.traces.append(request.headers["traceparent"].split("-")[1])
        yield from self._signed.auth_flow(request)


@pytest.fixture
def lines(sandbox):
    """Read the JSON of a log of the sandbox; Lambda's runtime writes words of its own before it."""

    def read(name):
        text = (Path(sandbox.directory) / f"{name}.log").read_text(encoding="utf-8")
        return [json.loads(line[line.index("{") :]) for line in text.splitlines() if "{" in line]

    return read


def test_one_trace_and_one_message_id_run_through_the_chain(sandbox, token, lines):
    """The client's trace is in every line of the agent's, the MCP message's id in the tool's."""
    witness = Witness()
    with closing(AgentApi(Connection(sandbox.function_url, witness, FixedToken(token)))) as api:
        events = list(api.stream(Question("Which EC2 instances are running?")))
    (start,) = [event for event in events if isinstance(event, Start)]
    (call,) = [event for event in events if isinstance(event, ToolStart)]

    told = [line for line in lines("agent") if line.get("request_id") == start.request_id]
    assert {line["event"] for line in told} >= {"request", "turn", "tool"}
    assert {line["trace_id"] for line in told} == set(witness.traces)

    (tool,) = [line for line in told if line["event"] == "tool"]
    assert tool["call_id"] == call.id
    (ran,) = [line for line in lines("tools") if line.get("message_id") == tool["message_id"]]
    assert ran["tool"] == "ec2_read_operations"
