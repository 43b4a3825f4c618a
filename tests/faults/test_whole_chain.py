"""What only the whole chain shows: requests at the gateway, and a client that nobody sees go."""

from collections import deque
from uuid import uuid4

from local.converse.reply import Part, Pause, Text, ToolUse
from tests.faults.chain import TOOL, Chain


def test_a_warm_turn_with_a_tool_call_is_one_request_to_the_gateway(chain: Chain) -> None:
    """Tools are listed once for a session, over all pages; then the call is all there is."""
    person = uuid4().hex
    turn: list[list[Part]] = [[ToolUse(TOOL, {"query": "all"})], [Text("Done.")]]
    chain.script.replies = deque(turn * 2)
    before = chain.gateway_requests.copy()

    assert chain.ask("cold", person).tool_ok
    cold = chain.gateway_requests - before
    assert chain.ask("warm", person).tool_ok

    assert chain.gateway_requests - before - cold == {"tools/call": 1}
    assert cold["tools/list"] > 1
    assert (cold["initialize"], cold["tools/call"]) == (1, 1)


def test_a_turn_whose_client_has_gone_can_be_stopped(chain: Chain) -> None:
    """As on Lambda, the agent does not see a client go; a stop ends the turn all the same."""
    person = uuid4().hex
    chain.script.replies = deque([[Text("Begun. "), Pause(3), Text("Never said.")]])
    conversation = chain.begin("hello?", person, until="Begun")
    assert list(chain.statuses(person)) == ["running"]

    assert chain.stop(conversation, person)

    assert chain.stored(person) == ["stopped"]
